import { GapError } from '../report/port/error.ts'
import type { Loaders } from '../report/port/loaders.ts'
import { readAggregates } from '../report/questions/read.ts'
import type { TotalAnswer, WantedTotal } from '../report/questions/total.ts'
import type { FindStaleSeries } from './stale-fallback.ts'

/** What was read earlier and may stand in for a total that a summary would tell; undefined unless all of it is at hand. */
export type FindStaleTotal = (wanted: WantedTotal) => Promise<TotalAnswer | undefined>

/** Recalls totals from summaries, or from the series that these save. */
export const createStaleTotals =
  (loaders: Loaders, recall: FindStaleSeries): FindStaleTotal =>
  async ({ source, scope, aggregation, summary, series }) => {
    const recalling: Loaders = { ...loaders, readSeries: async (...asked) => (await recall(...asked)) ?? miss() }
    for (const reading of summary ? [summary, series] : [])
      try {
        return await readAggregates(source, scope, aggregation, reading, recalling, false)
      } catch (error) {
        if (!(error instanceof GapError)) throw error
      }
    return undefined
  }

function miss(): never {
  throw new GapError('UNAVAILABLE', 'no earlier figures are cached')
}
