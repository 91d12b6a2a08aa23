import type { GraphQLResolveInfo } from 'graphql'
import type { GatewayContext } from '../context.ts'
import { BadArgument } from '../report/error.ts'
import { type Metric as MetricName, metrics } from '../report/metric.ts'
import type { Report as ReportAnswer, SourceSeries } from '../report/report.ts'
import type { ScopeInput } from '../report/scope.ts'
import { toSampleSize, toValue } from '../report/tally.ts'
import { printInstant } from '../report/zone.ts'
import { type AskedReport, askReport } from './asked-report.ts'
import { Bucket, toBucketFigures } from './bucket.ts'
import { builder } from './builder.ts'
import { Aggregation, Granularity, Metric, Unit } from './enums.ts'
import { nullWithError } from './errors.ts'
import { ReportGap, ReportWarning } from './gap.ts'
import { reportArguments, scopeArgument } from './report-arguments.ts'
import { resolveScope } from './scope.ts'
import { Source } from './source.ts'
import { TimeRange } from './time-range.ts'

/** What a report and a source's part of it have in common. */
interface Figures extends Pick<ReportAnswer, 'metric' | 'scope' | 'tallies' | 'total' | 'asOf'> {}

const aggregationOf = ({ metric }: Figures) => metrics[metric].aggregation
const resolveBuckets = (report: Figures) => toBucketFigures(report.scope, aggregationOf(report), report.tallies)
const resolveTotal = (report: Figures) => toValue(aggregationOf(report), report.total)
const resolveSampleSize = (report: Figures) => toSampleSize(aggregationOf(report), report.total)
const resolveAsOf = ({ asOf, scope }: Figures) => (asOf === undefined ? null : printInstant(scope.timeZone, asOf))

const SourceReport = builder.objectRef<Figures & SourceSeries>('SourceReport').implement({
  description: "One source's part of a report.",
  fields: (t) => ({
    source: t.expose('source', { type: Source, description: 'The source that answered.' }),
    buckets: t.field({
      type: [Bucket],
      description: 'Every bucket of the range, oldest first, none missing.',
      resolve: resolveBuckets,
    }),
    total: t.float({
      nullable: true,
      description: "The whole range as one value, in the report's `unit`; null when nothing was measured.",
      resolve: resolveTotal,
    }),
    sampleSize: t.int({ nullable: true, description: events, resolve: resolveSampleSize }),
    asOf: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the oldest figure of the source was read upstream; null when nothing was read.',
      resolve: resolveAsOf,
    }),
  }),
})

const events = 'Number of events behind a MEAN or RATIO; null for other aggregations, and when nothing was measured.'

/** A field that needs the report's figures; they are read once, whatever number of fields ask. */
const figure =
  <T>(pick: (report: ReportAnswer) => T) =>
  async ({ read }: AskedReport): Promise<T> =>
    pick(await read())

export const Report = builder.objectRef<AskedReport>('Report').implement({
  description: 'One metric over one range, cut into calendar buckets, merged over the sources.',
  fields: (t) => ({
    metric: t.expose('metric', { type: Metric, description: 'The metric that was measured.' }),
    unit: t.field({
      type: Unit,
      description: 'What the numbers count.',
      resolve: ({ metric }) => metrics[metric].unit,
    }),
    aggregation: t.field({
      type: Aggregation,
      description: 'How values of buckets and sources were combined.',
      resolve: ({ metric }) => metrics[metric].aggregation,
    }),
    range: t.field({ type: TimeRange, description: 'The time that was measured.', resolve: ({ scope }) => scope }),
    granularity: t.field({
      type: Granularity,
      description: 'How finely the range is cut.',
      resolve: ({ scope }) => scope.granularity,
    }),
    buckets: t.field({
      type: [Bucket],
      description: 'Every bucket of the range, oldest first, none missing.',
      resolve: figure(resolveBuckets),
    }),
    total: t.float({
      nullable: true,
      description:
        "The whole range as one value, in `unit`; null when nothing was measured. Not always the sum of the buckets' values: see `aggregation`.",
      resolve: figure(resolveTotal),
    }),
    sampleSize: t.int({
      nullable: true,
      description: events,
      resolve: figure(resolveSampleSize),
    }),
    bySource: t.field({
      type: [SourceReport],
      description: 'The part of each source that answered; the others are in `gaps`.',
      resolve: figure(({ metric, scope, series }) => series.map((one) => ({ metric, scope, ...one }))),
    }),
    isPartial: t.boolean({
      description:
        'True when a source that could have answered is missing from the figures: a failure, or a filter it cannot apply. Gaps that no retry changes (metric unsupported, agent unknown, an id of another source) do not count.',
      resolve: figure(({ isPartial }) => isPartial),
    }),
    gaps: t.field({
      type: [ReportGap],
      description: 'What is missing from the figures, and why.',
      resolve: figure(({ gaps }) => [...gaps]),
    }),
    warnings: t.field({
      type: [ReportWarning],
      description: 'What is in the figures, but not exactly as asked.',
      resolve: figure(({ warnings }) => [...warnings]),
    }),
    asOf: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the oldest figure in the answer was read upstream; null when nothing was read.',
      resolve: figure(resolveAsOf),
    }),
  }),
})

/** One metric over one scope, as a query or once more for a subscription. */
export const resolveReport = (
  _: unknown,
  { metric, scope }: { readonly metric: MetricName; readonly scope: ScopeInput },
  context: GatewayContext,
  info: GraphQLResolveInfo,
): Promise<AskedReport> => askReport(metric, resolveScope(scope, context), context, info)

export const maxMetrics = 50

builder.queryFields((t) => ({
  report: t.field({
    type: Report,
    nullable: true,
    description: `One metric over one range, cut into calendar buckets, merged over the sources. ${nullWithError}`,
    args: reportArguments(t.arg),
    resolve: resolveReport,
  }),
  reports: t.field({
    type: [Report],
    nullable: { list: false, items: true },
    description: `Reports of several metrics over one range, in the order asked. ${nullWithError.replace('Null', 'One of them is null')}`,
    args: {
      metrics: t.arg({ type: [Metric], required: true, description: 'The metrics to measure, at most 50.' }),
      ...scopeArgument(t.arg),
    },
    resolve: (_, { metrics: names, scope }, context, info) => {
      if (names.length > maxMetrics)
        throw new BadArgument('metrics', `at most ${maxMetrics} at a time, not ${names.length}`)
      const resolved = resolveScope(scope, context)
      return names.map((metric) => askReport(metric, resolved, context, info))
    },
  }),
}))
