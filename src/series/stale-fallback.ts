import { isMany, yieldToEventLoop } from '../concurrency/yield-to-event-loop.ts'
import { isRetryable } from '../report/port/error.ts'
import type { Loaders, SeriesRows } from '../report/port/loaders.ts'
import { hasMutableHistory } from '../report/port/source.ts'
import type { Instant } from '../report/time/date.ts'
import { forEachChunk } from './cache/block.ts'
import { toCacheKey } from './cache/cache-key.ts'
import type { SeriesCache } from './cache/series-cache.ts'
import { collectRows } from './collect-rows.ts'
import { type CacheLifetimes, getFreshness } from './freshness.ts'

/** Cached rows that may be served when a read fails; undefined unless all chunks have some. */
export type FindStaleSeries = (...wanted: Parameters<Loaders['readSeries']>) => Promise<SeriesRows | undefined>

/** Finds rows at one instant; `staleSince` is set where some are past their age. */
export function createStaleFallback(cache: SeriesCache, lifetimes: CacheLifetimes, now: Instant): FindStaleSeries {
  return async (source, series, chunks) => {
    const isMutable = hasMutableHistory(source, series)
    // All series of an operation are late at the same time.
    if (isMany(chunks.length)) await yieldToEventLoop()
    const blocks = await cache.read(toCacheKey(source, series), chunks)
    let staleSince = Number.POSITIVE_INFINITY
    let isComplete = true
    forEachChunk(series.grain, chunks, blocks, (chunk, slot, block) => {
      const freshness = block ? getFreshness(block, slot, chunk, now, lifetimes, isMutable) : 'EXPIRED'
      if (freshness === 'EXPIRED') isComplete = false
      if (freshness === 'STALE') staleSince = Math.min(staleSince, block?.readAts[slot] ?? staleSince)
    })
    if (!isComplete) return undefined
    const rows = collectRows(series.grain, blocks, chunks)
    return staleSince < Number.POSITIVE_INFINITY ? { ...rows, staleSince } : rows
  }
}

/** Reads, and uses the fallback where that fails and the source may recover. */
export const fallBackOnFailure =
  <Args extends unknown[], Answer>(
    read: (...args: Args) => Promise<Answer>,
    findStale: (...args: Args) => Promise<Answer | undefined>,
  ) =>
  async (...args: Args): Promise<Answer> => {
    try {
      return await read(...args)
    } catch (error) {
      const stale = isRetryable(error) ? await findStale(...args) : undefined
      if (stale === undefined) throw error
      return stale
    }
  }
