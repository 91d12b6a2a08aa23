import { mergeAll, toValue } from '../figures/aggregate.ts'
import { type Metric, metrics } from '../figures/metric.ts'
import { makesPartial } from '../port/error.ts'
import type { Loaders } from '../port/loaders.ts'
import type { Scope } from '../port/scope.ts'
import type { Source } from '../port/source.ts'
import { calendarUnits, toBuckets } from '../time/bucket.ts'
import {
  addDays,
  addMonths,
  type CalendarDate,
  daysBetween,
  type Instant,
  pastMidnight,
  type Span,
  utcMidnight,
} from '../time/date.ts'
import type { Period } from '../time/range.ts'
import { dayStart, firstInstant, hourStart, localDate, offsetAt } from '../time/zone.ts'
import type { Planner } from './plan/planner.ts'
import type { SourceGap } from './read/source-result.ts'
import { type Report, runReport } from './report.ts'

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
      ? instantsYearBefore(timeZone, range)
      : days(dateYearBefore(first), addDays(dateYearBefore(addDays(after, -1)), 1))
  // An hour begins there unless half an hour was skipped or repeated since (Lord Howe).
  if (period === 'INSTANTS')
    return { start: hourStart(timeZone, range.start - (range.end - range.start)), end: range.start }
  if (period === 'DAYS') return days(addDays(first, -daysBetween(first, after)), first)
  return days(calendarUnits[period].add(first, -1), first)
}

/** How many months the unit before is away. */
const monthsIn: Readonly<Partial<Record<Period, number>>> = { MONTH: 1, QUARTER: 3, YEAR: 12 }

/** The same date a year before; 29 February is compared with the 28th. */
const dateYearBefore = (date: CalendarDate): CalendarDate => dateBefore(date, 12)

/** The same day of a month before, or the last that it has. */
function dateBefore(date: CalendarDate, months: number): CalendarDate {
  const month = addMonths(date, -months)
  const lastDay = addDays(addMonths(month, 1), -1)
  const same = month.slice(0, 8) + date.slice(8)
  return same > lastDay ? lastDay : same
}

const clockAt = (timeZone: string, instant: Instant): number => instant + offsetAt(timeZone, instant)

function yearBefore(timeZone: string, instant: Instant): Instant {
  const clock = clockAt(timeZone, instant)
  return firstInstant(
    timeZone,
    utcMidnight(dateYearBefore(new Date(clock).toISOString().slice(0, 10))) + pastMidnight(clock),
  )
}

function instantsYearBefore(timeZone: string, range: Span): Span {
  const [start, end] = [yearBefore(timeZone, range.start), yearBefore(timeZone, range.end)]
  // 28 February to the 29th, or an hour that was skipped: nothing would be left to compare with.
  return { start, end: end > start ? end : start + (range.end - range.start) }
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
  const cut = Math.max(range.start, hourStart(timeZone, now))
  const same = hourStart(timeZone, toEarlierCut(scope, earlier, to, cut))
  const then = Math.min(earlier.range.end, Math.max(earlier.range.start, same))
  return {
    present: toRange(scope, { start: range.start, end: cut }),
    past: toRange(earlier, { start: earlier.range.start, end: then }),
  }
}

function toEarlierCut({ range, timeZone, period }: Scope, earlier: Scope, to: ComparisonPeriod, cut: Instant): Instant {
  if (period === 'INSTANTS')
    return to === 'PREVIOUS_YEAR'
      ? instantsYearBefore(timeZone, { start: range.start, end: cut }).end
      : earlier.range.start + (cut - range.start)
  const clock = clockAt(timeZone, cut)
  const date = new Date(clock).toISOString().slice(0, 10)
  const time = pastMidnight(clock)
  const first = localDate(timeZone, range.start)
  const months = to === 'PREVIOUS_YEAR' ? 12 : monthsIn[period]
  if (months === undefined) {
    const into = daysBetween(first, date)
    return firstInstant(timeZone, utcMidnight(addDays(localDate(timeZone, earlier.range.start), into)) + time)
  }
  const same = dateBefore(date, months)
  // The 31st against a month of 30 days, whose last is over: all of it.
  if (same.slice(8) !== date.slice(8) && first < date) return dayStart(timeZone, addDays(same, 1))
  return firstInstant(timeZone, utcMidnight(same) + time)
}

export interface Difference {
  readonly absolute: number | null
  readonly relative: number | null
  /** What either of the compared totals lacks. */
  readonly gaps: readonly SourceGap[]
}

/** total - earlier total, over sources that answered both; null where either is. */
export function compareTotals(metric: Metric, now: Report, then: Report): Difference {
  const { aggregation } = metrics[metric]
  const total = (report: Report, other: Report) => {
    const both = report.series.filter(({ source }) => other.series.some((one) => one.source.id === source.id))
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
  const gaps = [now, then].flatMap((report) => report.gaps.filter(makesPartial))
  return { absolute, relative: absolute === null || !past ? null : absolute / past, gaps }
}

/** Compares totals of a range in progress over equal elapsed time; there is nothing to compare before its first hour is over. */
export async function compareElapsed(
  metric: Metric,
  elapsed: Elapsed,
  sources: readonly Source[],
  loaders: Loaders,
  planner: Planner,
): Promise<Difference> {
  if (elapsed.present.buckets.length === 0 || elapsed.past.buckets.length === 0)
    return { absolute: null, relative: null, gaps: [] }
  const run = (scope: Scope) =>
    runReport(metric, scope, sources, loaders, { buckets: false, sampleSize: false }, planner)
  const [now, then] = await Promise.all([run(elapsed.present), run(elapsed.past)])
  return compareTotals(metric, now, then)
}
