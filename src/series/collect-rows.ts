import type { SeriesRows } from '../report/port/loaders.ts'
import { joinRows, type RowRange } from '../report/port/rows.ts'
import type { Chunk, SeriesKey } from '../report/port/series.ts'
import { addRange, type Blocks, forEachChunk, getReadAt } from './cache/block.ts'

/** The rows of the chunks in their order, and when the oldest of them were read. */
export function collectRows(grain: SeriesKey['grain'], blocks: Blocks, chunks: readonly Chunk[]): SeriesRows {
  const ranges: RowRange[] = []
  let oldest = Number.POSITIVE_INFINITY
  forEachChunk(grain, chunks, blocks, (_, slot, block) => {
    const readAt = getReadAt(block, slot)
    if (!block || readAt === null) return
    oldest = Math.min(oldest, readAt)
    addRange(ranges, block, slot)
  })
  return { rows: joinRows(ranges), readAt: oldest }
}
