import { type Aggregation, metrics } from '../figures/metric.ts'
import { GapError } from '../port/error.ts'
import type { Loaders } from '../port/loaders.ts'
import type { MetricMapping, Source } from '../port/port.ts'
import type { Scope } from '../port/scope.ts'
import type { Instant } from '../time/date.ts'
import { findMemberTotal, type MemberQuestion, type MemberTotal } from './member-total.ts'
import { readAggregates, type SeriesAggregates, type SourceNotices } from './read.ts'

/** A question that a call for several totals may answer, or that wants rows which answer other totals too. */
export interface WantedTotal {
  readonly source: Source
  readonly scope: Scope
  readonly aggregation: Aggregation
  /** How it is read from its own series. */
  readonly series: MetricMapping
  readonly wantsBuckets: boolean
  /** The total from the call that tells those of all members. */
  readonly ofAll?: MemberTotal
  /** The total from the call that tells those of several metrics. */
  readonly summary?: MetricMapping
}

export type TotalAnswer = SourceNotices & { readonly answer: SeriesAggregates }

export interface TotalsOfAll extends SourceNotices {
  /** The total of one member, or undefined for one whom the source does not list. */
  readonly totalOf: (key: string) => Pick<SeriesAggregates, 'total'> | undefined
  readonly asOf?: Instant
}

/** Asks for a total together with all others of the operation; undefined where its own series is to tell it. */
export async function readTotal(
  question: MemberQuestion,
  series: MetricMapping,
  loaders: Loaders,
): Promise<TotalAnswer | undefined> {
  const { source, metric, scope } = question
  const ofAll = findMemberTotal(question)
  const summary = findSummary(question)
  // Series that a summary could replace are told of too: what is read anyway costs no second call.
  if (!ofAll && !source.provider.summary?.mappings[metric]) return undefined
  const { aggregation } = metrics[metric]
  return loaders.readTotal({
    source,
    scope,
    aggregation,
    series,
    wantsBuckets: question.needs.buckets,
    ...(ofAll && { ofAll }),
    ...(summary && { summary }),
  })
}

/** The summary's figure, where it means what the series means and lacks nothing that is wanted. */
function findSummary({ source, metric, scope, needs, isShared }: MemberQuestion): MetricMapping | undefined {
  const mapping = source.provider.summary?.mappings[metric]
  if (!mapping || needs.buckets) return undefined
  // Without its weight a mean can neither be merged nor say how many events are behind it; and of business hours the
  // series weigh events that have no value, so theirs is another mean.
  const needsSeries = needs.sampleSize || isShared || scope.filter.businessHours
  return metrics[metric].aggregation === 'MEAN' && needsSeries ? undefined : mapping
}

/** One metric's total from the summary of its scope. Undefined where a server is too old to have it whole. */
export async function readSummary(
  { source, scope, aggregation }: WantedTotal,
  summary: MetricMapping,
  loaders: Loaders,
): Promise<TotalAnswer | undefined> {
  try {
    const { answer, ...notices } = await readAggregates(source, scope, aggregation, summary, loaders, false)
    return { answer: { ...answer, aggregates: [] }, ...notices }
  } catch (error) {
    if (error instanceof GapError && error.gap.code === 'BAD_RESPONSE') return undefined
    throw error
  }
}
