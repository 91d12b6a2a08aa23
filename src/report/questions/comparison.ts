import { mergeAll, toValue } from '../figures/aggregate.ts'
import { type Metric, metrics } from '../figures/metric.ts'
import { makesPartial } from '../port/error.ts'
import type { Loaders } from '../port/loaders.ts'
import type { Scope } from '../port/scope.ts'
import type { Source } from '../port/source.ts'
import type { Elapsed } from './compared-range.ts'
import type { Planner } from './planner.ts'
import type { SourceGap } from './read/source-result.ts'
import { type Report, runReport } from './report.ts'

/** How a total differs from that of another period. */
export interface Difference {
  /** The two totals that are compared. */
  readonly current: number | null
  readonly previous: number | null
  readonly absolute: number | null
  readonly relative: number | null
  /** What either of the compared totals lacks. */
  readonly gaps: readonly SourceGap[]
}

/** total - earlier total, over sources that answered both; null where either is. */
export function compareTotals(metric: Metric, now: Report, then: Report): Difference {
  const { aggregation } = metrics[metric]
  const total = (report: Report, other: Report) => {
    const both = report.series.filter(({ source }) => other.series.some((one) => one.source.id === source.id))
    return toValue(
      aggregation,
      mergeAll(
        aggregation,
        both.map((one) => one.total),
      ),
    )
  }
  const gaps = [now, then].flatMap((report) => report.gaps.filter(makesPartial))
  return { ...toDifference(total(now, then), total(then, now)), gaps }
}

/** The difference of two totals; null where either is. */
export function toDifference(current: number | null, previous: number | null): Omit<Difference, 'gaps'> {
  const absolute = current === null || previous === null ? null : current - previous
  return { current, previous, absolute, relative: absolute === null || !previous ? null : absolute / previous }
}

/** Compares totals of a range in progress over equal elapsed time; there is nothing to compare before its first hour is over. */
export async function compareElapsed(
  metric: Metric,
  elapsed: Elapsed,
  sources: readonly Source[],
  loaders: Loaders,
  planner: Planner,
): Promise<Difference> {
  if (elapsed.present.buckets.length === 0 || elapsed.past.buckets.length === 0)
    return { ...toDifference(null, null), gaps: [] }
  const run = (scope: Scope) =>
    runReport(metric, scope, sources, loaders, { buckets: false, sampleSize: false }, planner)
  const [now, then] = await Promise.all([run(elapsed.present), run(elapsed.past)])
  return compareTotals(metric, now, then)
}
