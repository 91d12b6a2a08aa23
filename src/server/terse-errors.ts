import { type ExecutionResult, GraphQLError } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'

/** Longer messages repeat what was sent, a megabyte of it if need be. */
const maxLength = 500

/** Error messages that repeat little of what was sent, and where names are guessed at help nobody. */
export type ToTerse = (error: Error) => Error

export const createTerse =
  (hidesSuggestions: boolean): ToTerse =>
  (error) => {
    if (!(error instanceof GraphQLError)) return error
    const told = hidesSuggestions ? error.message.replace(/ Did you mean .*\?/s, '') : error.message
    const message = told.length > maxLength ? `${told.slice(0, maxLength)}…` : told
    if (message === error.message) return error
    const { nodes = null, path = null, extensions } = error
    return new GraphQLError(message, { nodes, path, extensions })
  }

/** The same for what validation says, which no mask sees. */
export const useTerseErrors = (toTerse: ToTerse): Plugin => ({
  onExecutionResult({ result, setResult }) {
    if (!result || Array.isArray(result) || isAsyncIterable(result)) return
    const single = result as ExecutionResult
    if (single.errors) setResult({ ...single, errors: single.errors.map(toTerse) as GraphQLError[] })
  },
})
