import type { ExecutionResult } from 'graphql'
import { handleStreamOrSingleExecutionResult, type Plugin } from 'graphql-yoga'
import type { GatewayContext } from '../context.ts'

/** Tells with an answer what it cost, where that is counted; of an answer in parts with the last, when all is known. */
export const useUpstreamExtension = (): Plugin => ({
  onExecute: ({ args }) => ({
    onExecuteDone: (done) =>
      handleStreamOrSingleExecutionResult(done, ({ result, setResult }) => {
        const isLast = !('hasNext' in result && result.hasNext)
        if (isLast) setResult(addUpstreamExtension(result, args.contextValue as object as GatewayContext))
      }),
  }),
})

/** The answer with `extensions.upstream`, where its context counts. */
export const addUpstreamExtension = <T extends Pick<ExecutionResult, 'extensions'>>(
  answer: T,
  { meter }: GatewayContext,
): T => (meter ? { ...answer, extensions: { ...answer.extensions, upstream: meter.take() } } : answer)
