import type { ExecutionResult } from 'graphql'
import { handleStreamOrSingleExecutionResult, type Plugin } from 'graphql-yoga'
import type { GatewayContext } from '../../gateway/context.ts'

type Extended = Pick<ExecutionResult, 'extensions'>

/** Adds `extensions` to a result. */
export const extendResult = <T extends Extended>(result: T, extensions: object): T => ({
  ...result,
  extensions: { ...result.extensions, ...extensions },
})

type ExecuteHook = NonNullable<Plugin['onExecute']>

/** Adds extensions that are known after execution, if any. An incremental response gets them with its last part. */
export const extendAtEnd = (getExtensions: () => object | undefined): ReturnType<ExecuteHook> => ({
  onExecuteDone: (done) =>
    handleStreamOrSingleExecutionResult(done, ({ result, setResult }) => {
      const isLast = !('hasNext' in result && result.hasNext)
      const extensions = isLast ? getExtensions() : undefined
      if (extensions) setResult(extendResult(result, extensions))
    }),
})

/** Adds the extension `upstream` with the usage of the operation, if it is reported. */
export const useUpstreamExtension = (): Plugin => ({
  onExecute({ args }) {
    const { usage, isUsageReported } = args.contextValue as object as GatewayContext
    return extendAtEnd(() => (usage && isUsageReported ? { upstream: usage.take() } : undefined))
  },
})
