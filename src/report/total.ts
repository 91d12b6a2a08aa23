import type { Instant } from './date.ts'
import { GapError } from './error.ts'
import { findMemberTotal, type MemberQuestion, type MemberTotal } from './member-total.ts'
import { type Aggregation, metrics } from './metric.ts'
import type { Reading, Source } from './port.ts'
import { type ReadAnswer, type ReadRemarks, readTallies } from './read.ts'
import type { Scope } from './scope.ts'
import type { Upstream } from './upstream.ts'

/** A question that a call for several totals may answer, or that wants rows which answer other totals too. */
export interface WantedTotal {
  readonly source: Source
  readonly scope: Scope
  readonly aggregation: Aggregation
  /** How it is read from its own series. */
  readonly series: Reading
  readonly wantsBuckets: boolean
  /** The total from the call that tells those of all members. */
  readonly ofAll?: MemberTotal
  /** The total from the call that tells those of several metrics. */
  readonly summary?: Reading
}

export type TotalAnswer = ReadRemarks & { readonly answer: ReadAnswer }

export interface TotalsOfAll extends ReadRemarks {
  /** The total of one member, or undefined for one whom the source does not list. */
  readonly totalOf: (key: string) => Pick<ReadAnswer, 'total'> | undefined
  readonly asOf?: Instant
}

/** Asks for a total together with all others of the operation; undefined where its own series is to tell it. */
export async function readTotal(
  question: MemberQuestion,
  series: Reading,
  upstream: Upstream,
): Promise<TotalAnswer | undefined> {
  const { source, metric, scope } = question
  const ofAll = findMemberTotal(question)
  const summary = findSummary(question)
  // Series that a summary could replace are told of too: what is read anyway costs no second call.
  if (!ofAll && !source.provider.summary?.readings[metric]) return undefined
  const { aggregation } = metrics[metric]
  return upstream.readTotal({
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
function findSummary({ source, metric, scope, needs, isShared }: MemberQuestion): Reading | undefined {
  const reading = source.provider.summary?.readings[metric]
  if (!reading || needs.buckets) return undefined
  // Without its weight a mean can neither be merged nor say how many events are behind it; and of business hours the
  // series weigh events that have no value, so theirs is another mean.
  const needsSeries = needs.sampleSize || isShared || scope.filter.businessHours
  return metrics[metric].aggregation === 'MEAN' && needsSeries ? undefined : reading
}

/** One metric's total from the summary of its scope. Undefined where a server is too old to have it whole. */
export async function readSummary(
  { source, scope, aggregation }: WantedTotal,
  summary: Reading,
  upstream: Upstream,
): Promise<TotalAnswer | undefined> {
  try {
    const { answer, ...remarks } = await readTallies(source, scope, aggregation, summary, upstream, false)
    return { answer: { ...answer, tallies: [] }, ...remarks }
  } catch (error) {
    if (error instanceof GapError && error.gap.code === 'BAD_RESPONSE') return undefined
    throw error
  }
}
