import type { Chunk } from '../report/port/series.ts'
import type { Instant } from '../report/time/date.ts'
import type { Block } from './cache/block.ts'

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
