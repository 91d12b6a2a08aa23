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
  find(question: string, now: number): CachedResponse | undefined
  keep(question: string, answer: CachedResponse): void
}

/** Keeps as many as fit into `maxBytes`, those first that were asked for last. */
export function createResponseStore(maxBytes: number): ResponseStore {
  // What a character takes at most, and what the entry itself does.
  const sizeCalculation = ({ text }: CachedResponse) => 2 * text.length + 500
  const kept = new LRUCache<string, CachedResponse>({ maxSize: maxBytes, sizeCalculation })
  return {
    find(question, now) {
      const answer = kept.get(question)
      // A clock that was set back makes none last longer.
      if (answer && answer.since <= now && now < answer.until) return answer
      kept.delete(question)
      return undefined
    },
    keep(question, answer) {
      if (answer.since < answer.until) kept.set(question, answer)
    },
  }
}
