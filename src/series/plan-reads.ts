import { type Chunk, type SeriesKey, toRuns } from '../report/port/series.ts'
import { type Block, type Blocks, countRows, forEachChunk } from './cache/block.ts'
import type { Freshness } from './freshness.ts'

/** The number of cached chunks that may be read again to save one call. */
const chunksPerSavedCall = 40

/**
 * The chunks to read, oldest first, of chunks that are needed or cached, where one call returns up to `maxChunksPerCall`
 * consecutive chunks: all that are needed, and the cached ones between them that make calls fewer.
 */
export function planReads(
  chunks: readonly Chunk[],
  isNeeded: (chunk: Chunk) => boolean,
  maxChunksPerCall: number,
  worth = chunksPerSavedCall,
): readonly Chunk[] {
  if (maxChunksPerCall === 1 || chunks.every(isNeeded)) return chunks.filter(isNeeded)
  return toRuns(chunks, Number.POSITIVE_INFINITY).flatMap((run) => planRun(run, isNeeded, maxChunksPerCall, worth))
}

function planRun(
  run: readonly Chunk[],
  isNeeded: (chunk: Chunk) => boolean,
  maxChunksPerCall: number,
  worth: number,
): readonly Chunk[] {
  const needed = run.flatMap((chunk, index) => (isNeeded(chunk) ? [index] : []))
  const indexOf = (count: number) => needed[count] ?? 0
  const isUnbroken = indexOf(needed.length - 1) - indexOf(0) < needed.length
  if (isUnbroken) return needed.flatMap((index) => run[index] ?? [])
  // The cheapest calls for the first `count` needed chunks: their cost, and the needed chunk that the last call starts with.
  // A call over needed chunks `from` to `index` rereads the cached chunks between them, so the part of the cost that
  // depends only on `from` is in a queue whose first entry is the minimum of the window: linear in the length of the range.
  const cost = new Float64Array(needed.length + 1)
  const startOf = new Uint32Array(needed.length + 1)
  const startCost = new Float64Array(needed.length)
  const window: number[] = []
  let first = 0
  for (const [index, last] of needed.entries()) {
    const started = (cost[index] ?? 0) - last + index
    startCost[index] = started
    while (window.length > first && (startCost[window.at(-1) ?? 0] ?? 0) > started) window.pop()
    window.push(index)
    while (last - indexOf(window[first] ?? 0) >= maxChunksPerCall) first += 1
    const from = window[first] ?? index
    cost[index + 1] = (startCost[from] ?? 0) + worth + last - index
    startOf[index + 1] = from
  }
  const calls: (readonly Chunk[])[] = []
  for (let count = needed.length; count > 0; ) {
    const from = startOf[count] ?? 0
    calls.push(run.slice(indexOf(from), indexOf(count - 1) + 1))
    count = from
  }
  return calls.reverse().flat()
}

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
