import type { Instant } from './date.ts'
import { type Gap, makesPartial, type Warning } from './error.ts'
import type { Tallies } from './fold.ts'
import { type Metric, metrics } from './metric.ts'
import type { Source } from './port.ts'
import type { Scope } from './scope.ts'
import { mergeTallies, type Tally } from './tally.ts'

/** One source's part of a report. */
export interface SourceSeries {
  readonly source: Source
  /** As many as the scope has buckets. */
  readonly tallies: Tallies
  readonly total: Tally | undefined
  /** When the oldest row was read upstream; undefined when none was needed. */
  readonly asOf?: Instant
}

export interface SourceGap extends Gap {
  readonly source: Source
}

export interface SourceWarning extends Warning {
  readonly source: Source
}

/** One metric over one scope, merged over the sources that answered. */
export interface Report {
  readonly metric: Metric
  readonly scope: Scope
  readonly series: readonly SourceSeries[]
  readonly tallies: Tallies
  readonly total: Tally | undefined
  readonly isPartial: boolean
  readonly gaps: readonly SourceGap[]
  readonly warnings: readonly SourceWarning[]
  readonly asOf?: Instant
}

/** What one source contributes: its series or nothing, and what is to be said about it. */
export interface Contribution {
  readonly series?: SourceSeries
  readonly gaps: readonly SourceGap[]
  readonly warnings: readonly SourceWarning[]
}

/** No source answered: the field is null, with this error. */
export class NoAnswer extends Error {
  readonly gaps: readonly SourceGap[]

  constructor(metric: Metric, gaps: readonly SourceGap[]) {
    super(`No source answered ${metric}: ${gaps.map((gap) => `${gap.source.id}: ${gap.message}`).join('; ')}`)
    this.name = 'NoAnswer'
    this.gaps = gaps
  }
}

/** Merges what the sources contribute; throws NoAnswer when there is nothing, and asking differently could not help. */
export function mergeContributions(metric: Metric, scope: Scope, contributions: readonly Contribution[]): Report {
  const { aggregation } = metrics[metric]
  const series = contributions.flatMap((contribution) => contribution.series ?? [])
  const gaps = contributions.flatMap((contribution) => contribution.gaps)
  const able = gaps.filter((gap) => gap.code !== 'METRIC_UNSUPPORTED')
  if (series.length === 0 && able.every((gap) => gap.isFailure))
    throw new NoAnswer(metric, able.length > 0 ? able : gaps)
  const merge = (pick: (one: SourceSeries) => Tally | undefined) =>
    series.map(pick).reduce((merged, tally) => mergeTallies(aggregation, merged, tally), undefined)
  const readings = series.flatMap(({ asOf }) => asOf ?? [])
  return {
    metric,
    scope,
    series,
    tallies: scope.buckets.map((_, index) => merge((one) => one.tallies[index])),
    total: merge((one) => one.total),
    isPartial: gaps.some(makesPartial),
    gaps,
    warnings: contributions.flatMap((contribution) => contribution.warnings),
    ...(readings.length > 0 && { asOf: Math.min(...readings) }),
  }
}
