import { hash } from 'node:crypto'
import type { GraphQLParams, Plugin } from 'graphql-yoga'
import type { GatewayContext } from '../../gateway/context.ts'
import type { ResponseStore } from './response-store.ts'

/** Hours and days begin at quarters of UTC's hours in every zone, so that nothing begins or ends between two of them. */
const quarterHour = 900_000

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
  onHit: ((request: Request) => void) | undefined,
  store: ResponseStore,
): Plugin<object, object, GatewayContext> {
  const cacheKeys = new WeakMap<Request, string>()
  const contexts = new WeakMap<Request, GatewayContext>()
  return {
    onParams({ request, params, setResult }) {
      const cacheKey = toCacheKey(request, params)
      const cached = store.get(cacheKey, clock())
      if (!cached) {
        cacheKeys.set(request, cacheKey)
        return
      }
      setResult({ stringify: () => cached.text } as object)
      onHit?.(request)
    },
    onExecute({ args }) {
      const context = args.contextValue as GatewayContext & { readonly request: Request }
      contexts.set(context.request, context)
    },
    onResultProcess({ request, result, setResult }) {
      const cacheKey = cacheKeys.get(request)
      const context = contexts.get(request)
      if (!cacheKey || !context || !('data' in result)) return
      const { now, freshUntil } = context
      const cacheText = (text: string) =>
        store.set(cacheKey, {
          text,
          since: now,
          until: Math.min(freshUntil(), now - (now % quarterHour) + quarterHour),
        })
      setResult({
        ...result,
        stringify(whole) {
          const text = (result as Stringified).stringify?.(whole) ?? JSON.stringify(whole)
          // An error may pass, and what is told beside the data, such as its cost, is not the same twice.
          if (!whole.errors && !whole.extensions) cacheText(text)
          return text
        },
      })
    },
  }
}

/** Equal for equal questions of one caller, who is told by his credentials, answered in the same form. */
function toCacheKey({ headers }: Request, params: GraphQLParams): string {
  const { query, operationName, variables, extensions } = params
  const headerValues = ['authorization', 'accept', 'x-gateway-debug'].map((name) => headers.get(name))
  const text = JSON.stringify([...headerValues, query, operationName, variables, extensions], sortMembers)
  return hash('sha256', text, 'base64')
}

/** In which order members are written makes no other question. */
const sortMembers = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value
