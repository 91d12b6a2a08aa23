import { isMany, yieldToEventLoop } from '../concurrency/yield-to-event-loop.ts'
import type { CallContext } from '../report/port/call-context.ts'
import { GapError } from '../report/port/error.ts'
import type { Chunk, RowsByChunk, SeriesKey, Source } from '../report/port/port.ts'
import { findDataset } from '../report/port/source.ts'
import type { Instant } from '../report/time/date.ts'
import { toCacheKey } from './cache/cache-key.ts'
import type { CachedRows, SeriesCache } from './cache/series-cache.ts'
import { type CacheLifetimes, toTimeToLive } from './freshness.ts'

/**
 * Rows by chunk key, of chunks that nobody has and nobody in this process is reading. `isGood` says whether rows that
 * another process has read meanwhile would do. Throws GapError.
 */
export type ReadMissing = (
  source: Source,
  series: SeriesKey,
  chunks: readonly Chunk[],
  now: Instant,
  callContext: CallContext,
  isGood?: (stored: CachedRows, chunk: Chunk) => boolean,
) => Promise<ReadonlyMap<string, CachedRows>>

/** Reads chunks upstream, all of them or none; they are in the store before anyone hears of them. */
export function createUpstreamReader(cache: SeriesCache, ages: CacheLifetimes): ReadMissing {
  return async (source, series, chunks, now, callContext) => {
    const prefix = toCacheKey(source, series)
    const isMoving = findDataset(source, series.dataset).hasMutableHistory?.(series) ?? false
    const rowsByCell = await findDataset(source, series.dataset).readRows(series, chunks, now, callContext)
    if (isMany(chunks.length)) await yieldToEventLoop()
    requirePlausible(rowsByCell)
    const read = new Map<string, CachedRows>()
    const byKeepFor = new Map<number, Map<string, CachedRows>>()
    for (const chunk of chunks) {
      const stored = { rows: rowsByCell.get(chunk.key) ?? [], readAt: now }
      const keepFor = toTimeToLive(now, chunk, ages, isMoving)
      const alike = byKeepFor.get(keepFor) ?? new Map<string, CachedRows>()
      byKeepFor.set(keepFor, alike.set(prefix + chunk.key, stored))
      read.set(chunk.key, stored)
    }
    if (isMany(chunks.length)) await yieldToEventLoop()
    for (const [keepFor, entries] of byKeepFor) cache.write(entries, keepFor)
    if (isMany(chunks.length)) await yieldToEventLoop()
    return read
  }
}

/** A sum of figures beyond this is no longer exact, and no product counts as much. */
const maxFigure = Number.MAX_SAFE_INTEGER

function requirePlausible(rowsByCell: RowsByChunk): void {
  for (const rows of rowsByCell.values())
    for (const { figures } of rows)
      for (const name in figures)
        if ((figures[name] ?? 0) > maxFigure)
          throw new GapError('BAD_RESPONSE', `${name} is ${figures[name]}, more than any product counts`)
}
