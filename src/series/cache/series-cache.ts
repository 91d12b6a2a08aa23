import type { Chunk } from '../../report/port/series.ts'
import type { Blocks } from './block.ts'
import type { CacheKey } from './cache-key.ts'

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
