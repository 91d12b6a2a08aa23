import { type DocumentNode, GraphQLError, getOperationAST, getVariableValues } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { yieldToEventLoop } from '../../concurrency/event-loop.ts'
import type { Limits } from '../../config/serving.ts'
import type { GatewayContext } from '../../gateway/context.ts'
import { type Estimate, estimateCalls } from '../../schema/cost/estimate-calls.ts'
import { extendAtEnd } from '../plugins/response-format.ts'

/** Each error quotes the value, which may be a megabyte: thousands of errors would take minutes. */
const maxErrors = 3

/**
 * Rejects operations with invalid variables, or whose estimated cost exceeds a limit, before any upstream call. Adds the
 * estimate to the response if usage is reported.
 */
export function useCostLimit(limits: CostLimits, signalOf: (request: Request) => AbortSignal): Plugin {
  async function check({ schema, contextValue, operationName, variableValues, ...request }: ExecutionRequest) {
    const context = contextValue as object as GatewayContext & { readonly request: Request }
    const document = request.document as DocumentNode
    const operation = getOperationAST(document, operationName)
    if (!operation) return { context, estimate: undefined }
    const definitions = operation.variableDefinitions ?? []
    const { coerced, errors } = getVariableValues(schema, definitions, variableValues ?? {}, { maxErrors })
    if (errors) return { context, estimate: undefined, errors: errors.map(toVariableError) }
    const estimate = await estimateCalls(
      schema,
      { document, operation, variables: coerced },
      context,
      signalOf(context.request),
    )
    if (estimate) estimatedValues.set(context, estimate.values)
    if (estimate && estimate.days > maxDaysAtOnce) Object.assign(context, { beforeField: yieldToEventLoop })
    const rejection = estimate && findExceededLimit(estimate, limits)
    return { context, estimate, ...(rejection && { errors: [rejection] }) }
  }
  return {
    async onExecute({ args, setResultAndStopExecution }) {
      const { context, estimate, errors } = await check(args)
      if (errors) return setResultAndStopExecution({ errors })
      if (!context.isUsageReported || !estimate) return undefined
      const { calls, entityCalls, representations } = estimate
      const entities = { calls: entityCalls, limit: limits.entityCalls }
      const cost = { calls, limit: limits.calls, ...(representations > 0 && { entities }) }
      return extendAtEnd(() => ({ cost }))
    },
    async onSubscribe({ args, setResultAndStopExecution }) {
      const { errors } = await check(args)
      if (errors) setResultAndStopExecution({ errors })
    },
  }
}

/** Operations over more days yield to the event loop before each root field. */
const maxDaysAtOnce = 3_000

const estimatedValues = new WeakMap<object, number>()

/** Maximum number of values in the response to the operation with this context. */
export const estimatedValuesOf = (context: object): number => estimatedValues.get(context) ?? 1

type ExecutionRequest = Parameters<NonNullable<Plugin['onExecute']>>[0]['args']

type CostLimits = Pick<Limits, 'calls' | 'entityCalls' | 'representations' | 'values'>

function findExceededLimit({ calls, entityCalls, representations, values }: Estimate, limits: CostLimits) {
  if (representations > limits.representations)
    return toCostError(`${representations} representations`, limits.representations, { representations })
  if (entityCalls > limits.entityCalls)
    return toCostError(`up to ${entityCalls} upstream calls for its entities`, limits.entityCalls, {
      calls: entityCalls,
    })
  if (calls > limits.calls) return toCostError(`up to ${calls} upstream calls`, limits.calls, { calls })
  if (values > limits.values) return toCostError(`up to ${values} values in its response`, limits.values, { values })
  return undefined
}

/** Status 400 for every media type, because the operation is not executed. */
const toVariableError = ({ message, nodes = [] }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { nodes, extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } })

export const toCostError = (need: string, limit: number, cost: object): GraphQLError =>
  new GraphQLError(`The operation needs ${need}; at most ${limit} are allowed. Split it into smaller operations.`, {
    extensions: { code: 'COST_LIMIT', cost: { ...cost, limit }, http: { spec: true, status: 400 } },
  })
