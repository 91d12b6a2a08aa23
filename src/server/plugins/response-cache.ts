import { hash } from 'node:crypto'
import type { GraphQLParams, Plugin } from 'graphql-yoga'
import type { GatewayContext } from '../../gateway/context.ts'
import type { ResponseStore } from './response-store.ts'

/** Hours and days begin at quarters of UTC's hours in every zone, so that nothing begins or ends between two of them. */
const quarter = 900_000

/** A result whose text has been written already. */
interface Stringified {
  readonly stringify?: (result: object) => string
}

/**
 * Gives a finished answer again to whoever asks exactly the same, before the document is read, as long as every row in
 * it is fresh. Belongs after whatever refuses a caller or a document, and before whatever reads documents.
 */
export function useResponseCache(
  clock: () => number,
  onKept: ((request: Request) => void) | undefined,
  answers: ResponseStore,
): Plugin<object, object, GatewayContext> {
  const questions = new WeakMap<Request, string>()
  const contexts = new WeakMap<Request, GatewayContext>()
  return {
    onParams({ request, params, setResult }) {
      const question = nameQuestion(request, params)
      const answer = answers.find(question, clock())
      if (!answer) {
        questions.set(request, question)
        return
      }
      setResult({ stringify: () => answer.text } as object)
      onKept?.(request)
    },
    onExecute({ args }) {
      const context = args.contextValue as GatewayContext & { readonly request: Request }
      contexts.set(context.request, context)
    },
    onResultProcess({ request, result, setResult }) {
      const question = questions.get(request)
      const context = contexts.get(request)
      if (!question || !context || !('data' in result)) return
      const { now, freshUntil } = context
      const keep = (text: string) =>
        answers.keep(question, { text, since: now, until: Math.min(freshUntil(), now - (now % quarter) + quarter) })
      setResult({
        ...result,
        stringify(whole) {
          const text = (result as Stringified).stringify?.(whole) ?? JSON.stringify(whole)
          // An error may pass, and what is told beside the data, such as its cost, is not the same twice.
          if (!whole.errors && !whole.extensions) keep(text)
          return text
        },
      })
    },
  }
}

/** A key that is equal for equal requests with the same credentials whose responses have the same format. */
function nameQuestion({ headers }: Request, params: GraphQLParams): string {
  const { query, operationName, variables, extensions } = params
  const callContext = ['authorization', 'accept', 'x-gateway-debug'].map((name) => headers.get(name))
  const text = JSON.stringify([...callContext, query, operationName, variables, extensions], sortMembers)
  return hash('sha256', text, 'base64')
}

/** In which order members are written makes no other question. */
const sortMembers = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value
