import { type ExecutionResult, GraphQLError } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'

/** Longer messages repeat what was sent, a megabyte of it if need be. */
const maxLength = 500

/** Truncates messages and, where it hides suggestions, ends them before "Did you mean", which names parts of the schema. */
export type ShortenError = (error: Error) => Error

export const createShortenError =
  (hidesSuggestions: boolean): ShortenError =>
  (error) => {
    if (!(error instanceof GraphQLError)) return error
    const message = shorten(error.message, hidesSuggestions)
    if (message === error.message) return error
    const { nodes = null, path = null, extensions } = error
    return new GraphQLError(message, { nodes, path, extensions })
  }

/** Cut before it is searched. Suggestions are the end of a message: what comes before them may be a long value. */
function shorten(message: string, hidesSuggestions: boolean): string {
  const start = message.slice(0, maxLength)
  const suggestions = hidesSuggestions ? start.indexOf(' Did you mean ') : -1
  if (suggestions !== -1) return start.slice(0, suggestions)
  return message.length > maxLength ? `${start}…` : message
}

/** The same for what validation says, which no mask sees. */
export const useErrorMessages = (shortenError: ShortenError): Plugin => ({
  onExecutionResult({ result, setResult }) {
    if (!result || Array.isArray(result) || isAsyncIterable(result)) return
    const single = result as ExecutionResult
    if (single.errors) setResult({ ...single, errors: single.errors.map(shortenError) as GraphQLError[] })
  },
})
