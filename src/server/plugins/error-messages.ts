import { type ExecutionResult, GraphQLError } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'

/** Longer messages repeat values of the request, which may be a megabyte. */
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

/** Truncates first, because searching a long message is slow. Suggestions are always at the end of a message. */
function shorten(message: string, hidesSuggestions: boolean): string {
  const start = message.slice(0, maxLength)
  const suggestions = hidesSuggestions ? start.indexOf(' Did you mean ') : -1
  if (suggestions !== -1) return start.slice(0, suggestions)
  return message.length > maxLength ? `${start}…` : message
}

/** Shortens the messages of validation errors, too, which yoga does not mask. */
export const useErrorMessages = (shortenError: ShortenError): Plugin => ({
  onExecutionResult({ result, setResult }) {
    if (!result || Array.isArray(result) || isAsyncIterable(result)) return
    const single = result as ExecutionResult
    if (single.errors) setResult({ ...single, errors: single.errors.map(shortenError) as GraphQLError[] })
  },
})
