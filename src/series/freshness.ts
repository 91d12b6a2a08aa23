import type { Chunk } from '../report/port/port.ts'
import type { Instant } from '../report/time/date.ts'
import type { CachedRows } from './cache/series-cache.ts'

/** How long rows may be used again, in milliseconds. Nothing keeps for ever: Chatwoot's history moves. */
export interface CacheLifetimes {
  /** Cells under way. */
  readonly freshFor: number
  /** Cells over, but not yet for `settleAfter`. */
  readonly settlingFor: number
  readonly settleAfter: number
  /** Cells over for longer than `settleAfter`. */
  readonly settledFor: number
  /** The same, of seriesByKey whose history moves. */
  readonly movingFor: number
  /** How old rows may be that stand in when their source fails. */
  readonly staleFor: number
}

/**
 * What rows are good for: an answer (FRESH), an answer while they are read anew (AGEING), an answer when their source
 * fails (STALE), or nothing (LOST).
 */
export type Freshness = 'FRESH' | 'AGEING' | 'STALE' | 'LOST'

/** Judges rows of a chunk; what counts is how long it had been over when they were read. */
export function getFreshness(
  stored: CachedRows,
  chunk: Chunk,
  now: Instant,
  ages: CacheLifetimes,
  isMoving: boolean,
): Freshness {
  const { rows, readAt } = stored
  // No gateway writes rows of another time, but whoever else has the Redis may.
  if (!rows.every(({ start }) => start >= chunk.start && start < chunk.end)) return 'LOST'
  const { goodFor, servesFor } = toAges(readAt, chunk, ages, isMoving)
  // A clock that was set back makes nothing fresh for ever.
  const age = Math.abs(now - readAt)
  if (age < goodFor) return 'FRESH'
  if (age < servesFor) return 'AGEING'
  return age < ages.staleFor ? 'STALE' : 'LOST'
}

/** Until when rows that were read at an instant are FRESH. */
export const toFreshUntil = (readAt: Instant, chunk: Chunk, ages: CacheLifetimes, isMoving: boolean): Instant =>
  readAt + toAges(readAt, chunk, ages, isMoving).goodFor

/** Milliseconds after which rows that are read now are good for nothing. */
export const toTimeToLive = (readAt: Instant, chunk: Chunk, ages: CacheLifetimes, isMoving: boolean): number =>
  Math.max(toAges(readAt, chunk, ages, isMoving).servesFor, ages.staleFor)

function toAges(readAt: Instant, chunk: Chunk, ages: CacheLifetimes, isMoving: boolean) {
  const { freshFor, settlingFor, settleAfter, settledFor, movingFor } = ages
  if (readAt < chunk.end) return { goodFor: freshFor, servesFor: freshFor }
  if (readAt < chunk.end + settleAfter) return { goodFor: settlingFor, servesFor: settlingFor }
  const goodFor = isMoving ? movingFor : settledFor
  return { goodFor, servesFor: 2 * goodFor }
}
