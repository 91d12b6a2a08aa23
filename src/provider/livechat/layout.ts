import { type Gap, GapError, type Warning } from '../../report/port/error.ts'
import type { Scope } from '../../report/port/scope.ts'
import { type Chunk, type Layout, type LayoutPiece, toDayChunk, toDayChunks } from '../../report/port/series.ts'
import { addDays, type CalendarDate, hour } from '../../report/time/date.ts'
import { dayStart, localDate, offsetPeriods } from '../../report/time/zone.ts'
import type { LiveChatAccount, ReportFormat } from './dataset.ts'

/** Whole days as days; hours for hourly reports, for days that the range cuts, and if there are only hours. */
export function layOutReport(
  report: ReportFormat,
  scope: Scope,
  account: LiveChatAccount,
  hasOnlyHours = false,
): Layout {
  const { range, timeZone, granularity, now } = scope
  const { maxHourDays = Number.POSITIVE_INFINITY, keptDays } = report.limits ?? {}
  const days = toDayChunks(timeZone, range)
  const isWhole = (day: Chunk) => day.start >= range.start && day.end <= range.end
  const isShownByHour = (day: Chunk) => granularity === 'HOUR' || !isWhole(day)
  const isByHour = (day: Chunk) => hasOnlyHours || isShownByHour(day)
  const first = keptDays === undefined ? (days[0]?.key ?? '') : addDays(localDate(account.timeZone, now), 1 - keptDays)
  const kept = days.filter(({ key }) => key >= first)
  const hours = kept.filter(isByHour)
  const started = hours.filter(({ start }) => start <= now)
  if (started.length > maxHourDays)
    throw new GapError(
      'RANGE_TOO_LONG',
      `hours need one call per day: ${started.length} days are requested, at most ${maxHourDays} are allowed`,
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
  report: ReportFormat,
  { timeZone }: Scope,
  account: LiveChatAccount,
): LayoutPiece[] {
  if (days.length === 0) return []
  const rowZone = report.zoneSupport === 'ANY_ZONE' ? timeZone : account.timeZone
  const chunks = rowZone === timeZone ? days : days.map(({ key }) => toDayChunk(rowZone, key))
  return [{ grain, rowZone, chunks, ...(rowZone !== timeZone && { shiftedFrom: rowZone }) }]
}

/** Whole days in one span: a ranking has no hours, and only the account's zone. */
export function layOutRanking(upstream: string, scope: Scope, account: LiveChatAccount): Layout {
  const { range, timeZone } = scope
  const [first, after] = [localDate(timeZone, range.start), localDate(timeZone, range.end)]
  if (dayStart(timeZone, first) !== range.start || dayStart(timeZone, after) !== range.end)
    throw new GapError('GRANULARITY_UNSUPPORTED', `${upstream} ranks whole days only`, { isFailure: false })
  const last = addDays(after, -1)
  const rowZone = account.timeZone
  const chunk = { key: `${first}/${last}`, start: dayStart(rowZone, first), end: dayStart(rowZone, after) }
  return {
    pieces: [{ grain: 'span', rowZone, chunks: [chunk] }],
    gaps: [],
    warnings: warnOfZone({ upstream, zoneSupport: 'ACCOUNT_ZONE' }, scope, account),
  }
}

const toRetentionGap = (first: CalendarDate): Gap => ({
  code: 'OUT_OF_RETENTION',
  message: `LiveChat keeps the last four occurrences of each weekday: no figures before ${first}`,
  isFailure: false,
})

function warnOfZone(
  { zoneSupport, upstream }: Pick<ReportFormat, 'zoneSupport' | 'upstream'>,
  { timeZone }: Scope,
  account: LiveChatAccount,
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

/** On DST-transition days some hours cannot be read from LiveChat exactly. */
function warnOfHours({ zoneSupport }: ReportFormat, { timeZone }: Scope, days: readonly Chunk[]): Warning[] {
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) return []
  const periods = offsetPeriods(timeZone, first.start, last.end)
  const changes = periods.slice(1).map((period, index) => period.offset - (periods[index]?.offset ?? 0))
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
