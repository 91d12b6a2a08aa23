import { toSpan } from '../../report/port/chunk.ts'
import { GapError } from '../../report/port/error.ts'
import type { Chunk, Row, SeriesKey } from '../../report/port/series.ts'
import { type CalendarDate, hour, type Instant, utcMidnight } from '../../report/time/date.ts'
import { firstInstant, offsetAt } from '../../report/time/zone.ts'
import type { UpstreamClient } from '../../upstream/client.ts'
import { parseReport, type ReportBody } from './parse-report.ts'
import type { ReportFormat } from './report-format.ts'

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
