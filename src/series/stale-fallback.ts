import { isMany, yieldToEventLoop } from '../concurrency/yield-to-event-loop.ts'
import { isRetryable } from '../report/port/error.ts'
import type { Loaders, SeriesRows } from '../report/port/loaders.ts'
import { findDataset } from '../report/port/source.ts'
import type { Instant } from '../report/time/date.ts'
import { toCacheKey } from './cache/cache-key.ts'
import type { CachedRows, SeriesCache } from './cache/series-cache.ts'
import { collectRows } from './collect-rows.ts'
import { type CacheLifetimes, getFreshness } from './freshness.ts'

/** What was read earlier and may stand in for a read that fails; undefined unless all of it is at hand. */
export type FindStaleSeries = (...asked: Parameters<Loaders['readSeries']>) => Promise<SeriesRows | undefined>

/** Recalls rows at one instant; those past their age say since when they are stale. */
export function createStaleFallback(cache: SeriesCache, ages: CacheLifetimes, now: Instant): FindStaleSeries {
  return async (source, series, chunks) => {
    const prefix = toCacheKey(source, series)
    const isMoving = findDataset(source, series.dataset).hasMutableHistory?.(series) ?? false
    // All series of an operation are late at the same time.
    if (isMany(chunks.length)) await yieldToEventLoop()
    const known = await cache.read(chunks.map(({ key }) => prefix + key))
    const found = new Map<string, CachedRows>()
    const staleReadings: Instant[] = []
    for (const chunk of chunks) {
      const stored = known.get(prefix + chunk.key)
      const freshness = stored && getFreshness(stored, chunk, now, ages, isMoving)
      if (!stored || freshness === 'LOST') return undefined
      if (freshness === 'STALE') staleReadings.push(stored.readAt)
      found.set(chunk.key, stored)
    }
    const rows = collectRows(found, chunks)
    return staleReadings.length > 0 ? { ...rows, staleSince: Math.min(...staleReadings) } : rows
  }
}

/** Reads, and where that fails recalls. */
export const fallBackOnFailure =
  <Asked extends unknown[], Answer>(
    read: (...asked: Asked) => Promise<Answer>,
    recall: (...asked: Asked) => Promise<Answer | undefined>,
  ) =>
  async (...asked: Asked): Promise<Answer> => {
    try {
      return await read(...asked)
    } catch (error) {
      const recalled = isRetryable(error) ? await recall(...asked) : undefined
      if (recalled === undefined) throw error
      return recalled
    }
  }
