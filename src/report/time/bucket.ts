import { memoize } from '../../concurrency/memoize.ts'
import {
  addDays,
  addMonths,
  type CalendarDate,
  hour,
  type Instant,
  monthOf,
  pastHour,
  type Span,
  weekdayOf,
} from './date.ts'
import { dayStart, localDate, offsetAt, offsetPeriods } from './zone.ts'

export const granularities = ['HOUR', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const

/** Calendar units in the requested time zone. */
export type Granularity = (typeof granularities)[number]

export const daysOfWeek = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const
export type DayOfWeek = (typeof daysOfWeek)[number]

/** Where weeks and fiscal years begin. */
export interface Calendar {
  readonly weekStart: DayOfWeek
  /** The month, 1 to 12, in which a year and its first quarter begin. */
  readonly fiscalYearStart: number
}

/** Weeks from Monday (ISO 8601), years from January. */
export const isoCalendar: Calendar = { weekStart: 'MONDAY', fiscalYearStart: 1 }

interface CalendarUnit {
  /** The first day of the unit that holds a date. */
  readonly floor: (date: CalendarDate) => CalendarDate
  /** The first day `amount` units after the unit that begins on `first`. */
  readonly add: (first: CalendarDate, amount: number) => CalendarDate
}

export function toCalendarUnit(unit: Exclude<Granularity, 'HOUR'>, calendar: Calendar): CalendarUnit {
  const daysIntoWeek = (date: CalendarDate) => (weekdayOf(date) - daysOfWeek.indexOf(calendar.weekStart) + 7) % 7
  const monthsIntoYear = (date: CalendarDate) => (monthOf(date) - calendar.fiscalYearStart + 12) % 12
  const units: Readonly<Record<typeof unit, CalendarUnit>> = {
    DAY: { floor: (date) => date, add: addDays },
    WEEK: { floor: (date) => addDays(date, -daysIntoWeek(date)), add: (first, weeks) => addDays(first, 7 * weeks) },
    MONTH: { floor: (date) => addMonths(date, 0), add: addMonths },
    QUARTER: {
      floor: (date) => addMonths(date, -(monthsIntoYear(date) % 3)),
      add: (first, quarters) => addMonths(first, 3 * quarters),
    },
    YEAR: {
      floor: (date) => addMonths(date, -monthsIntoYear(date)),
      add: (first, years) => addMonths(first, 12 * years),
    },
  }
  return units[unit]
}

/**
 * The calendar units that cover a range, oldest first, none missing; the first and the last are cut by it.
 * Each pass of a repeated hour is a bucket, so a clock put back by half an hour makes a bucket of 30 minutes.
 * Returns at most `limit` + 1 buckets, so that a range with too many is rejected without creating all of them.
 */
export function toBuckets(
  range: Span,
  granularity: Granularity,
  zone: string,
  { weekStart, fiscalYearStart }: Calendar = isoCalendar,
  limit = Number.POSITIVE_INFINITY,
): readonly Span[] {
  return rememberedBuckets(range.start, range.end, granularity, zone, weekStart, fiscalYearStart, limit)
}

const rememberedBuckets = memoize(cutRange, 100_000, ({ length }) => length)

function cutRange(
  rangeStart: number,
  rangeEnd: number,
  granularity: Granularity,
  zone: string,
  weekStart: DayOfWeek,
  fiscalYearStart: number,
  limit: number,
): readonly Span[] {
  const range = { start: rangeStart, end: rangeEnd }
  const calendar = { weekStart, fiscalYearStart }
  const edges = granularity === 'HOUR' ? hourEdges(range, zone) : calendarEdges(range, granularity, zone, calendar)
  const buckets: Span[] = []
  let start = range.start
  for (const edge of edges) {
    const end = Math.min(edge, range.end)
    if (end > start) buckets.push({ start, end })
    if (edge >= range.end || buckets.length > limit) break
    start = Math.max(start, end)
  }
  return buckets
}

function* hourEdges(range: Span, zone: string): Generator<number> {
  for (const { start, end, offset } of offsetPeriods(zone, range.start, range.end)) {
    for (let edge = start + hour - pastHour(start + offset); edge < end; edge += hour) yield edge
    yield end
  }
}

function* calendarEdges(
  range: Span,
  granularity: Exclude<Granularity, 'HOUR'>,
  zone: string,
  calendar: Calendar,
): Generator<number> {
  const unit = toCalendarUnit(granularity, calendar)
  let date = unit.floor(localDate(zone, range.start))
  for (;;) {
    date = unit.add(date, 1)
    yield dayStart(zone, date)
  }
}

/** True where an hour of the local clock begins, or where the clock was put forward or back. */
export function isHourStart(zone: string, instant: Instant): boolean {
  const offset = offsetAt(zone, instant)
  return (instant + offset) % hour === 0 || offsetAt(zone, instant - 1) !== offset
}

/** The end of the hour before an instant, or the instant itself where an hour begins. */
export function hourEnd(zone: string, instant: Instant): Instant {
  if (isHourStart(zone, instant)) return instant
  const next = instant - pastHour(instant + offsetAt(zone, instant)) + hour
  return offsetPeriods(zone, instant, next)[0]?.end ?? next
}

/** The beginning of the hour that holds an instant: of the local clock's, or where the clock was put forward or back. */
export function hourStart(zone: string, instant: Instant): Instant {
  const floor = instant - pastHour(instant + offsetAt(zone, instant))
  return offsetPeriods(zone, floor, instant + 1).at(-1)?.start ?? floor
}
