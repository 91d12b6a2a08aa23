import type { SeriesKey, Source } from '../../report/port/port.ts'

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
