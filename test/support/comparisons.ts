import {
  type Metric as AnyMetric,
  type ComparisonPeriod,
  ComparisonsDocument,
  type ComparisonsQuery,
  type RangeInput,
} from '../generated/graphql.ts'
import type { Answer, Filter, Question } from './brute-force/answer.ts'
import { type Bucket, bucketsOf } from './brute-force/calendar.ts'
import type { Truth } from './compare-figures.ts'
import type { TestGateway } from './gateway.ts'
import { findDifferences, type ScopeQuestion } from './questions.ts'

/** A question to the gateway, and which times it means. */
export interface AskedComparison {
  readonly scope: ScopeQuestion
  readonly to: ComparisonPeriod | RangeInput
  readonly filter?: Filter
  /** The whole earlier period. */
  readonly earlier: Bucket
  /** What `absolute` and `relative` compare. */
  readonly present: Bucket
  readonly past: Bucket
}

type ReportOfComparison = NonNullable<ComparisonsQuery['reports'][number]>
export type ComparisonAnswer = NonNullable<ReportOfComparison['comparison']>

export async function askComparisons(
  gateway: TestGateway,
  metrics: readonly AnyMetric[],
  scope: ScopeQuestion,
  to: AskedComparison['to'],
): Promise<readonly ComparisonAnswer[]> {
  const period = typeof to === 'string' ? { to } : { range: to }
  const { reports } = await gateway.ask(ComparisonsDocument, { metrics, scope, ...period })
  return reports.flatMap((report) => report?.comparison ?? [])
}

/** Where comparisons differ from those counted; empty when they agree. */
export async function findComparisonDifferences<Metric extends AnyMetric>(
  gateway: TestGateway,
  truth: Truth<Metric>,
  metrics: readonly Metric[],
  asked: AskedComparison,
  now: number,
): Promise<readonly string[]> {
  const { scope, to, filter = {} } = asked
  const sources = { ...scope, filter: { ...scope.filter, sources: truth.sources } }
  const answers = await askComparisons(gateway, metrics, sources, to)
  const toWindow = (span: Bucket): Window<Metric> => ({
    span,
    buckets: bucketsOf(span, scope.granularity, scope.timeZone),
    count: truth.countIn(span),
  })
  const [earlier, present, past] = [toWindow(asked.earlier), toWindow(asked.present), toWindow(asked.past)]
  const count = ({ count }: Window<Metric>, metric: Metric, buckets: readonly Bucket[]): Answer =>
    count({ metric, buckets, filter, now, horizon: now / 1000 })
  const measure = (window: Window<Metric>, metric: Metric): Measured => {
    const { total } = count(window, metric, [window.span])
    return { total, error: total === null ? 0 : truth.toleranceOf(metric, scope, window.buckets)(total) }
  }
  return metrics.flatMap((metric, place) => {
    const answer = answers[place]
    if (!answer) return [`${metric} was not answered`]
    const { buckets } = earlier
    const counted = count(earlier, metric, buckets)
    return [
      ...findDifferences(answer.report, buckets, counted, truth.toleranceOf(metric, scope, buckets)),
      ...findDifference(metric, answer, measure(present, metric), measure(past, metric)),
      ...findWrongTotal(`${metric} current`, answer.current, measure(present, metric)),
      ...findWrongTotal(`${metric} previous`, answer.previous, measure(past, metric)),
    ]
  })
}

interface Window<Metric extends string> {
  readonly span: Bucket
  readonly buckets: readonly Bucket[]
  readonly count: (question: Question<Metric>) => Answer
}

interface Measured {
  readonly total: number | null
  readonly error: number
}

function findWrongTotal(name: string, total: number | null, { total: counted, error }: Measured): string[] {
  const isRight =
    total === null || counted === null
      ? total === counted
      : Math.abs(total - counted) <= error + 1e-9 * Math.abs(counted)
  return isRight ? [] : [`${name}: ${total} in place of ${counted}`]
}

function findDifference(metric: string, { absolute, relative }: ComparisonAnswer, present: Measured, past: Measured) {
  if (present.total === null || past.total === null || absolute === null || relative === null) {
    const isRight = absolute === null && relative === null && (present.total === null || past.total === null)
    return isRight ? [] : [`${metric}: ${absolute} and ${relative} in place of ${present.total} - ${past.total}`]
  }
  const difference = present.total - past.total
  const error = present.error + past.error + 1e-9 * Math.abs(present.total)
  const isAbsolute = Math.abs(absolute - difference) <= error
  const share = difference / past.total
  const isRelative = Math.abs(relative - share) <= (error + Math.abs(share) * past.error) / (past.total - past.error)
  return isAbsolute && isRelative ? [] : [`${metric}: ${absolute}, ${relative} in place of ${difference}, ${share}`]
}
