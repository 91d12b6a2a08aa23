import { hash } from 'node:crypto'
import { execute } from '@graphql-tools/executor'
import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql'
import { filter, isAsyncIterable, map, type Plugin, pipe } from 'graphql-yoga'
import type { GatewayContext, OpenContext } from '../../gateway/context.ts'
import { withoutDefer } from '../../schema/build/defer.ts'
import { createAsOfFilter } from '../../schema/build/omit-as-of.ts'
import { SubscriptionDirectivesRule } from '../../schema/build/subscription-directives-rule.ts'
import type { InFlightValues } from '../limits/in-flight-values.ts'
import { extendResult } from './response-extensions.ts'

/**
 * Answers every event of a subscription in a context of its own: graphql would keep the one in which it began, with its
 * now, its deadline and its rows. Only what differs from the last answer is sent. `addCalls` is told of the upstream
 * calls of each.
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
  // Not generators, which would hold a reader who has abortError until the next event.
  return pipe(events as AsyncIterable<OpenContext>, map(executeForEvent), filter(createChangeFilter(operation)))
}

/** With the executor of queries: that of graphql takes no async iterables, which long lists are. */
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

/** After the client has disconnected nothing handles an error of its stream: Node would end the process. */
const rejectUnless = (disconnected: AbortSignal) => (error: unknown) => {
  if (!disconnected.aborted) throw error
}

function createChangeFilter({ document, operationName }: ExecutionArgs): (executeForEvent: ExecutionResult) => boolean {
  const omitAsOf = createAsOfFilter(document, operationName)
  let last: string | undefined
  return ({ data, errors }) => {
    // Which of several errors came first is no news.
    const sortedErrors = errors?.map((error) => JSON.stringify(error)).toSorted()
    const digest = hash('sha256', JSON.stringify([omitAsOf(data), sortedErrors]))
    const isChanged = digest !== last
    last = digest
    return isChanged
  }
}
