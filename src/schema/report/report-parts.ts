import { type Aggregate, type Aggregates, toSampleSize, toValue } from '../../report/figures/aggregate.ts'
import type { Aggregation } from '../../report/figures/metric.ts'
import type { GapCode, WarningCode } from '../../report/port/error.ts'
import type { Scope } from '../../report/port/scope.ts'
import type { SourceGap, SourceWarning } from '../../report/questions/read/source-result.ts'
import type { Span } from '../../report/time/date.ts'
import { printSeconds } from '../../report/time/duration.ts'
import { printInstant } from '../../report/time/zone.ts'
import { builder } from '../build/builder.ts'
import { defineEnum } from '../build/enums.ts'
import { inPieces } from '../build/wrap-resolvers.ts'
import { SourceRef } from '../entities/source.ts'

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

export const GapCodeRef = defineEnum<GapCode>('GapCode', 'Why figures of a source are missing, entirely or in part.', {
  METRIC_UNSUPPORTED: 'The provider does not measure this metric.',
  FILTER_UNSUPPORTED:
    'The provider cannot apply this filter to this metric; unfiltered figures are never returned instead.',
  GRANULARITY_UNSUPPORTED: 'The provider cannot report this metric at the requested granularity.',
  OUT_OF_RETENTION: 'The provider no longer has some days of the range; the message names the first available day.',
  RANGE_TOO_LONG: 'The range needs more upstream calls than allowed; the message names the limit.',
  UNAUTHENTICATED: 'The source rejected its configured credentials.',
  FORBIDDEN: "The source's account or plan does not include this report.",
  NOT_FOUND: 'The source has no such agent, team, inbox, tag, goal or greeting.',
  RATE_LIMITED: 'The rate limit of the source is reached; see `retryAfter`.',
  TIMEOUT: 'The source did not respond in time.',
  UNAVAILABLE: 'The source failed or cannot be reached.',
  BAD_RESPONSE: 'The source sent a response that is not a valid report.',
})

export const WarningCodeRef = defineEnum<WarningCode>('WarningCode', 'How figures differ from what was requested.', {
  TIME_ZONE_APPROXIMATED: "Hours and days are those of the account's time zone, not of the requested one.",
  STALE:
    'The source did not respond; figures or lists (agents, teams, inboxes, tags) from an earlier response are used.',
  ESTIMATED:
    'Figures are approximate, or some are missing, because of how the provider rounds or counts; see the message.',
})

export const ReportGapRef = builder.objectRef<SourceGap>('ReportGap').implement({
  description: 'Figures of one source that are missing, with the reason.',
  fields: (t) => ({
    source: t.expose('source', { type: SourceRef, description: 'The source whose figures are missing.' }),
    code: t.expose('code', { type: GapCodeRef, description: 'Why the figures are missing.' }),
    message: t.exposeString('message', {
      description: 'A human-readable explanation of why the figures are missing; the text may change.',
    }),
    retryAfter: t.field({
      type: 'Duration',
      nullable: true,
      description: 'How long to wait before a retry can succeed; null when unknown.',
      resolve: ({ retryAfter }) => (retryAfter === undefined ? null : printSeconds(retryAfter)),
    }),
  }),
})

export const ReportWarningRef = builder.objectRef<SourceWarning>('ReportWarning').implement({
  description: 'How figures of one source differ from what was requested.',
  fields: (t) => ({
    source: t.expose('source', { type: SourceRef, description: 'The source whose figures differ.' }),
    code: t.expose('code', { type: WarningCodeRef, description: 'How the figures differ from what was requested.' }),
    message: t.exposeString('message', {
      description: 'A human-readable explanation of how the figures differ; the text may change.',
    }),
  }),
})
