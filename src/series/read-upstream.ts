import { isMany, yieldToEventLoop } from '../concurrency/yield-to-event-loop.ts'
import type { CallContext } from '../report/port/call-context.ts'
import { GapError } from '../report/port/error.ts'
import { maxFigure } from '../report/port/rows.ts'
import type { Chunk, SeriesKey } from '../report/port/series.ts'
import { findDataset, hasMutableHistory, type Source } from '../report/port/source.ts'
import type { Instant } from '../report/time/date.ts'
import { type Block, type Blocks, toBlocks } from './cache/block.ts'
import { toCacheKey } from './cache/cache-key.ts'
import { mergeAll } from './cache/merge-blocks.ts'
import type { SeriesCache } from './cache/series-cache.ts'
import { type CacheLifetimes, toTimeToLive } from './freshness.ts'

/** Whether rows that another process has read meanwhile are good enough. */
export type IsFresh = (block: Block, slot: number, chunk: Chunk) => boolean

/** Reads chunks that are not cached, and that this process is not reading. Throws GapError. */
export type ReadMissing = (
  source: Source,
  series: SeriesKey,
  chunks: readonly Chunk[],
  now: Instant,
  callContext: CallContext,
  isFresh?: IsFresh,
) => Promise<Blocks>

/** Reads chunks upstream, all of them or none; they are cached before the promise resolves. */
export function createUpstreamReader(cache: SeriesCache, lifetimes: CacheLifetimes): ReadMissing {
  return async (source, series, chunks, now, callContext) => {
    const key = toCacheKey(source, series)
    const isMutable = hasMutableHistory(source, series)
    const rowsByChunk = await findDataset(source, series.dataset).readRows(series, chunks, now, callContext)
    if (isMany(chunks.length)) await yieldToEventLoop()
    const byTimeToLive = new Map<number, Chunk[]>()
    for (const chunk of chunks) {
      const timeToLive = toTimeToLive(now, chunk, lifetimes, isMutable)
      const equal = byTimeToLive.get(timeToLive)
      if (equal) equal.push(chunk)
      else byTimeToLive.set(timeToLive, [chunk])
    }
    const parts = [...byTimeToLive].map(
      ([timeToLive, equal]) => [timeToLive, toBlocks(series.grain, equal, rowsByChunk, now)] as const,
    )
    for (const [, blocks] of parts) assertPlausible(blocks)
    for (const [timeToLive, blocks] of parts) cache.write(key, blocks, timeToLive)
    return mergeAll(parts.map(([, blocks]) => blocks))
  }
}

function assertPlausible(blocks: Blocks): void {
  for (const { rows } of blocks.values())
    for (const [name, column] of Object.entries(rows.figures)) {
      const figure = column.find((value) => value !== null && value > maxFigure)
      if (figure !== undefined) throw new GapError('BAD_RESPONSE', `${name} is ${figure}, more than any product counts`)
    }
}
