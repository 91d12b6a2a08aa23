import type { DocumentNode } from 'graphql'
import { handleStreamOrSingleExecutionResult, type Plugin } from 'graphql-yoga'
import { withoutDefer } from '../../schema/build/defer.ts'

interface Part {
  readonly errors?: readonly unknown[]
}

const acceptsParts = (accept: string | null): boolean => !accept || /multipart\/|text\/event-stream|\*\/\*/.test(accept)

/**
 * Ignores `@defer` for clients that accept no incremental delivery: yoga would execute everything and then respond with
 * 406. Masks the errors of deferred parts; yoga masks only those of the first part.
 */
export const useIncrementalDelivery = (mask: (error: unknown) => Error): Plugin => ({
  onExecute({ args }) {
    const { request } = args.contextValue as { readonly request: Request }
    if (!acceptsParts(request.headers.get('accept'))) args.document = withoutDefer(args.document as DocumentNode)
    return {
      onExecuteDone: (done) =>
        handleStreamOrSingleExecutionResult(done, ({ result, setResult }) => {
          if (!('incremental' in result)) return
          const parts = result.incremental as readonly Part[]
          const incremental = parts.map((part) => ({ ...part, ...(part.errors && { errors: part.errors.map(mask) }) }))
          setResult({ ...result, incremental } as typeof result)
        }),
    }
  },
})
