import { hash } from 'node:crypto'
import type { SeriesKey } from '../../report/port/series.ts'
import type { Source } from '../../report/port/source.ts'

/** Identifies the rows of one series in caches. */
export interface CacheKey {
  /** Equal for equal series of one account, and different for all others. */
  readonly text: string
  /** The account that the series belongs to. */
  readonly account: string
  readonly grain: SeriesKey['grain']
}

export function toCacheKey({ account }: Source, { dataset, parameters, grain, rowZone }: SeriesKey): CacheKey {
  const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))
  return { text: JSON.stringify([account, dataset, grain, rowZone, sorted]), account, grain }
}

/**
 * The part of a key that Redis Cluster hashes: keys of one account are in one slot, so that one command or script may
 * use several. A digest, so that keys name no account.
 */
export const toHashTag = ({ account }: CacheKey): string => `{${hash('sha256', account, 'base64url').slice(0, 16)}}`
