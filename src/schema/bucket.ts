import type { Span } from '../report/date.ts'
import type { Tallies } from '../report/fold.ts'
import type { Aggregation } from '../report/metric.ts'
import type { Scope } from '../report/scope.ts'
import { type Tally, toSampleSize, toValue } from '../report/tally.ts'
import { printInstant } from '../report/zone.ts'
import { builder } from './builder.ts'
import { inTurns } from './in-turns.ts'

interface BucketFigure {
  readonly place: number
  readonly tally: Tally | undefined
  readonly aggregation: Aggregation
  readonly scope: Scope
}

export const toBucketFigures = (scope: Scope, aggregation: Aggregation, tallies: Tallies) =>
  inTurns(scope.buckets.map((_, place): BucketFigure => ({ place, tally: tallies[place], aggregation, scope })))

/** Edges as text, by where they stand: the same for all series that are cut alike, and so printed once. */
const printed = new WeakMap<readonly Span[], Readonly<Record<keyof Span, string[]>>>()

function printEdge(edge: keyof Span, { scope: { buckets, timeZone }, place }: BucketFigure): string {
  const texts = printed.get(buckets) ?? { start: [], end: [] }
  printed.set(buckets, texts)
  texts[edge][place] ??= printInstant(timeZone, buckets[place]?.[edge] ?? 0)
  return texts[edge][place]
}

export const Bucket = builder.objectRef<BucketFigure>('Bucket').implement({
  description: 'One calendar unit of a report; the first and the last are truncated to the range.',
  fields: (t) => ({
    start: t.field({
      type: 'DateTime',
      description: 'Start of the bucket, inclusive.',
      resolve: (bucket) => printEdge('start', bucket),
    }),
    end: t.field({
      type: 'DateTime',
      description: 'End of the bucket, exclusive.',
      resolve: (bucket) => printEdge('end', bucket),
    }),
    value: t.float({
      nullable: true,
      description:
        "The metric's value in the bucket, in the report's `unit`; 0 when the count was zero, null when nothing was measured.",
      resolve: ({ aggregation, tally }) => toValue(aggregation, tally),
    }),
    sampleSize: t.int({
      nullable: true,
      description:
        'Number of events that a MEAN or RATIO is based on; null for other aggregations and when nothing was measured.',
      resolve: ({ aggregation, tally }) => toSampleSize(aggregation, tally),
    }),
    isComplete: t.boolean({
      description: 'False until the end of the bucket has passed.',
      resolve: ({ scope, place }) => (scope.buckets[place]?.end ?? 0) <= scope.now,
    }),
  }),
})
