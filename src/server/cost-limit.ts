import { type DocumentNode, GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Limits } from '../config/serving.ts'
import type { GatewayContext } from '../context.ts'
import { type Estimate, estimateCalls } from '../schema/estimate-calls.ts'
import { extendAtEnd } from './extend-answer.ts'

/**
 * Refuses an operation that may need too many upstream calls, before the first of them, and tells with an answer how many
 * it may have needed, where use is told.
 */
export function useCostLimit(limits: Pick<Limits, 'calls' | 'entityCalls' | 'representations'>): Plugin {
  function check({ schema, contextValue, ...operation }: Asked) {
    const context = contextValue as object as GatewayContext
    const document = operation.document as DocumentNode
    const estimate = estimateCalls(schema, { ...operation, document }, context)
    return { context, estimate, refusal: estimate && findRefusal(estimate, limits) }
  }
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const { context, estimate, refusal } = check(args)
      if (refusal) return setResultAndStopExecution({ errors: [refusal] })
      if (!context.isCostTold || !estimate) return undefined
      const { calls, entityCalls, representations } = estimate
      const entities = { calls: entityCalls, limit: limits.entityCalls }
      const cost = { calls, limit: limits.calls, ...(representations > 0 && { entities }) }
      return extendAtEnd(() => ({ cost }))
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const { refusal } = check(args)
      if (refusal) setResultAndStopExecution({ errors: [refusal] })
    },
  }
}

/** What is about to be executed or subscribed to. */
type Asked = Parameters<NonNullable<Plugin['onExecute']>>[0]['args']

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
