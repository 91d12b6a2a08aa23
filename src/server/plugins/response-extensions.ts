import type { ExecutionResult } from 'graphql'
import { handleStreamOrSingleExecutionResult, type Plugin } from 'graphql-yoga'

type Extended = Pick<ExecutionResult, 'extensions'>

/** The answer with more `extensions`. */
export const extendResult = <T extends Extended>(result: T, extensions: object): T => ({
  ...result,
  extensions: { ...result.extensions, ...extensions },
})

type ExecuteHook = NonNullable<Plugin['onExecute']>

/** Extends an answer by what is known at its end, if anything; one in parts with the last. */
export const extendAtEnd = (getExtensions: () => object | undefined): ReturnType<ExecuteHook> => ({
  onExecuteDone: (done) =>
    handleStreamOrSingleExecutionResult(done, ({ result, setResult }) => {
      const isLast = !('hasNext' in result && result.hasNext)
      const extensions = isLast ? getExtensions() : undefined
      if (extensions) setResult(extendResult(result, extensions))
    }),
})
