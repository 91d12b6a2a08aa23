import { GapError } from '../report/port/error.ts'
import type { Loaders } from '../report/port/loaders.ts'
import type { PlanResult, SourcePlan } from '../report/port/plan.ts'
import { isGap } from '../report/questions/plan/planner.ts'
import { readAggregates } from '../report/questions/read/read.ts'
import type { FindStaleSeries } from './stale-fallback.ts'

/** A total from cached rows in place of one that a summary would return; undefined unless all rows are cached. */
export type FindStaleTotal = (plan: SourcePlan) => Promise<PlanResult | undefined>

/** Finds totals in the cached rows of summaries, or of the series that the summaries replace. */
export const createStaleTotals =
  (loaders: Loaders, findStale: FindStaleSeries): FindStaleTotal =>
  async ({ summary, own, mapping, aggregation }) => {
    if (!summary) return undefined
    const cached: Loaders = { ...loaders, readSeries: async (...args) => (await findStale(...args)) ?? rejectRead() }
    for (const read of isGap(own) ? [summary] : [summary, { mapping, read: own }])
      try {
        return await readAggregates(read, aggregation, cached)
      } catch (error) {
        if (!(error instanceof GapError)) throw error
      }
    return undefined
  }

function rejectRead(): never {
  throw new GapError('UNAVAILABLE', 'no earlier figures are cached')
}
