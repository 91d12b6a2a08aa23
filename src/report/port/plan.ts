import type { Aggregate, Aggregates } from '../figures/aggregate.ts'
import type { Aggregation, Metric } from '../figures/metric.ts'
import type { Instant } from '../time/date.ts'
import type { MemberDimension } from './directory.ts'
import type { Gap, Warning } from './error.ts'
import type { Scope } from './scope.ts'
import type { Layout } from './series.ts'
import type { MetricMapping, Source } from './source.ts'

/** Rows of one dataset of one source that answer a scope, decided before anything is sent. */
export interface Read {
  readonly source: Source
  readonly dataset: string
  /** With the filter of the rows, and the buckets that they are aggregated into. */
  readonly scope: Scope
  /** Without future chunks, which are never read. */
  readonly layout: Layout
}

/** The figures that are selected besides totals. Totals alone may come from a call for all members or several metrics. */
export interface FigureNeeds {
  readonly buckets: boolean
  readonly sampleSize: boolean
}

/** One metric of one source over one scope. */
export interface SourceQuestion {
  readonly source: Source
  readonly metric: Metric
  /** How the source measures the metric, or why it cannot answer. */
  readonly mapping: MetricMapping | Gap
  readonly scope: Scope
  readonly needs: FigureNeeds
  /** Whether figures of other sources may have to be merged with these. */
  readonly isShared: boolean
}

/** One figure of the rows of a read. */
export interface MappedRead {
  readonly mapping: MetricMapping
  readonly read: Read
}

/** The total of one member, as one call for all members returns it. */
export interface MemberTotal extends MappedRead {
  readonly by: MemberDimension
  /** The member as the filter of the question names it; the filter of `read` leaves it out. */
  readonly key: string
}

/**
 * How one source can answer a question: from its own series, or from a call that returns several totals. Which of them
 * needs the fewest upstream calls depends on the other plans of the operation, and on what is cached.
 */
export interface SourcePlan extends SourceQuestion {
  readonly aggregation: Aggregation
  readonly mapping: MetricMapping
  /** The rows of the metric's own series, or why the series cannot answer. */
  readonly own: Read | Gap
  /** The total from the call for all members. */
  readonly ofAll?: MemberTotal
  /** The total from the call for several metrics. */
  readonly summary?: MappedRead
}

export interface SourceNotices {
  readonly gaps: readonly Gap[]
  readonly warnings: readonly Warning[]
}

/** The aggregates of one source, by bucket and for the whole range. */
export interface SeriesAggregates {
  /** As many as the scope has buckets; none where only the total was read. */
  readonly aggregates: Aggregates
  readonly total: Aggregate | undefined
  /** When the oldest row was read upstream; undefined when no row was needed. */
  readonly asOf?: Instant
}

export interface PlanResult extends SourceNotices {
  readonly answer: SeriesAggregates
}
