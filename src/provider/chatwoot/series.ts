import { z } from 'zod'
import { toRuns, toSpan } from '../../report/port/chunk.ts'
import { GapError } from '../../report/port/error.ts'
import type { Chunk, Row, RowsByChunk, SeriesKey } from '../../report/port/port.ts'
import { day, hour, type Instant, pastHour, type Span } from '../../report/time/date.ts'
import { offsetPeriods } from '../../report/time/zone.ts'
import type { UpstreamClient } from '../../upstream/client.ts'
import { parseJson } from '../../upstream/parse-json.ts'
import { listOf } from '../list-of.ts'
import { toTrustedZone, trustedOffsets } from './layout.ts'

/** Chatwoot gives up after 15 seconds and sets no limit: what answers in time is hours of fourteen months, and days of ten years. */
export const daysPerCall: Readonly<Record<SeriesKey['grain'], number>> = { hour: 430, day: 3660, span: 1 }

/** One call: rows of `length` milliseconds, whose edges lie `shift` milliseconds after those of UTC. */
interface SeriesCall extends Span {
  readonly length: number
  readonly shift: number
  readonly offset?: string
}

/** Reads days or hours of one of Chatwoot's nine metrics. */
export async function readSeries(
  client: UpstreamClient,
  path: string,
  series: SeriesKey,
  chunks: readonly Chunk[],
  now: Instant,
): Promise<RowsByChunk> {
  const calls = toRuns(chunks, daysPerCall[series.grain]).flatMap((run) => toCalls(toSpan(run), series, now))
  const rows = await Promise.all(calls.map((call) => readCall(client, path, series, call)))
  return sortIntoCells(rows.flat(), chunks)
}

/** How many calls answer chunks of such a series. */
export const countSeriesCalls = (
  chunks: readonly Chunk[],
  series: Pick<SeriesKey, 'grain' | 'rowZone'>,
  now: Instant,
): number => toRuns(chunks, daysPerCall[series.grain]).flatMap((run) => toCalls(toSpan(run), series, now)).length

function toCalls(span: Span, { grain, rowZone }: Pick<SeriesKey, 'grain' | 'rowZone'>, now: Instant): SeriesCall[] {
  if (grain === 'day') return [{ ...span, length: day, shift: 0 }]
  // Hours that have not begun are not asked for.
  const end = Math.min(span.end, (Math.floor(now / hour) + 2) * hour)
  const calls: SeriesCall[] = []
  for (const stretch of offsetPeriods(rowZone, span.start, end)) {
    const zone = toTrustedZone(stretch.offset)
    const offset = trustedOffsets.get(zone)
    const call = {
      start: stretch.start,
      end: stretch.end,
      length: hour,
      shift: pastHour(stretch.offset),
      ...(offset && { offset }),
    }
    const last = calls.at(-1)
    if (last && last.offset === call.offset) calls.splice(-1, 1, { ...last, end: call.end })
    else calls.push(call)
  }
  return calls
}

async function readCall(
  client: UpstreamClient,
  path: string,
  { dataset, parameters }: SeriesKey,
  call: SeriesCall,
): Promise<Row[]> {
  const query = new URLSearchParams({
    metric: dataset,
    ...parameters,
    since: String(call.start / 1000),
    until: String(call.end / 1000),
    group_by: call.length === day ? 'day' : 'hour',
    ...(call.offset && { timezone_offset: call.offset }),
  })
  return toRows(await client.readText({ path, query, isBudgeted: true }), call, dataset)
}

/** Numbers, or numeric strings before Chatwoot 2.17. */
const amount = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .pipe(z.number().min(0).max(Number.MAX_SAFE_INTEGER))
const count = amount.pipe(z.number().int())
const timestamp = z.number().int()
const means = listOf(z.object({ value: amount.nullable(), timestamp, count: count.optional() }))
const counts = listOf(z.object({ value: count, timestamp }))

/** Rows of a series' body; throws GapError unless every row of the call is there, in order, where it must be. */
export function toRows(body: string, call: SeriesCall, metric: string): Row[] {
  // An empty mean is the integer 0 where a mean that is zero is 0.0: told apart before JSON makes them one.
  const isMean = metric.startsWith('avg_') || metric === 'reply_time'
  const text = isMean ? body.replace(/"value": ?0([,}])/g, '"value":null$1') : body
  const isUnknown = /^\s*(\{\s*\}|\[\s*\])\s*$/.test(text)
  if (isUnknown)
    throw new GapError('METRIC_UNSUPPORTED', `this version of Chatwoot does not support ${metric}`, {
      isFailure: false,
    })
  const rows: z.infer<typeof means> = parseJson(text, isMean ? means : counts)
  const first = Math.floor((call.start + call.shift) / call.length) * call.length - call.shift
  const expected = Math.ceil((call.end - first) / call.length)
  if (rows.length !== expected)
    throw new GapError('BAD_RESPONSE', `the response has ${rows.length} rows instead of ${expected}`)
  return rows.map(({ value, timestamp, count }, index) => {
    const start = first + index * call.length
    if (timestamp * 1000 !== start)
      throw new GapError('BAD_RESPONSE', `row ${index + 1} has the timestamp ${timestamp} instead of ${start / 1000}`)
    if (isMean && count === undefined)
      throw new GapError('BAD_RESPONSE', 'means without an event count, as before Chatwoot 2.4, cannot be merged')
    const figures = isMean ? { value, count: count ?? null } : { value }
    return { start: Math.max(start, call.start), end: Math.min(start + call.length, call.end), figures }
  })
}

function sortIntoCells(rows: readonly Row[], chunks: readonly Chunk[]): RowsByChunk {
  const sorted = new Map<string, Row[]>(chunks.map(({ key }) => [key, []]))
  let index = 0
  for (const row of rows) {
    while (index < chunks.length && (chunks[index]?.end ?? 0) <= row.start) index += 1
    sorted.get(chunks[index]?.key ?? '')?.push(row)
  }
  return sorted
}
