import type { ExecutionResult } from 'graphql'
import { handleStreamOrSingleExecutionResult, type Plugin } from 'graphql-yoga'
import type { GatewayContext } from '../context.ts'
import type { UpstreamUse } from '../upstream-meter.ts'

/** Tells with an answer what it cost, where that is counted; of an answer in parts with the last, when all is known. */
export const useUpstreamExtension = (): Plugin => ({
  onExecute: ({ args }) => ({
    onExecuteDone: (done) =>
      handleStreamOrSingleExecutionResult(done, ({ result, setResult }) => {
        const { meter, isCostTold } = args.contextValue as object as GatewayContext
        const isLast = !('hasNext' in result && result.hasNext)
        if (isLast && meter && isCostTold) setResult(addUpstreamExtension(result, meter.take()))
      }),
  }),
})

/** The answer with `extensions.upstream`. */
export const addUpstreamExtension = <T extends Pick<ExecutionResult, 'extensions'>>(
  answer: T,
  upstream: UpstreamUse,
): T => ({ ...answer, extensions: { ...answer.extensions, upstream } })
