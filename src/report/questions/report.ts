import { type Aggregate, mergeAll } from '../figures/aggregate.ts'
import type { Aggregates } from '../figures/aggregate-rows.ts'
import { type Metric, metrics } from '../figures/metric.ts'
import type { SeriesAggregates } from '../port/plan.ts'
import type { Scope } from '../port/scope.ts'
import type { Source } from '../port/source.ts'
import type { Instant } from '../time/date.ts'
import { collectResults, type Notices, type SourceResult } from './read/source-result.ts'

/** One source's part of a report. */
export interface SourceSeries extends SeriesAggregates {
  readonly source: Source
}

/** One metric over one scope, merged over the sources that answered. */
export interface Report extends Notices {
  readonly metric: Metric
  readonly scope: Scope
  readonly series: readonly SourceSeries[]
  readonly aggregates: Aggregates
  readonly total: Aggregate | undefined
  readonly isPartial: boolean
  readonly asOf?: Instant
}

/** Merges what the sources contribute; throws NoAnswer when there is nothing to merge. */
export function mergeResults(metric: Metric, scope: Scope, results: readonly SourceResult<SourceSeries>[]): Report {
  const { aggregation } = metrics[metric]
  const { answers: series, ...notices } = collectResults(metric, results)
  const merge = (pick: (one: SourceSeries) => Aggregate | undefined) => mergeAll(aggregation, series.map(pick))
  const mappings = series.flatMap(({ asOf }) => asOf ?? [])
  return {
    metric,
    scope,
    series,
    aggregates: scope.buckets.map((_, index) => merge((one) => one.aggregates[index])),
    total: merge((one) => one.total),
    ...notices,
    ...(mappings.length > 0 && { asOf: Math.min(...mappings) }),
  }
}
