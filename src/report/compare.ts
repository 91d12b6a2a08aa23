import { calendarUnits, toBuckets } from './bucket.ts'
import {
  addDays,
  addMonths,
  type CalendarDate,
  day,
  daysBetween,
  hour,
  type Instant,
  type Span,
  utcMidnight,
} from './date.ts'
import { type Metric, metrics } from './metric.ts'
import type { Source } from './port.ts'
import type { Report } from './report.ts'
import { runReport } from './run.ts'
import type { Scope } from './scope.ts'
import { mergeAll, toValue } from './tally.ts'
import type { Upstream } from './upstream.ts'
import { dayStart, firstInstant, localDate, offsetAt } from './zone.ts'

export type ComparisonPeriod = 'PREVIOUS_PERIOD' | 'PREVIOUS_YEAR'

/** The same question over the whole earlier period. */
export const toEarlierScope = (scope: Scope, to: ComparisonPeriod): Scope => toRange(scope, toEarlierRange(scope, to))

const toRange = (scope: Scope, range: Span): Scope => ({
  ...scope,
  range,
  buckets: toBuckets(range, scope.granularity, scope.timeZone),
})

function toEarlierRange({ range, timeZone, period }: Scope, to: ComparisonPeriod): Span {
  const first = localDate(timeZone, range.start)
  const after = localDate(timeZone, range.end)
  const days = (from: CalendarDate, until: CalendarDate) => ({
    start: dayStart(timeZone, from),
    end: dayStart(timeZone, until),
  })
  if (to === 'PREVIOUS_YEAR')
    return period === 'INSTANTS'
      ? { start: yearBefore(timeZone, range.start), end: yearBefore(timeZone, range.end) }
      : days(dateYearBefore(first), addDays(dateYearBefore(addDays(after, -1)), 1))
  if (period === 'INSTANTS') return { start: range.start - (range.end - range.start), end: range.start }
  if (period === 'DAYS') return days(addDays(first, -daysBetween(first, after)), first)
  return days(calendarUnits[period].add(first, -1), first)
}

/** The same date a year before; 29 February is compared with the 28th. */
function dateYearBefore(date: CalendarDate): CalendarDate {
  const month = addMonths(date, -12)
  const lastDay = addDays(addMonths(month, 1), -1)
  const same = month.slice(0, 8) + date.slice(8)
  return same > lastDay ? lastDay : same
}

const clockAt = (timeZone: string, instant: Instant): number => instant + offsetAt(timeZone, instant)

function yearBefore(timeZone: string, instant: Instant): Instant {
  const clock = clockAt(timeZone, instant)
  return firstInstant(
    timeZone,
    utcMidnight(dateYearBefore(new Date(clock).toISOString().slice(0, 10))) + (((clock % day) + day) % day),
  )
}

/** Two scopes of equal elapsed local time. */
export interface Elapsed {
  readonly present: Scope
  readonly past: Scope
}

/**
 * Where the range reaches past now: the part of it before the present hour, and the part of the earlier period up to
 * the same local time. Undefined when the whole range is over, and of no length before its first hour is.
 */
export function toElapsed(scope: Scope, earlier: Scope, to: ComparisonPeriod): Elapsed | undefined {
  const { range, timeZone, now } = scope
  if (range.end <= now) return undefined
  const cut = Math.max(range.start, now - (clockAt(timeZone, now) % hour))
  const then = Math.min(earlier.range.end, Math.max(earlier.range.start, toEarlierCut(scope, earlier, to, cut)))
  return {
    present: toRange(scope, { start: range.start, end: cut }),
    past: toRange(earlier, { start: earlier.range.start, end: then }),
  }
}

function toEarlierCut({ range, timeZone, period }: Scope, earlier: Scope, to: ComparisonPeriod, cut: Instant): Instant {
  if (to === 'PREVIOUS_YEAR') return yearBefore(timeZone, cut)
  if (period === 'INSTANTS') return earlier.range.start + (cut - range.start)
  const clock = clockAt(timeZone, cut)
  const date = new Date(clock).toISOString().slice(0, 10)
  const time = ((clock % day) + day) % day
  const months = { MONTH: 1, QUARTER: 3, YEAR: 12 }[period as string]
  if (months === undefined) {
    const into = daysBetween(localDate(timeZone, range.start), date)
    return firstInstant(timeZone, utcMidnight(addDays(localDate(timeZone, earlier.range.start), into)) + time)
  }
  const month = addMonths(date, -months)
  const same = month.slice(0, 8) + date.slice(8)
  // The 31st against a month of 30 days: all of it.
  if (same >= addMonths(month, 1)) return dayStart(timeZone, addMonths(month, 1))
  return firstInstant(timeZone, utcMidnight(same) + time)
}

/** total - earlier total, over sources that answered both; null where either is. */
export function compareTotals(metric: Metric, now: Report, then: Report) {
  const { aggregation } = metrics[metric]
  const total = (report: Report, other: Report) => {
    const both = report.series.filter(({ source }) => other.series.some((one) => one.source === source))
    return toValue(
      aggregation,
      mergeAll(
        aggregation,
        both.map((one) => one.total),
      ),
    )
  }
  const [present, past] = [total(now, then), total(then, now)]
  const absolute = present === null || past === null ? null : present - past
  return { absolute, relative: absolute === null || past === 0 || past === null ? null : absolute / past }
}

/** Totals of a range under way compared over equal elapsed time; nothing to compare before its first hour is over. */
export async function compareElapsed(metric: Metric, elapsed: Elapsed, sources: readonly Source[], upstream: Upstream) {
  if (elapsed.present.buckets.length === 0 || elapsed.past.buckets.length === 0)
    return { absolute: null, relative: null }
  const run = (scope: Scope) => runReport(metric, scope, sources, upstream)
  const [now, then] = await Promise.all([run(elapsed.present), run(elapsed.past)])
  return compareTotals(metric, now, then)
}
