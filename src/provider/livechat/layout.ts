import { toDayChunk, toDayChunks } from '../../report/port/chunk.ts'
import { type Gap, GapError, type Warning } from '../../report/port/error.ts'
import type { Chunk, Layout, LayoutPiece } from '../../report/port/port.ts'
import type { Scope } from '../../report/port/scope.ts'
import { addDays, type CalendarDate, hour } from '../../report/time/date.ts'
import { dayStart, localDate, offsetPeriods } from '../../report/time/zone.ts'
import type { CommonSettings } from '../define-provider.ts'
import { toRankingKey } from './ranking.ts'
import type { LiveChatReport } from './reports.ts'

/** Whole days as days; single hours for reports by the hour and for days that the range cuts. */
export function layOutReport(report: LiveChatReport, scope: Scope, account: CommonSettings): Layout {
  const { range, timeZone, granularity, now } = scope
  const { maxHourDays = Number.POSITIVE_INFINITY, keptDays } = report.limits ?? {}
  const days = toDayChunks(timeZone, range)
  const isWhole = (day: Chunk) => day.start >= range.start && day.end <= range.end
  const isShownByHour = (day: Chunk) => granularity === 'HOUR' || !isWhole(day)
  const isByHour = (day: Chunk) => report.form === 'occupancy' || isShownByHour(day)
  const first = keptDays === undefined ? (days[0]?.key ?? '') : addDays(localDate(account.timeZone, now), 1 - keptDays)
  const kept = days.filter(({ key }) => key >= first)
  const hours = kept.filter(isByHour)
  const begun = hours.filter(({ start }) => start <= now)
  if (begun.length > maxHourDays)
    throw new GapError(
      'RANGE_TOO_LONG',
      `hours need one call per day: ${begun.length} days are requested, at most ${maxHourDays} are allowed`,
      {
        isFailure: false,
      },
    )
  const place = (grain: LayoutPiece['grain'], of: readonly Chunk[]) => toPiece(grain, of, report, scope, account)
  return {
    pieces: [
      ...place(
        'day',
        kept.filter((day) => !isByHour(day)),
      ),
      ...place('hour', hours),
    ],
    gaps: kept.length === days.length ? [] : [toRetentionGap(first)],
    warnings: [...warnOfZone(report, scope, account), ...warnOfHours(report, scope, hours.filter(isShownByHour))],
  }
}

function toPiece(
  grain: LayoutPiece['grain'],
  days: readonly Chunk[],
  report: LiveChatReport,
  { timeZone }: Scope,
  account: CommonSettings,
): LayoutPiece[] {
  if (days.length === 0) return []
  const rowZone = report.zoneSupport === 'ANY_ZONE' ? timeZone : account.timeZone
  const chunks = rowZone === timeZone ? days : days.map(({ key }) => toDayChunk(rowZone, key))
  return [{ grain, rowZone, chunks, ...(rowZone !== timeZone && { shiftedFrom: rowZone }) }]
}

/** Whole days in one span; a ranking has no hours, and no zone but the account's own. */
export function layOutRanking(report: LiveChatReport, scope: Scope, account: CommonSettings): Layout {
  const { range, timeZone } = scope
  const [first, after] = [localDate(timeZone, range.start), localDate(timeZone, range.end)]
  if (dayStart(timeZone, first) !== range.start || dayStart(timeZone, after) !== range.end)
    throw new GapError('GRANULARITY_UNSUPPORTED', `${report.upstream} ranks whole days only`, { isFailure: false })
  const last = addDays(after, -1)
  const rowZone = account.timeZone
  const chunk = { key: toRankingKey(first, last), start: dayStart(rowZone, first), end: dayStart(rowZone, after) }
  return {
    pieces: [{ grain: 'span', rowZone, chunks: [chunk] }],
    gaps: [],
    warnings: warnOfZone(report, scope, account),
  }
}

const toRetentionGap = (first: CalendarDate): Gap => ({
  code: 'OUT_OF_RETENTION',
  message: `LiveChat keeps the last four occurrences of each weekday: no figures before ${first}`,
  isFailure: false,
})

function warnOfZone(
  { zoneSupport, upstream }: LiveChatReport,
  { timeZone }: Scope,
  account: CommonSettings,
): Warning[] {
  if (zoneSupport === 'ANY_ZONE' || (timeZone === account.timeZone && account.isTimeZoneKnown)) return []
  const own = account.isTimeZoneKnown ? account.timeZone : "the account's time zone (not configured)"
  return [
    {
      code: 'TIME_ZONE_APPROXIMATED',
      message: `${upstream} has no time zone parameter: its days are in ${own}, not in ${timeZone}`,
    },
  ]
}

/** Where the clock changes, some hours are not LiveChat's own. */
function warnOfHours({ zoneSupport }: LiveChatReport, { timeZone }: Scope, days: readonly Chunk[]): Warning[] {
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) return []
  const stretches = offsetPeriods(timeZone, first.start, last.end)
  const changes = stretches.slice(1).map((stretch, index) => stretch.offset - (stretches[index]?.offset ?? 0))
  const warn = (message: string): Warning[] => [{ code: 'ESTIMATED', message }]
  if (zoneSupport === 'ANY_ZONE' && changes.some((change) => change % hour !== 0))
    return warn(
      'For the half hour at the DST transition LiveChat reports counts but no means, minimums or maximums: those are null',
    )
  if (zoneSupport === 'ACCOUNT_ZONE' && changes.some((change) => change < 0))
    return warn(
      'LiveChat reports the repeated hour at the DST transition once: its value is in the first bucket, the second is null',
    )
  return []
}
