import { hash } from 'node:crypto'
import type { GraphQLParams, Plugin } from 'graphql-yoga'
import { LRUCache } from 'lru-cache'
import type { GatewayContext } from '../../gateway/context.ts'

/** The text of a response, and when it may be sent again. */
export interface CachedResponse {
  readonly text: string
  /** Epoch milliseconds. */
  readonly since: number
  /** Exclusive. */
  readonly until: number
}

export interface ResponseCache {
  get(key: string, now: number): CachedResponse | undefined
  set(key: string, response: CachedResponse): void
}

/** Holds up to `maxBytes`; the least recently used responses are evicted first. */
export function createResponseCache(maxBytes: number): ResponseCache {
  // A character takes up to two bytes, and each entry about 500.
  const sizeCalculation = ({ text }: CachedResponse) => 2 * text.length + 500
  const cache = new LRUCache<string, CachedResponse>({ maxSize: maxBytes, sizeCalculation })
  return {
    get(key, now) {
      const response = cache.get(key)
      // `since` matters when the clock was set back.
      if (response && response.since <= now && now < response.until) return response
      cache.delete(key)
      return undefined
    },
    set(key, response) {
      if (response.since < response.until) cache.set(key, response)
    },
  }
}

/** In every time zone hours and days begin at a quarter of a UTC hour, so that ranges do not change between two of them. */
const quarterHour = 900_000

/** A result that may have been serialized by another plugin. */
interface Stringified {
  readonly stringify?: (result: object) => string
}

/**
 * Caches the text of responses while all of their rows are fresh, and sends it for equal requests before the document is
 * parsed. Must come after plugins that reject requests, and before plugins that read documents.
 */
export function useResponseCache(
  clock: () => number,
  onHit: ((request: Request) => void) | undefined,
  cache: ResponseCache,
): Plugin<object, object, GatewayContext> {
  const cacheKeys = new WeakMap<Request, string>()
  const contexts = new WeakMap<Request, GatewayContext>()
  return {
    onParams({ request, params, setResult }) {
      const cacheKey = toCacheKey(request, params)
      const cached = cache.get(cacheKey, clock())
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
        cache.set(cacheKey, {
          text,
          since: now,
          until: Math.min(freshUntil(), now - (now % quarterHour) + quarterHour),
        })
      setResult({
        ...result,
        stringify(whole) {
          const text = (result as Stringified).stringify?.(whole) ?? JSON.stringify(whole)
          // An error may be temporary, and extensions such as the cost differ each time.
          if (!whole.errors && !whole.extensions) cacheText(text)
          return text
        },
      })
    },
  }
}

/** Equal for equal requests with the same credentials and response format. */
function toCacheKey({ headers }: Request, params: GraphQLParams): string {
  const { query, operationName, variables, extensions } = params
  const headerValues = ['authorization', 'accept', 'x-gateway-debug'].map((name) => headers.get(name))
  const text = JSON.stringify([...headerValues, query, operationName, variables, extensions], sortMembers)
  return hash('sha256', text, 'base64')
}

/** Makes the key independent of the order of members. */
const sortMembers = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value
