import { LRUCache } from 'lru-cache'
import type { Row } from '../../report/port/port.ts'
import type { Instant } from '../../report/time/date.ts'

/** The rows of one chunk and when they were read upstream. Shared by all who read them, so nobody changes them. */
export interface CachedRows {
  readonly rows: readonly Row[]
  readonly readAt: Instant
}

/** Where rows are kept between operations. Keys name source, series and chunk. */
export interface SeriesCache {
  /** What is known of the keys, in at most one round trip. Never rejects: what cannot be read is not known. */
  read(keys: readonly string[]): Promise<ReadonlyMap<string, CachedRows>>
  /** Keeps the rows, for `keepFor` milliseconds at most. Never waits and never throws. */
  write(entries: ReadonlyMap<string, CachedRows>, keepFor: number): void
}

/** Keeps rows in this process, the least recently used going first once `maxBytes` are held. */
export function createMemoryCache(maxBytes: number): SeriesCache {
  const kept = new LRUCache<string, CachedRows>({ maxSize: maxBytes, sizeCalculation: estimateBytes })
  return {
    async read(keys) {
      const known = new Map<string, CachedRows>()
      for (const key of keys) {
        const stored = kept.get(key)
        if (stored) known.set(key, stored)
      }
      return known
    },
    write(entries, keepFor) {
      // For lru-cache no time at all is for ever.
      if (keepFor > 0) for (const [key, stored] of entries) kept.set(key, stored, { ttl: keepFor })
    },
  }
}

/** Measured on Node 20 and 24: an entry costs about 300 bytes, a row 90, a figure 16. */
function estimateBytes({ rows }: CachedRows): number {
  const figures = Object.keys(rows[0]?.figures ?? {}).length
  return 300 + rows.length * (90 + 16 * figures)
}
