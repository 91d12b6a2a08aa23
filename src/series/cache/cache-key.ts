import type { SeriesKey, Source } from '../../report/port/port.ts'

/** What names a series's rows in the store: equal for equal questions of one account. */
export function toCacheKey(source: Source, { dataset, parameters, grain, rowZone }: SeriesKey): string {
  const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([source.account, dataset, grain, rowZone, sorted])
}
