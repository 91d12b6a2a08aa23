import { GapError } from '../report/port/error.ts'
import type { Loaders } from '../report/port/loaders.ts'
import { readAggregates } from '../report/questions/read.ts'
import type { TotalAnswer, WantedTotal } from '../report/questions/total.ts'
import type { FindStaleSeries } from './stale-fallback.ts'

/** A total from cached rows, for when the source fails; undefined unless all of its rows are cached. */
export type FindStaleTotal = (wanted: WantedTotal) => Promise<TotalAnswer | undefined>

/** Finds totals in cached summaries, or in the series that these replace. */
export const createStaleTotals =
  (loaders: Loaders, findStale: FindStaleSeries): FindStaleTotal =>
  async ({ source, scope, aggregation, summary, series }) => {
    const fromCache: Loaders = { ...loaders, readSeries: async (...asked) => (await findStale(...asked)) ?? miss() }
    for (const mapping of summary ? [summary, series] : [])
      try {
        return await readAggregates(source, scope, aggregation, mapping, fromCache, false)
      } catch (error) {
        if (!(error instanceof GapError)) throw error
      }
    return undefined
  }

function miss(): never {
  throw new GapError('UNAVAILABLE', 'no earlier figures are cached')
}
