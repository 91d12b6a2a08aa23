import { GapError } from '../../report/port/error.ts'
import { type Chunk, type Row, type SeriesKey, toDayChunk, toSpan } from '../../report/port/series.ts'
import {
  addDays,
  type CalendarDate,
  datesBetween,
  hour,
  type Instant,
  minute,
  pastHour,
  type Span,
  utcMidnight,
} from '../../report/time/date.ts'
import { firstInstant, localDate, offsetAt, offsetPeriods, type Stretch } from '../../report/time/zone.ts'
import type { UpstreamClient } from '../../upstream/client.ts'
import type { ReportFormat } from './dataset.ts'
import { parseReport, type ReportBody } from './parse-report.ts'

/** What the calls for one series have in common. */
export interface ReportRead {
  readonly client: UpstreamClient
  readonly report: ReportFormat
  readonly series: SeriesKey
  readonly now: Instant
}

/** One row per day, by one call. LiveChat returns a single day of a report without `group_by` by the hour: it is added up. */
export async function readDays(
  read: ReportRead,
  run: readonly [Chunk, ...Chunk[]],
): Promise<(readonly [string, Row[]])[]> {
  const last = run.at(-1) ?? run[0]
  const body = await requestReport(read, { date_from: run[0].key, date_to: last.key }, 'day')
  if (run.length === 1 && body.form === 'hour' && !read.report.hasGroupBy) {
    requireBuckets(body, 'hour', new Set(hourLabels))
    const hours = placeHours(body, run[0].key, read.series.rowZone, read.now, '')
    const seconds = hours.reduce((sum, { figures }) => sum + (figures.seconds ?? 0), 0)
    return [[run[0].key, [{ ...toSpan(run), figures: { seconds } }]]]
  }
  requireBuckets(body, 'day', new Set(run.map(({ key }) => key)))
  return run.map(({ key, start, end }) => [key, [{ start, end, figures: pick(body, key) }]])
}

const hourLabels = Array.from({ length: 24 }, (_, index) => `${String(index).padStart(2, '0')}:00`)

/** The hours of one date in a zone, by one call. */
export async function readHours(read: ReportRead, date: CalendarDate, zone = read.series.rowZone): Promise<Row[]> {
  const body = await requestReport(read, { date_from: date, date_to: date }, 'hour', zone)
  requireBuckets(body, 'hour', new Set(hourLabels))
  return placeHours(body, date, zone, read.now, '')
}

/** Hours at their instants. A repeated hour has one figure, which is placed at its first occurrence; a skipped one has none. */
export function placeHours(body: ReportBody, date: CalendarDate, zone: string, now: Instant, prefix: string): Row[] {
  return hourLabels.flatMap((label, index) => {
    const clock = utcMidnight(date) + index * hour
    const start = firstInstant(zone, clock)
    // Lord Howe skips half an hour: the remaining half has a figure.
    const skipped = start + offsetAt(zone, start) - clock
    const isFuture = start > now && !body.figures.has(prefix + label)
    if (skipped >= hour || isFuture) return []
    return [{ start, end: start + hour - skipped, figures: pick(body, prefix + label) }]
  })
}

/** One call of a report. */
export async function requestReport(
  { client, report, series }: ReportRead,
  dates: Readonly<Record<string, string>>,
  groupBy: 'day' | 'hour',
  zone = series.rowZone,
): Promise<ReportBody> {
  const query = new URLSearchParams({
    ...dates,
    ...(report.hasGroupBy && { group_by: groupBy }),
    ...(report.zoneSupport === 'ANY_ZONE' && { timezone: zone }),
    ...series.parameters,
  })
  return parseReport(await client.readText({ path: report.path, query, isBudgeted: true }), report.readBuckets)
}

function pick({ figures }: ReportBody, key: string): Row['figures'] {
  const found = figures.get(key)
  if (!found) throw new GapError('BAD_RESPONSE', `the response has no bucket ${key}`)
  return found
}

function requireBuckets({ form, figures }: ReportBody, expected: ReportBody['form'], keys: ReadonlySet<string>): void {
  if (form !== expected)
    throw new GapError('BAD_RESPONSE', `the response has buckets by ${form} instead of ${expected}`)
  for (const key of figures.keys())
    if (!keys.has(key))
      throw new GapError('BAD_RESPONSE', `the response has the bucket ${key}, which was not requested`)
}

/** Fixed-offset zones by the minutes past the hour in UTC at which their hours start. */
const fixedZones: ReadonlyMap<number, string> = new Map([
  [0, 'UTC'],
  [30, 'Asia/Kolkata'],
  [45, 'Asia/Kathmandu'],
])

const toFixedZone = ({ offset }: Stretch): string => fixedZones.get(pastHour(offset) / minute) ?? 'UTC'

/**
 * The hours of a DST-transition day. LiveChat names hours without an offset, so a repeated hour would be ambiguous: each
 * offset period of the day is read in a fixed-offset zone whose hours start at the same instants.
 */
export async function readDstDay(read: ReportRead, chunk: Chunk): Promise<Row[]> {
  const periods = offsetPeriods(read.series.rowZone, chunk.start, chunk.end)
  const rowsByZone = await readFixedZones(read, periods)
  const rows = periods.flatMap((period) =>
    (rowsByZone.get(toFixedZone(period)) ?? []).filter((row) => row.start >= period.start && row.end <= period.end),
  )
  const piece = findPiece(periods)
  if (!piece || piece.start > read.now) return rows
  const figures = subtract(await readTotal(read, chunk), rows, read.report)
  return [...rows, { ...piece, figures }].sort((a, b) => a.start - b.start)
}

async function readFixedZones(read: ReportRead, periods: readonly Stretch[]): Promise<ReadonlyMap<string, Row[]>> {
  const dates = new Map<string, Set<string>>()
  for (const period of periods) {
    const zone = toFixedZone(period)
    const known = dates.get(zone) ?? new Set()
    for (const date of datesBetween(localDate(zone, period.start), localDate(zone, period.end - 1))) known.add(date)
    dates.set(zone, known)
  }
  const mappings = [...dates].map(async ([zone, days]) => {
    const started = [...days].filter((date) => toDayChunk(zone, date).start <= read.now)
    const rows = await Promise.all(started.map((date) => readHours(read, date, zone)))
    return [zone, rows.flat()] as const
  })
  return new Map(await Promise.all(mappings))
}

/** If the clock moves by half an hour (Lord Howe), the part of an hour that no fixed-offset zone has as an hour. */
function findPiece(periods: readonly Stretch[]): Span | undefined {
  for (const { start, offset } of periods) {
    const past = pastHour(start + offset)
    if (past > 0) return { start, end: start + hour - past }
  }
  return undefined
}

/** The day as one row. Without `group_by` a single day is returned by the hour, so the day before is requested too. */
async function readTotal(read: ReportRead, chunk: Chunk): Promise<Row['figures']> {
  const before = toDayChunk(read.series.rowZone, addDays(chunk.key, -1))
  const days = new Map(await readDays(read, read.report.hasGroupBy ? [chunk] : [before, chunk]))
  return days.get(chunk.key)?.[0]?.figures ?? {}
}

/** The total minus the rows for counts; null for means and extremes. */
function subtract(total: Row['figures'], rows: readonly Row[], { figures }: ReportFormat): Row['figures'] {
  const rest = Object.entries(total).map(([name, amount]) => {
    const isCounted = figures[name]?.whenMissing !== null
    const known = rows.reduce((sum, row) => sum + (row.figures[name] ?? 0), 0)
    return [name, isCounted && amount !== null ? Math.max(0, amount - known) : null] as const
  })
  return Object.fromEntries(rest)
}
