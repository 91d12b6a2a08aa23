import { memoize } from '../../concurrency/memoize.ts'
import { addDays, addMonths, type CalendarDate, hour, monthOf, pastHour, type Span, weekdayOf } from './date.ts'
import { dayStart, localDate, offsetPeriods } from './zone.ts'

export const granularities = ['HOUR', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const

/** Calendar units in the requested time zone; weeks begin on Monday (ISO 8601). */
export type Granularity = (typeof granularities)[number]

interface CalendarUnit {
  /** The first day of the unit that holds a date. */
  readonly floor: (date: CalendarDate) => CalendarDate
  /** The first day `amount` units after the unit that begins on `first`. */
  readonly add: (first: CalendarDate, amount: number) => CalendarDate
}

export const calendarUnits: Readonly<Record<Exclude<Granularity, 'HOUR'>, CalendarUnit>> = {
  DAY: { floor: (date) => date, add: addDays },
  WEEK: { floor: (date) => addDays(date, -weekdayOf(date)), add: (first, weeks) => addDays(first, 7 * weeks) },
  MONTH: { floor: (date) => addMonths(date, 0), add: addMonths },
  QUARTER: {
    floor: (date) => addMonths(date, -((monthOf(date) - 1) % 3)),
    add: (first, quarters) => addMonths(first, 3 * quarters),
  },
  YEAR: { floor: (date) => addMonths(date, 1 - monthOf(date)), add: (first, years) => addMonths(first, 12 * years) },
}

/**
 * The calendar units that cover a range, oldest first, none missing; the first and the last are cut by it.
 * Each pass of a repeated hour is a bucket, so a clock put back by half an hour makes a bucket of 30 minutes.
 * Stops one past `limit`: more need not be counted to be rejected.
 */
export function toBuckets(
  range: Span,
  granularity: Granularity,
  zone: string,
  limit = Number.POSITIVE_INFINITY,
): readonly Span[] {
  return rememberedBuckets(range.start, range.end, granularity, zone, limit)
}

const rememberedBuckets = memoize(cutRange, 100_000, ({ length }) => length)

function cutRange(
  rangeStart: number,
  rangeEnd: number,
  granularity: Granularity,
  zone: string,
  limit: number,
): readonly Span[] {
  const range = { start: rangeStart, end: rangeEnd }
  const edges = granularity === 'HOUR' ? hourEdges(range, zone) : calendarEdges(range, granularity, zone)
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

function* calendarEdges(range: Span, granularity: Exclude<Granularity, 'HOUR'>, zone: string): Generator<number> {
  const unit = calendarUnits[granularity]
  let date = unit.floor(localDate(zone, range.start))
  for (;;) {
    date = unit.add(date, 1)
    yield dayStart(zone, date)
  }
}
