import type { FilterKind } from '../../../report/port/dataset.ts'
import type { Scope } from '../../../report/port/scope.ts'
import {
  type Chunk,
  type Layout,
  type LayoutPiece,
  type Row,
  type RowsByChunk,
  type SeriesKey,
  toRuns,
  toSpan,
} from '../../../report/port/series.ts'
import { granularities } from '../../../report/time/bucket.ts'
import { day, hour, type Instant, pastHour, type Span } from '../../../report/time/date.ts'
import { offsetPeriods } from '../../../report/time/zone.ts'
import type { RowRequest } from '../../open-datasets.ts'
import {
  byDimension,
  type ChatwootDataset,
  currentMembers,
  dimensions,
  toBusinessHours,
  toDimension,
} from '../dataset.ts'
import { layOutSeries, toTrustedZone, trustedOffsets } from '../layout.ts'
import { type ParseSeries, parseCounts, parseMeans, type SeriesCall } from './series-rows.ts'

const common = {
  ...byDimension,
  granularities,
  countCalls: (piece: LayoutPiece, now: Instant) => countSeriesCalls(piece.chunks, piece, now),
  maxChunksPerCall: ({ grain }: SeriesKey) => daysPerCall[grain],
} as const

/** A conversation has one assignee, one team and one inbox, but may have several labels. */
const partitions = { AGENT: true, TEAM: true, INBOX: true, TAG: false } as const

/** A time series of one of Chatwoot's own counts. */
export const counts = (
  metric: string,
  note: string,
  filters: readonly FilterKind[] = dimensions,
): ChatwootDataset<'value'> => ({
  ...common,
  upstream: `GET /reports?metric=${metric}`,
  fields: { value: 'value' },
  filters,
  note: `${note} ${currentMembers}`,
  partitions: filters.includes('AGENT') ? partitions : { TEAM: true, INBOX: true, TAG: false },
  layOut: layOutSeries,
  toParameters: toDimension,
  readRows: (request, { base }) => readSeries(request, { path: `${base}/reports`, metric, parse: parseCounts }),
})

/** A time series of one of its means, with the number of events behind each. */
export const means = (metric: string): ChatwootDataset<'value' | 'count'> => ({
  ...common,
  upstream: `GET /reports?metric=${metric}`,
  fields: { value: 'value', count: 'count' },
  filters: [...dimensions, 'BUSINESS_HOURS'],
  note: `In business hours, an inbox without configured hours counts as 0 seconds. ${currentMembers}`,
  partitions,
  layOut: layOutMeans,
  toParameters: async (filter, account, callContext) => ({
    ...(await toDimension(filter, account, callContext)),
    ...toBusinessHours(filter),
  }),
  readRows: (request, { base }) => readSeries(request, { path: `${base}/reports`, metric, parse: parseMeans }),
})

const layOutMeans = (scope: Scope): Layout => ({
  ...layOutSeries(scope),
  warnings: scope.filter.businessHours
    ? [
        {
          code: 'ESTIMATED',
          message:
            'Chatwoot includes events without a value in business hours in the sample, so means over several rows are approximate',
        },
      ]
    : [],
})

/** Chatwoot sets no limit but gives up after 15 seconds. It answers 14 months of hours and 10 years of days in time. */
export const daysPerCall: Readonly<Record<SeriesKey['grain'], number>> = { hour: 430, day: 3660, span: 1 }

interface SeriesEndpoint {
  readonly path: string
  /** Chatwoot's own name of the metric. */
  readonly metric: string
  readonly parse: ParseSeries
}

/** Reads days or hours of one metric. */
export async function readSeries(request: RowRequest, endpoint: SeriesEndpoint): Promise<RowsByChunk> {
  const { series, chunks, now } = request
  const calls = toRuns(chunks, daysPerCall[series.grain]).flatMap((run) => toCalls(toSpan(run), series, now))
  const rows = await Promise.all(calls.map((call) => readCall(request, endpoint, call)))
  return sortIntoChunks(rows.flat(), chunks)
}

/** The number of calls for chunks of such a series. */
export const countSeriesCalls = (
  chunks: readonly Chunk[],
  series: Pick<SeriesKey, 'grain' | 'rowZone'>,
  now: Instant,
): number => toRuns(chunks, daysPerCall[series.grain]).flatMap((run) => toCalls(toSpan(run), series, now)).length

function toCalls(span: Span, { grain, rowZone }: Pick<SeriesKey, 'grain' | 'rowZone'>, now: Instant): SeriesCall[] {
  if (grain === 'day') return [{ ...span, length: day, shift: 0 }]
  // Hours that have not started are not requested.
  const end = Math.min(span.end, (Math.floor(now / hour) + 2) * hour)
  const calls: SeriesCall[] = []
  for (const period of offsetPeriods(rowZone, span.start, end)) {
    const offset = trustedOffsets.get(toTrustedZone(period.offset))
    const call = {
      start: period.start,
      end: period.end,
      length: hour,
      shift: pastHour(period.offset),
      ...(offset && { offset }),
    }
    const last = calls.at(-1)
    if (last && last.offset === call.offset) calls.splice(-1, 1, { ...last, end: call.end })
    else calls.push(call)
  }
  return calls
}

async function readCall(
  { client, series }: RowRequest,
  { path, metric, parse }: SeriesEndpoint,
  call: SeriesCall,
): Promise<Row[]> {
  const query = new URLSearchParams({
    metric,
    ...series.parameters,
    since: String(call.start / 1000),
    until: String(call.end / 1000),
    group_by: call.length === day ? 'day' : 'hour',
    ...(call.offset && { timezone_offset: call.offset }),
  })
  return parse(await client.readText({ path, query, isBudgeted: true }), call, metric)
}

function sortIntoChunks(rows: readonly Row[], chunks: readonly Chunk[]): RowsByChunk {
  const sorted = new Map<string, Row[]>(chunks.map(({ key }) => [key, []]))
  let index = 0
  for (const row of rows) {
    while (index < chunks.length && (chunks[index]?.end ?? 0) <= row.start) index += 1
    sorted.get(chunks[index]?.key ?? '')?.push(row)
  }
  return sorted
}
