import type { ExecutionResult } from 'graphql'
import { handleStreamOrSingleExecutionResult, type Plugin } from 'graphql-yoga'

type Extended = Pick<ExecutionResult, 'extensions'>

/** The answer with more `extensions`. */
export const extendResult = <T extends Extended>(answer: T, more: object): T => ({
  ...answer,
  extensions: { ...answer.extensions, ...more },
})

type ExecuteHook = NonNullable<Plugin['onExecute']>

/** Extends an answer by what is known at its end, if anything; one in parts with the last. */
export const extendAtEnd = (tell: () => object | undefined): ReturnType<ExecuteHook> => ({
  onExecuteDone: (done) =>
    handleStreamOrSingleExecutionResult(done, ({ result, setResult }) => {
      const isLast = !('hasNext' in result && result.hasNext)
      const more = isLast ? tell() : undefined
      if (more) setResult(extendResult(result, more))
    }),
})
