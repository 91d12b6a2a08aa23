import { handleStreamOrSingleExecutionResult, type Plugin } from 'graphql-yoga'

interface Part {
  readonly errors?: readonly unknown[]
}

/** Masks the errors of deferred parts too; yoga masks those of the first part alone. */
export const useMaskIncremental = (mask: (error: unknown) => Error): Plugin => ({
  onExecute: () => ({
    onExecuteDone: (done) =>
      handleStreamOrSingleExecutionResult(done, ({ result, setResult }) => {
        if (!('incremental' in result)) return
        const parts = result.incremental as readonly Part[]
        const incremental = parts.map((part) => ({ ...part, ...(part.errors && { errors: part.errors.map(mask) }) }))
        setResult({ ...result, incremental } as typeof result)
      }),
  }),
})
