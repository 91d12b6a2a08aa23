import type { Chunk, SeriesKey } from '../report/port/series.ts'
import { type Block, type Blocks, countRows, forEachChunk } from './cache/block.ts'
import type { Freshness } from './freshness.ts'

/** What is known of the chunks of a series at one instant. */
export interface SeriesState<Read> {
  readonly blocks: Blocks
  readonly judge: (block: Block, slot: number, chunk: Chunk) => Freshness
  /** The read in progress that includes a chunk. */
  readonly findRead: (chunk: Chunk) => Read | undefined
}

/** Sorts chunks into those that are cached, those that are being read, and those that are missing. */
export function classifyChunks<Read>(
  grain: SeriesKey['grain'],
  chunks: readonly Chunk[],
  { blocks, judge, findRead }: SeriesState<Read>,
) {
  /** Cached, but to be refreshed. */
  const ageing: Chunk[] = []
  const waitedFor = new Set<Read>()
  const missing: Chunk[] = []
  let cachedRows = 0
  forEachChunk(grain, chunks, blocks, (chunk, slot, block) => {
    const freshness = block && judge(block, slot, chunk)
    if (block && (freshness === 'FRESH' || freshness === 'REVALIDATE')) {
      cachedRows += countRows(block, slot)
      if (freshness === 'REVALIDATE') ageing.push(chunk)
      return
    }
    const read = findRead(chunk)
    if (read) waitedFor.add(read)
    else missing.push(chunk)
  })
  return { blocks, ageing, waitedFor, missing, cachedRows }
}
