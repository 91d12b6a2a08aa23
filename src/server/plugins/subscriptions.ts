import { hash } from 'node:crypto'
import { execute } from '@graphql-tools/executor'
import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql'
import { filter, isAsyncIterable, map, type Plugin, pipe } from 'graphql-yoga'
import type { GatewayContext, OpenContext } from '../../gateway/context.ts'
import { createAsOfFilter } from '../../schema/build/omit-as-of.ts'
import { SubscriptionDirectivesRule, withoutDefer } from '../../schema/build/selection.ts'
import type { InFlightValues } from '../limits/in-flight.ts'
import { extendResult } from './response-format.ts'

/**
 * Executes every event of a subscription in a new context: graphql would reuse the context of the subscription, with its
 * current time, deadline and rows. Sends only results that differ from the previous one. `addCalls` receives the number
 * of upstream calls of each event.
 */
export const useSubscriptions = (
  acquire: InFlightValues['acquire'],
  addCalls?: AddCalls,
): Plugin<object, object, GatewayContext> => ({
  onValidate: ({ addValidationRule }) => addValidationRule(SubscriptionDirectivesRule),
  onSubscribe: ({ setSubscribeFn }) => setSubscribeFn((request) => subscribe(request, acquire, addCalls)),
})

type AddCalls = (request: Request, calls: number) => void

async function subscribe(
  request: ExecutionArgs,
  acquire: InFlightValues['acquire'],
  addCalls?: AddCalls,
): Promise<ExecutionResult | AsyncIterable<ExecutionResult>> {
  const operation = { ...request, document: withoutDefer(request.document) }
  const events = await createSourceEventStream(operation)
  if (!isAsyncIterable(events)) return events
  const callContext = operation.contextValue as GatewayContext & { readonly request: Request }
  const executeForEvent = async (openContext: OpenContext) => {
    const eventContext = openContext(callContext.caller, callContext.isUsageReported)
    const { signal } = callContext.request
    const room = await acquire(callContext, signal).catch(rejectUnless(signal))
    if (!room) return {}
    const deadline = new AbortController()
    const end = (error: GraphQLError) => deadline.abort(error)
    const contextValue = { ...callContext, ...eventContext, addValues: (values: number) => room.add(values, end) }
    const executed = await executeEvent({ ...operation, contextValue }, deadline.signal).finally(room.release)
    const usage = eventContext.usage?.take()
    if (usage) addCalls?.(callContext.request, usage.calls)
    return usage && callContext.isUsageReported ? extendResult(executed, { upstream: usage }) : executed
  }
  // Not an async generator, whose `return` would wait for the next event after the client has disconnected.
  return pipe(events as AsyncIterable<OpenContext>, map(executeForEvent), filter(createChangeFilter(operation)))
}

/** Uses the executor of queries: graphql's own does not accept the async iterables of long lists. */
async function executeEvent(operation: ExecutionArgs, signal: AbortSignal): Promise<ExecutionResult> {
  try {
    const executed = await execute({ ...operation, signal })
    if ('initialResult' in executed) throw new Error('an event has no later parts')
    return executed
  } catch (error) {
    if (error === signal.reason && error instanceof GraphQLError) return { errors: [error] }
    throw error
  }
}

/** After the client has disconnected, an error would be an unhandled rejection, which ends the process. */
const rejectUnless = (disconnected: AbortSignal) => (error: unknown) => {
  if (!disconnected.aborted) throw error
}

function createChangeFilter({ document, operationName }: ExecutionArgs): (result: ExecutionResult) => boolean {
  const omitAsOf = createAsOfFilter(document, operationName)
  let last: string | undefined
  return ({ data, errors }) => {
    // The order of errors does not matter.
    const sortedErrors = errors?.map((error) => JSON.stringify(error)).toSorted()
    const digest = hash('sha256', JSON.stringify([omitAsOf(data), sortedErrors]))
    const isChanged = digest !== last
    last = digest
    return isChanged
  }
}
