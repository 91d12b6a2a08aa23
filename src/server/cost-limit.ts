import { type DocumentNode, type ExecutionResult, GraphQLError } from 'graphql'
import { handleStreamOrSingleExecutionResult, type Plugin } from 'graphql-yoga'
import type { Limits } from '../config/serving.ts'
import type { GatewayContext } from '../context.ts'
import { type AskedOperation, type Estimate, estimateCalls } from '../schema/estimate-calls.ts'

/**
 * Refuses an operation that may need too many upstream calls, before the first of them, and tells with an answer how many
 * it may have needed, where use is told.
 */
export function useCostLimit(limits: Pick<Limits, 'calls' | 'entityCalls' | 'representations'>): Plugin {
  const check = (asked: Parameters<typeof estimateCalls>[0], operation: AskedOperation, context: GatewayContext) => {
    const estimate = estimateCalls(asked, operation, context)
    return { estimate, refusal: estimate && findRefusal(estimate, limits) }
  }
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const { schema, contextValue, ...operation } = args
      const context = contextValue as object as GatewayContext
      const { estimate, refusal } = check(
        schema,
        { ...operation, document: operation.document as DocumentNode },
        context,
      )
      if (refusal) return setResultAndStopExecution({ errors: [refusal] })
      if (!context.isCostTold || !estimate) return undefined
      const { calls, entityCalls, representations } = estimate
      const entities = { calls: entityCalls, limit: limits.entityCalls }
      const cost = { calls, limit: limits.calls, ...(representations > 0 && { entities }) }
      return {
        onExecuteDone: (done) =>
          handleStreamOrSingleExecutionResult(done, ({ result, setResult }) => {
            const isLast = !('hasNext' in result && result.hasNext)
            if (isLast) setResult(addCost(result, cost))
          }),
      }
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const { schema, contextValue, ...operation } = args
      const context = contextValue as object as GatewayContext
      const { refusal } = check(schema, { ...operation, document: operation.document as DocumentNode }, context)
      if (refusal) setResultAndStopExecution({ errors: [refusal] })
    },
  }
}

const addCost = <T extends Pick<ExecutionResult, 'extensions'>>(answer: T, cost: object): T => ({
  ...answer,
  extensions: { ...answer.extensions, cost },
})

function findRefusal(
  { calls, entityCalls, representations }: Estimate,
  limits: Pick<Limits, 'calls' | 'entityCalls' | 'representations'>,
) {
  if (representations > limits.representations)
    return refuse(`${representations} representations`, limits.representations, { representations })
  if (entityCalls > limits.entityCalls)
    return refuse(`up to ${entityCalls} upstream calls for its entities`, limits.entityCalls, { calls: entityCalls })
  if (calls > limits.calls) return refuse(`up to ${calls} upstream calls`, limits.calls, { calls })
  return undefined
}

const refuse = (what: string, limit: number, cost: object): GraphQLError =>
  new GraphQLError(`The operation needs ${what}: at most ${limit}. Ask for less at a time.`, {
    extensions: { code: 'COST_LIMIT', cost: { ...cost, limit }, http: { spec: true, status: 400 } },
  })
