import { isMany, yieldToEventLoop } from '../concurrency/event-loop.ts'
import { isRetryable } from '../report/port/error.ts'
import type { Loaders, SeriesRows } from '../report/port/loaders.ts'
import type { Chunk } from '../report/port/series.ts'
import { hasMutableHistory } from '../report/port/source.ts'
import type { Instant } from '../report/time/date.ts'
import { type Block, forEachChunk } from './cache/block.ts'
import { type SeriesCache, toCacheKey } from './cache/series-cache.ts'
import { collectRows } from './loader.ts'

/** How long rows may be used, in milliseconds. None are kept for ever: Chatwoot's history changes. */
export interface CacheLifetimes {
  /** Chunks that are not over. */
  readonly freshFor: number
  /** Chunks that have been over for less than `settleAfter`. */
  readonly settlingFor: number
  readonly settleAfter: number
  /** Chunks that have been over for longer. */
  readonly settledFor: number
  /** The same, of series with a mutable history. */
  readonly movingFor: number
  /** Maximum age of rows that are served when their source fails. */
  readonly staleFor: number
}

/**
 * FRESH: served. REVALIDATE: served while they are refreshed (stale-while-revalidate). STALE: served only when their
 * source fails (stale-if-error). EXPIRED: not served.
 */
export type Freshness = 'FRESH' | 'REVALIDATE' | 'STALE' | 'EXPIRED'

/** Freshness of a chunk's rows, by their age and by how long the chunk had been over when they were read. */
export function getFreshness(
  block: Block,
  slot: number,
  chunk: Chunk,
  now: Instant,
  lifetimes: CacheLifetimes,
  isMutable: boolean,
): Freshness {
  const readAt = block.readAts[slot] ?? null
  if (readAt === null || !isWithin(block, slot, chunk)) return 'EXPIRED'
  const freshFor = getFreshFor(readAt, chunk, lifetimes, isMutable)
  // A clock that was set back must not make rows fresh for ever.
  const age = Math.abs(now - readAt)
  if (age < freshFor) return 'FRESH'
  if (age < getServedFor(readAt, chunk, lifetimes, freshFor)) return 'REVALIDATE'
  return age < lifetimes.staleFor ? 'STALE' : 'EXPIRED'
}

/** Until when rows that were read at an instant are FRESH. */
export const toFreshUntil = (readAt: Instant, chunk: Chunk, lifetimes: CacheLifetimes, isMutable: boolean): Instant =>
  readAt + getFreshFor(readAt, chunk, lifetimes, isMutable)

/** Milliseconds after which rows that are read now are EXPIRED. */
export const toTimeToLive = (readAt: Instant, chunk: Chunk, lifetimes: CacheLifetimes, isMutable: boolean): number =>
  Math.max(getServedFor(readAt, chunk, lifetimes, getFreshFor(readAt, chunk, lifetimes, isMutable)), lifetimes.staleFor)

function getFreshFor(readAt: Instant, { end }: Chunk, lifetimes: CacheLifetimes, isMutable: boolean): number {
  if (readAt < end) return lifetimes.freshFor
  if (readAt < end + lifetimes.settleAfter) return lifetimes.settlingFor
  return isMutable ? lifetimes.movingFor : lifetimes.settledFor
}

const getServedFor = (readAt: Instant, { end }: Chunk, { settleAfter }: CacheLifetimes, freshFor: number): number =>
  readAt < end + settleAfter ? freshFor : 2 * freshFor

/** The rows of a slot are in order, so the first and the last speak for all. */
function isWithin({ rows, firstRows }: Block, slot: number, { start, end }: Chunk): boolean {
  const [from = 0, to = 0] = [firstRows[slot], firstRows[slot + 1]]
  if (from === to) return true
  const [first = start, last = start] = [rows.starts[from], rows.starts[to - 1]]
  return first >= start && first < end && last >= start && last < end
}

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
