import { type Aggregate, type Aggregates, toSampleSize, toValue } from '../../report/figures/aggregate.ts'
import { type Aggregation, metrics } from '../../report/figures/metric.ts'
import type { Scope } from '../../report/port/scope.ts'
import type { Report, SourceSeries } from '../../report/questions/report.ts'
import type { Span } from '../../report/time/date.ts'
import { printInstant } from '../../report/time/zone.ts'
import { TimeRangeRef } from '../arguments/scope.ts'
import { builder } from '../build/builder.ts'
import { toDigestId } from '../build/digest.ts'
import { AggregationRef, GranularityRef, MetricRef, UnitRef } from '../build/enums.ts'
import { inPieces } from '../build/wrap-resolvers.ts'
import { SourceRef } from '../entities/source.ts'
import { ReportGapRef, ReportWarningRef } from './notices.ts'
import type { ReportRequest } from './report-request.ts'

interface BucketFigure {
  readonly place: number
  readonly aggregate: Aggregate | undefined
  readonly aggregation: Aggregation
  readonly scope: Scope
}

export const toBucketFigures = (scope: Scope, aggregation: Aggregation, aggregates: Aggregates) =>
  inPieces(scope.buckets.map((_, place): BucketFigure => ({ place, aggregate: aggregates[place], aggregation, scope })))

/** Printed starts and ends, which all series with the same buckets share. */
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

/** What a report and a source's part of it have in common. */
interface Figures extends Pick<Report, 'metric' | 'scope' | 'aggregates' | 'total' | 'asOf'> {}

const aggregationOf = ({ metric }: Figures) => metrics[metric].aggregation
const resolveBuckets = (report: Figures) => toBucketFigures(report.scope, aggregationOf(report), report.aggregates)
const resolveTotal = (report: Figures) => toValue(aggregationOf(report), report.total)
const resolveSampleSize = (report: Figures) => toSampleSize(aggregationOf(report), report.total)
const resolveAsOf = ({ asOf, scope }: Figures) => (asOf === undefined ? null : printInstant(scope.timeZone, asOf))

const SourceReportRef = builder.objectRef<Figures & SourceSeries>('SourceReport').implement({
  description: 'The figures of one source in a report.',
  fields: (t) => ({
    source: t.expose('source', { type: SourceRef, description: 'The source of the figures.' }),
    buckets: t.field({
      type: [BucketRef],
      description: 'Every bucket of the range, oldest first.',
      resolve: resolveBuckets,
    }),
    total: t.float({
      nullable: true,
      description: "The value for the whole range, in the report's `unit`; null when nothing was measured.",
      resolve: resolveTotal,
    }),
    sampleSize: t.int({ nullable: true, description: events, resolve: resolveSampleSize }),
    asOf: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the oldest figure of the source was read from its API; null when nothing was read.',
      resolve: resolveAsOf,
    }),
  }),
})

const events =
  'Number of events that a MEAN or RATIO is based on; null for other aggregations and when nothing was measured.'

/** Resolves a field from the figures of the report, which are read once for all fields. */
const figure =
  <T>(pick: (report: Report) => T) =>
  async ({ read }: ReportRequest): Promise<T> =>
    pick(await read())

export const ReportRef = builder.objectRef<ReportRequest>('Report').implement({
  description: 'One metric over one range, split into calendar buckets and merged over all sources.',
  fields: (t) => ({
    id: t.id({
      description:
        'The id, `report:<digest>`: equal for equal questions about the same sources, so that clients with a normalized cache merge them.',
      resolve: ({ metric, scope }, _, context) => toDigestId('report', scope, context, scope.granularity, metric),
    }),
    metric: t.expose('metric', { type: MetricRef, description: 'The requested metric.' }),
    unit: t.field({
      type: UnitRef,
      description: 'The unit of the values.',
      resolve: ({ metric }) => metrics[metric].unit,
    }),
    aggregation: t.field({
      type: AggregationRef,
      description: 'How values of several buckets or sources are combined.',
      resolve: ({ metric }) => metrics[metric].aggregation,
    }),
    range: t.field({ type: TimeRangeRef, description: 'The requested range.', resolve: ({ scope }) => scope }),
    granularity: t.field({
      type: GranularityRef,
      description: 'The length of a bucket.',
      resolve: ({ scope }) => scope.granularity,
    }),
    buckets: t.field({
      type: [BucketRef],
      description: 'Every bucket of the range, oldest first.',
      resolve: figure(resolveBuckets),
    }),
    total: t.float({
      nullable: true,
      description:
        'The value for the whole range, in `unit`; null when nothing was measured. Not always the sum of the buckets: see `aggregation` and `MetricSupport.note`.',
      resolve: figure(resolveTotal),
    }),
    sampleSize: t.int({
      nullable: true,
      description: events,
      resolve: figure(resolveSampleSize),
    }),
    bySource: t.field({
      type: [SourceReportRef],
      description: 'The figures of each source that responded; other sources are listed in `gaps`.',
      resolve: figure(({ metric, scope, series }) => series.map((one) => ({ metric, scope, ...one }))),
    }),
    isPartial: t.boolean({
      description:
        'True when a source is missing from the figures although it could have contributed, e.g. because it failed or cannot apply a filter. The gaps METRIC_UNSUPPORTED and NOT_FOUND, and ids that belong to another source, do not count.',
      resolve: figure(({ isPartial }) => isPartial),
    }),
    gaps: t.field({
      type: [ReportGapRef],
      description: 'What is missing from the figures, with the reason.',
      resolve: figure(({ gaps }) => [...gaps]),
    }),
    warnings: t.field({
      type: [ReportWarningRef],
      description: 'Figures that are included, but not exactly as requested.',
      resolve: figure(({ warnings }) => [...warnings]),
    }),
    asOf: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the oldest figure in the report was read from a source; null when nothing was read.',
      resolve: figure(resolveAsOf),
    }),
  }),
})
