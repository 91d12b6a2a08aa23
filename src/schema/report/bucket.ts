import { type Aggregate, toSampleSize, toValue } from '../../report/figures/aggregate.ts'
import type { Aggregates } from '../../report/figures/aggregate-rows.ts'
import type { Aggregation } from '../../report/figures/metric.ts'
import type { Scope } from '../../report/port/scope.ts'
import type { Span } from '../../report/time/date.ts'
import { printInstant } from '../../report/time/zone.ts'
import { builder } from '../build/builder.ts'
import { inPieces } from '../build/in-pieces.ts'

interface BucketFigure {
  readonly place: number
  readonly aggregate: Aggregate | undefined
  readonly aggregation: Aggregation
  readonly scope: Scope
}

export const toBucketFigures = (scope: Scope, aggregation: Aggregation, aggregates: Aggregates) =>
  inPieces(scope.buckets.map((_, place): BucketFigure => ({ place, aggregate: aggregates[place], aggregation, scope })))

/** Edges as text, by where they stand: the same for all series that are cut alike, and so printed once. */
const printed = new WeakMap<readonly Span[], Readonly<Record<keyof Span, string[]>>>()

function printEdge(edge: keyof Span, { scope: { buckets, timeZone }, place }: BucketFigure): string {
  const texts = printed.get(buckets) ?? { start: [], end: [] }
  printed.set(buckets, texts)
  texts[edge][place] ??= printInstant(timeZone, buckets[place]?.[edge] ?? 0)
  return texts[edge][place]
}

export const BucketRef = builder.objectRef<BucketFigure>('Bucket').implement({
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
      resolve: ({ aggregation, aggregate }) => toValue(aggregation, aggregate),
    }),
    sampleSize: t.int({
      nullable: true,
      description:
        'Number of events that a MEAN or RATIO is based on; null for other aggregations and when nothing was measured.',
      resolve: ({ aggregation, aggregate }) => toSampleSize(aggregation, aggregate),
    }),
    isComplete: t.boolean({
      description: 'False until the end of the bucket has passed.',
      resolve: ({ scope, place }) => (scope.buckets[place]?.end ?? 0) <= scope.now,
    }),
  }),
})
