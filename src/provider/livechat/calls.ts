import { toSpan } from '../../report/port/chunk.ts'
import { GapError } from '../../report/port/error.ts'
import type { Chunk, Row, SeriesKey } from '../../report/port/port.ts'
import { type CalendarDate, hour, type Instant, utcMidnight } from '../../report/time/date.ts'
import { firstInstant, offsetAt } from '../../report/time/zone.ts'
import type { UpstreamClient } from '../../upstream/client.ts'
import { parseReport, type ReportBody } from './parse-report.ts'
import type { LiveChatReport } from './reports.ts'

/** Everything a read of one report needs besides its days. */
export interface ReportRead {
  readonly client: UpstreamClient
  readonly report: LiveChatReport
  readonly series: SeriesKey
  readonly now: Instant
}

/** One row a day, by one call. A single day of a report without `group_by` comes by the hour, and is added up. */
export async function readDays(
  read: ReportRead,
  run: readonly [Chunk, ...Chunk[]],
): Promise<(readonly [string, Row[]])[]> {
  const last = run.at(-1) ?? run[0]
  const answer = await ask(read, { date_from: run[0].key, date_to: last.key }, 'day')
  if (run.length === 1 && answer.form === 'hour' && !read.report.hasGroupBy) {
    requireBuckets(answer, 'hour', new Set(hourLabels))
    const hours = placeHours(answer, run[0].key, read.series.rowZone, read.now, '')
    const seconds = hours.reduce((sum, { figures }) => sum + (figures.seconds ?? 0), 0)
    return [[run[0].key, [{ ...toSpan(run), figures: { seconds } }]]]
  }
  requireBuckets(answer, 'day', new Set(run.map(({ key }) => key)))
  return run.map(({ key, start, end }) => [key, [{ start, end, figures: pick(answer, key) }]])
}

const hourLabels = Array.from({ length: 24 }, (_, index) => `${String(index).padStart(2, '0')}:00`)

/** The hours of one date in a zone, by one call. */
export async function readHours(read: ReportRead, date: CalendarDate, zone = read.series.rowZone): Promise<Row[]> {
  const answer = await ask(read, { date_from: date, date_to: date }, 'hour', zone)
  requireBuckets(answer, 'hour', new Set(hourLabels))
  return placeHours(answer, date, zone, read.now, '')
}

/** Hours at their instants. A repeated hour has one figure, which stands in its first pass; a skipped one tells nothing. */
export function placeHours(answer: ReportBody, date: CalendarDate, zone: string, now: Instant, prefix: string): Row[] {
  return hourLabels.flatMap((label, index) => {
    const clock = utcMidnight(date) + index * hour
    const start = firstInstant(zone, clock)
    // Lord Howe skips half an hour: what is left of that one has a figure.
    const skipped = start + offsetAt(zone, start) - clock
    const isFuture = start > now && !answer.figures.has(prefix + label)
    if (skipped >= hour || isFuture) return []
    return [{ start, end: start + hour - skipped, figures: pick(answer, prefix + label) }]
  })
}

export async function ask(
  { client, report, series }: ReportRead,
  when: Readonly<Record<string, string>>,
  groupBy: 'day' | 'hour',
  zone = series.rowZone,
): Promise<ReportBody> {
  const query = new URLSearchParams({
    ...when,
    ...(report.hasGroupBy && { group_by: groupBy }),
    ...(report.zoneSupport === 'ANY_ZONE' && { timezone: zone }),
    ...series.parameters,
  })
  return parseReport(await client.readText({ path: report.path, query, isBudgeted: true }), report)
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
