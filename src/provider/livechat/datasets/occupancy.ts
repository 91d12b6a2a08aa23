import { GapError } from '../../../report/port/error.ts'
import type { Chunk, Row, RowsByChunk } from '../../../report/port/series.ts'
import { granularities } from '../../../report/time/bucket.ts'
import { type CalendarDate, weekdayOf } from '../../../report/time/date.ts'
import { placeHours, type ReportRead, requestReport } from '../calls.ts'
import { type LiveChatDataset, type ReportFormat, toParameters } from '../dataset.ts'
import { layOutReport } from '../layout.ts'
import { readPeak } from '../parse-report.ts'

/** The last four of each weekday. */
const keptDays = 28

const format: ReportFormat = {
  path: '/reports/chats/agents_occupancy',
  upstream: 'GET /reports/chats/agents_occupancy',
  zoneSupport: 'ACCOUNT_ZONE',
  limits: { keptDays },
  hasGroupBy: false,
  figures: {},
  readBuckets: readPeak,
}

/** The highest number of simultaneous chats, by hour. */
export const occupancy: LiveChatDataset<'chats'> = {
  upstream: format.upstream,
  fields: { chats: 'YYYY-MM-DD HH:00' },
  filters: [],
  granularities,
  zoneSupport: 'ACCOUNT_ZONE',
  limits: { keptDays },
  note: 'The highest hour of each bucket, within the last four occurrences of each weekday; it is not documented whether today is one of them.',
  layOut: (scope, account) => layOutReport(format, scope, account, true),
  toParameters,
  countCalls: ({ chunks }) => Math.min(weekdays.length, chunks.length),
  readRows: ({ client, series, chunks, now }) => readOccupancy({ client, report: format, series, now }, chunks),
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const toWeekday = (date: CalendarDate): string => weekdays[weekdayOf(date)] ?? 'mon'

/** One call per weekday returns its last four dates, so seven calls return 28 days. */
async function readOccupancy(read: ReportRead, chunks: readonly Chunk[]): Promise<RowsByChunk> {
  const wanted = [...new Set(chunks.map(({ key }) => toWeekday(key)))]
  const reports = new Map(
    await Promise.all(
      wanted.map(async (weekday) => [weekday, await requestReport(read, { weekday }, 'hour')] as const),
    ),
  )
  const rows = chunks.map(({ key, end }): readonly [string, Row[]] => {
    const report = reports.get(toWeekday(key))
    if (report?.form !== 'dayAndHour')
      throw new GapError('BAD_RESPONSE', `the response has buckets by ${report?.form} instead of dayAndHour`)
    // Whether today is among the last four of its weekday is not documented: it may be missing completely.
    const isMissing = end > read.now && !report.figures.has(`${key} 00:00`)
    return [key, isMissing ? [] : placeHours(report, key, read.series.rowZone, read.now, `${key} `)]
  })
  return new Map(rows)
}
