import { hash } from 'node:crypto'
import type { Chunk, SeriesKey } from '../../report/port/series.ts'
import type { Source } from '../../report/port/source.ts'
import { type Blocks, forEachChunk, getReadAt, mergeAll, pickChunks } from './block.ts'

/** Where rows are kept between operations. */
export interface SeriesCache {
  /**
   * The blocks of these chunks as far as they are known, in at most one round trip. They may hold other chunks, too.
   * Never rejects: what cannot be read is unknown.
   */
  read(key: CacheKey, chunks: readonly Chunk[]): Promise<Blocks>
  /**
   * Merges the known slots of these blocks into those that are stored, and keeps them for up to `keepFor` milliseconds.
   * Does not wait, and never throws.
   */
  write(key: CacheKey, blocks: Blocks, keepFor: number): void
}

/** Identifies the rows of one series in caches. */
export interface CacheKey {
  /** Equal for equal series of one account, and different for all others. */
  readonly text: string
  /** The account that the series belongs to. */
  readonly account: string
  readonly grain: SeriesKey['grain']
}

export function toCacheKey({ account }: Source, { dataset, parameters, grain, rowZone }: SeriesKey): CacheKey {
  const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))
  return { text: JSON.stringify([account, dataset, grain, rowZone, sorted]), account, grain }
}

/**
 * The part of a key that Redis Cluster hashes: keys of one account are in one slot, so that one command or script may
 * use several. A digest, so that keys name no account.
 */
export const toHashTag = ({ account }: CacheKey): string => `{${hash('sha256', account, 'base64url').slice(0, 16)}}`

/** Reads from `far` what `near` does not know, and then keeps it in `near` for `copiedFor` milliseconds. */
export function createLayeredCache(near: SeriesCache, far: SeriesCache, copiedFor: number): SeriesCache {
  return {
    async read(key, chunks) {
      const known = await near.read(key, chunks)
      const unknown: Chunk[] = []
      forEachChunk(key.grain, chunks, known, (chunk, slot, block) => {
        if (getReadAt(block, slot) === null) unknown.push(chunk)
      })
      if (unknown.length === 0) return known
      // The other days of its blocks may be older than those in `near`.
      const fetched = pickChunks(key.grain, await far.read(key, unknown), unknown)
      near.write(key, fetched, copiedFor)
      return mergeAll([known, fetched])
    },
    write(key, blocks, keepFor) {
      near.write(key, blocks, keepFor)
      far.write(key, blocks, keepFor)
    },
  }
}
