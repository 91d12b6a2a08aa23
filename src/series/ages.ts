import type { Instant } from '../report/date.ts'
import type { Cell } from '../report/port.ts'
import type { StoredRows } from './store.ts'

/** How long rows may be used again, in milliseconds. Nothing keeps for ever: Chatwoot's history moves. */
export interface StoreAges {
  /** Cells under way. */
  readonly freshFor: number
  /** Cells over, but not yet for `settleAfter`. */
  readonly settlingFor: number
  readonly settleAfter: number
  /** Cells over for longer than `settleAfter`. */
  readonly settledFor: number
  /** The same, of streams whose history moves. */
  readonly movingFor: number
  /** How old rows may be that stand in when their source fails. */
  readonly staleFor: number
}

/**
 * What rows are good for: an answer (FRESH), an answer while they are read anew (AGEING), an answer when their source
 * fails (STALE), or nothing (LOST).
 */
export type Freshness = 'FRESH' | 'AGEING' | 'STALE' | 'LOST'

/** Judges rows of a cell; what counts is how long it had been over when they were read. */
export function judgeRows(stored: StoredRows, cell: Cell, now: Instant, ages: StoreAges, isMoving: boolean): Freshness {
  const { rows, readAt } = stored
  // No gateway writes rows of another time, but whoever else has the Redis may.
  if (!rows.every(({ start }) => start >= cell.start && start < cell.end)) return 'LOST'
  const { goodFor, servesFor } = toAges(readAt, cell, ages, isMoving)
  // A clock that was set back makes nothing fresh for ever.
  const age = Math.abs(now - readAt)
  if (age < goodFor) return 'FRESH'
  if (age < servesFor) return 'AGEING'
  return age < ages.staleFor ? 'STALE' : 'LOST'
}

/** Until when rows that were read at an instant are FRESH. */
export const toFreshUntil = (readAt: Instant, cell: Cell, ages: StoreAges, isMoving: boolean): Instant =>
  readAt + toAges(readAt, cell, ages, isMoving).goodFor

/** Milliseconds after which rows that are read now are good for nothing. */
export const toKeepFor = (readAt: Instant, cell: Cell, ages: StoreAges, isMoving: boolean): number =>
  Math.max(toAges(readAt, cell, ages, isMoving).servesFor, ages.staleFor)

function toAges(readAt: Instant, cell: Cell, ages: StoreAges, isMoving: boolean) {
  const { freshFor, settlingFor, settleAfter, settledFor, movingFor } = ages
  if (readAt < cell.end) return { goodFor: freshFor, servesFor: freshFor }
  if (readAt < cell.end + settleAfter) return { goodFor: settlingFor, servesFor: settlingFor }
  const goodFor = isMoving ? movingFor : settledFor
  return { goodFor, servesFor: 2 * goodFor }
}
