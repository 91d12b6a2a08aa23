import {
  type FilterInput,
  type Granularity,
  type Metric,
  type RangeInput,
  ReportsDocument,
  type ReportsQuery,
} from '../generated/graphql.ts'
import type { Answer } from './brute-force/answer.ts'
import type { Bucket } from './brute-force/calendar.ts'
import type { TestGateway } from './gateway.ts'

/** A `ReportScope` as clients write it. */
export interface ScopeQuestion {
  readonly range: RangeInput
  readonly granularity: Granularity
  readonly timeZone: string
  readonly filter?: FilterInput
}

export type ReportAnswer = NonNullable<ReportsQuery['reports'][number]>
export type BucketAnswer = ReportAnswer['buckets'][number]

/** Figures, and what to call them in words. */
export type NamedFigures = Omit<ReportAnswer, 'metric'> & { readonly metric: string }

/** One report for each metric, in their order; throws what the gateway gave as errors. */
export async function askReports(
  gateway: TestGateway,
  metrics: readonly Metric[],
  scope: ScopeQuestion,
): Promise<readonly ReportAnswer[]> {
  const { reports } = await gateway.ask(ReportsDocument, { metrics, scope })
  return reports.filter((report) => report !== null)
}

/** How far a value may be from the truth, by the place of its bucket; the total has none. */
export type Tolerance = (truth: number, bucket?: number) => number

export const exact: Tolerance = () => 0

/** What an addition in another order changes. */
export const summationError: Tolerance = (truth) => Math.abs(truth) * 1e-9

/** Where a report and the truth differ, in words; empty when they agree. */
export function findDifferences(
  report: NamedFigures,
  buckets: readonly Bucket[],
  truth: Answer,
  tolerance: Tolerance = exact,
): readonly string[] {
  const { metric, gaps, total, sampleSize } = report
  if (gaps.length > 0) return gaps.map(({ code, message }) => `${metric}: gap ${code}, ${message}`)
  const isTotalRight = isNear(total, truth.total, tolerance) && sampleSize === truth.totalSampleSize
  const wrong = isTotalRight
    ? []
    : [`${metric}: total ${total} of ${sampleSize} in place of ${truth.total} of ${truth.totalSampleSize}`]
  return [...findBucketDifferences(report, buckets, truth.buckets, tolerance), ...wrong]
}

/** The same for the buckets alone. */
export function findBucketDifferences(
  { metric, buckets: answered }: Pick<NamedFigures, 'metric' | 'buckets'>,
  buckets: readonly Bucket[],
  figures: Answer['buckets'],
  tolerance: Tolerance = exact,
): readonly string[] {
  if (answered.length !== buckets.length) return [`${metric}: ${answered.length} of ${buckets.length} buckets`]
  return buckets.flatMap(({ start, end }, place) => {
    const [bucket, figure] = [answered[place], figures[place]]
    const isThere = Date.parse(bucket?.start ?? '') === start && Date.parse(bucket?.end ?? '') === end
    const isRight = isNear(bucket?.value, figure?.value, (value) => tolerance(value, place))
    if (isThere && isRight && bucket?.sampleSize === figure?.sampleSize) return []
    const asked = `${new Date(start).toISOString()}/${new Date(end).toISOString()}`
    return [`${metric} ${asked}: ${JSON.stringify(bucket)} in place of ${JSON.stringify(figure)}`]
  })
}

function isNear(value: number | null | undefined, truth: number | null | undefined, tolerance: Tolerance): boolean {
  if (typeof value !== 'number' || typeof truth !== 'number') return value === truth
  return Math.abs(value - truth) <= tolerance(truth)
}
