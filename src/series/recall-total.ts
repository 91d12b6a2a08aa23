import { GapError } from '../report/error.ts'
import { readTallies } from '../report/read.ts'
import type { TotalAnswer, WantedTotal } from '../report/total.ts'
import type { Upstream } from '../report/upstream.ts'
import type { RecallSeries } from './recall.ts'

/** What was read earlier and may stand in for a total that a summary would tell; undefined unless all of it is at hand. */
export type RecallTotal = (wanted: WantedTotal) => Promise<TotalAnswer | undefined>

/** Recalls totals from summaries, or from the series that these save. */
export const createTotalRecall =
  (upstream: Upstream, recall: RecallSeries): RecallTotal =>
  async ({ source, scope, aggregation, summary, series }) => {
    const recalling: Upstream = { ...upstream, readSeries: async (...asked) => (await recall(...asked)) ?? miss() }
    for (const reading of summary ? [summary, series] : [])
      try {
        return await readTallies(source, scope, aggregation, reading, recalling, false)
      } catch (error) {
        if (!(error instanceof GapError)) throw error
      }
    return undefined
  }

function miss(): never {
  throw new GapError('UNAVAILABLE', 'no earlier figures are cached')
}
