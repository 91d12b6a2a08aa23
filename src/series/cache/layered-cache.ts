import type { Chunk } from '../../report/port/series.ts'
import { forEachChunk, getReadAt } from './block.ts'
import { mergeAll, pickChunks } from './merge-blocks.ts'
import type { SeriesCache } from './series-cache.ts'

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
