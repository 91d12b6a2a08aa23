import type { BreakdownAnswer, SliceAnswer, SliceDetail } from './ask-breakdown.ts'
import type { Answer, Filter } from './brute-force/answer.ts'
import type { Bucket } from './brute-force/calendar.ts'
import type { Truth } from './compare-figures.ts'
import type { KnownMember } from './members.ts'
import { findDifferences, type ScopeQuestion } from './questions.ts'

export interface SlicedQuestion<Metric extends string> {
  readonly truth: Truth<Metric>
  readonly metric: Metric
  readonly scope: ScopeQuestion
  /** Those of the scope, oldest first. */
  readonly buckets: readonly Bucket[]
  readonly filter?: Filter
  readonly now: number
}

/** Where slices and the truth differ, in words: every member has one, and each its own figures. */
export function findSliceDifferences<Metric extends string>(
  { slices }: BreakdownAnswer,
  members: readonly KnownMember[],
  { truth, metric, scope, buckets, filter = {}, now }: SlicedQuestion<Metric>,
  detail: SliceDetail,
): readonly string[] {
  const count = truth.countIn({ start: buckets[0]?.start ?? 0, end: buckets.at(-1)?.end ?? 0 })
  const tolerance = truth.toleranceOf(metric, scope, buckets)
  const strangers = slices.length - members.length
  return [
    ...(strangers === 0 ? [] : [`${metric}: ${strangers} slices too many`]),
    ...members.flatMap((member) => {
      const counted = count({ metric, buckets, filter: { ...filter, ...member.filter }, now, horizon: now / 1000 })
      const slice = slices.find((one) => isOf(one, member.slice))
      const name = `${metric} of ${JSON.stringify(member.slice)}`
      if (!slice) return [`${name} is missing`]
      const { answered, expected } = leaveOut(slice, counted, detail)
      const asked = detail === 'buckets' ? buckets : []
      return findDifferences({ metric: name, gaps: [], warnings: [], ...answered }, asked, expected, tolerance)
    }),
  ]
}

const isOf = (slice: SliceAnswer, known: Partial<SliceAnswer>): boolean =>
  Object.entries(known).every(
    ([name, value]) => JSON.stringify(slice[name as keyof SliceAnswer]) === JSON.stringify(value),
  )

/** Both sides, without fields that were not selected. */
function leaveOut({ total, sampleSize = null, buckets = [] }: SliceAnswer, counted: Answer, detail: SliceDetail) {
  return {
    answered: { total, sampleSize, buckets },
    expected: {
      total: counted.total,
      totalSampleSize: detail === 'totals' ? null : counted.totalSampleSize,
      buckets: detail === 'buckets' ? counted.buckets : [],
    },
  }
}
