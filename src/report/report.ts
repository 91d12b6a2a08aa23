import { type Contribution, gather, type Remarks } from './contribution.ts'
import type { Instant } from './date.ts'
import type { Tallies } from './fold.ts'
import { type Metric, metrics } from './metric.ts'
import type { Source } from './port.ts'
import type { Scope } from './scope.ts'
import { mergeAll, type Tally } from './tally.ts'

/** One source's part of a report. */
export interface SourceSeries {
  readonly source: Source
  /** As many as the scope has buckets; none where only the total was wanted. */
  readonly tallies: Tallies
  readonly total: Tally | undefined
  /** When the oldest row was read upstream; undefined when none was needed. */
  readonly asOf?: Instant
}

/** One metric over one scope, merged over the sources that answered. */
export interface Report extends Remarks {
  readonly metric: Metric
  readonly scope: Scope
  readonly series: readonly SourceSeries[]
  readonly tallies: Tallies
  readonly total: Tally | undefined
  readonly isPartial: boolean
  readonly asOf?: Instant
}

/** Merges what the sources contribute; throws NoAnswer when there is nothing to merge. */
export function mergeContributions(
  metric: Metric,
  scope: Scope,
  contributions: readonly Contribution<SourceSeries>[],
): Report {
  const { aggregation } = metrics[metric]
  const { answers: series, ...remarks } = gather(metric, contributions)
  const merge = (pick: (one: SourceSeries) => Tally | undefined) => mergeAll(aggregation, series.map(pick))
  const readings = series.flatMap(({ asOf }) => asOf ?? [])
  return {
    metric,
    scope,
    series,
    tallies: scope.buckets.map((_, index) => merge((one) => one.tallies[index])),
    total: merge((one) => one.total),
    ...remarks,
    ...(readings.length > 0 && { asOf: Math.min(...readings) }),
  }
}
