import { LRUCache } from 'lru-cache'

/** An answer as it was sent, and the stretch of time in which it is the answer. */
export interface CachedResponse {
  readonly text: string
  /** Epoch milliseconds. */
  readonly since: number
  /** Exclusive. */
  readonly until: number
}

/** Keeps finished answers by what was asked. */
export interface ResponseStore {
  get(key: string, now: number): CachedResponse | undefined
  set(key: string, response: CachedResponse): void
}

/** Keeps as many as fit into `maxBytes`, those first that were asked for last. */
export function createResponseStore(maxBytes: number): ResponseStore {
  // What a character takes at most, and what the entry itself does.
  const sizeCalculation = ({ text }: CachedResponse) => 2 * text.length + 500
  const cache = new LRUCache<string, CachedResponse>({ maxSize: maxBytes, sizeCalculation })
  return {
    get(key, now) {
      const response = cache.get(key)
      // A clock that was set back makes none last longer.
      if (response && response.since <= now && now < response.until) return response
      cache.delete(key)
      return undefined
    },
    set(key, response) {
      if (response.since < response.until) cache.set(key, response)
    },
  }
}
