import { BadArgument } from '../port/error.ts'
import { maxBuckets, type Scope } from '../port/scope.ts'
import { hourStart, toBuckets } from '../time/bucket.ts'
import {
  addDays,
  addMonths,
  type CalendarDate,
  daysBetween,
  type Instant,
  monthsBetween,
  pastMidnight,
  type Span,
  utcMidnight,
} from '../time/date.ts'
import { type RangeInput, type ResolvedRange, resolveRange } from '../time/range.ts'
import { dayStart, firstInstant, localDate, offsetAt } from '../time/zone.ts'

export type ComparisonPeriod = 'PREVIOUS_PERIOD' | 'PREVIOUS_YEAR' | 'PREVIOUS_YEAR_SAME_WEEKDAY'

/** What a scope is compared with: a period before it, or a range of the caller's own. */
export type ComparisonTarget = ComparisonPeriod | ResolvedRange

/** The arguments of a comparison. */
export interface ComparisonInput {
  readonly to?: ComparisonPeriod | null | undefined
  readonly range?: RangeInput | null | undefined
}

/** What the arguments mean for a scope: the period before it where they name none. Throws BadArgument. */
export function toComparisonTarget({ to, range }: ComparisonInput, scope: Scope): ComparisonTarget {
  if (!range) return to ?? 'PREVIOUS_PERIOD'
  if (to) throw new BadArgument('comparison', `has both to (${to}) and range; give one of them`)
  const { timeZone: zone, calendar, now, granularity } = scope
  const resolved = resolveRange(range, { zone, calendar, now, argument: 'comparison.range' })
  if (toBuckets(resolved, granularity, zone, calendar, maxBuckets).length > maxBuckets)
    throw new BadArgument(
      'comparison.range',
      `has more than ${maxBuckets} buckets of ${granularity}; use a shorter range`,
    )
  return resolved
}

/** The same question over the whole other period. */
export const toEarlierScope = (scope: Scope, to: ComparisonTarget): Scope =>
  typeof to === 'string'
    ? toRange(scope, shiftRange(scope, toShift(scope, to)))
    : { ...toRange(scope, { start: to.start, end: to.end }), isWidened: to.isWidened }

const toRange = (scope: Scope, range: Span): Scope => ({
  ...scope,
  range,
  buckets: toBuckets(range, scope.granularity, scope.timeZone, scope.calendar),
})

/** How far back the other period is. */
type Shift =
  | { readonly unit: 'MONTH'; readonly amount: number; readonly isAdjacent: boolean }
  | { readonly unit: 'DAY'; readonly amount: number }
  | { readonly unit: 'TIME'; readonly amount: number }

/** Depends on the resolved instants alone, not on how the range was written. */
function toShift({ range, timeZone }: Scope, to: ComparisonPeriod): Shift {
  if (to === 'PREVIOUS_YEAR') return { unit: 'MONTH', amount: 12, isAdjacent: false }
  if (to === 'PREVIOUS_YEAR_SAME_WEEKDAY') return { unit: 'DAY', amount: 364 }
  if (!isOfDays(range, timeZone)) return { unit: 'TIME', amount: range.end - range.start }
  const [first, after] = [localDate(timeZone, range.start), localDate(timeZone, range.end)]
  if (first.endsWith('-01') && after.endsWith('-01'))
    return { unit: 'MONTH', amount: monthsBetween(first, after), isAdjacent: true }
  // Whole weeks go back by as many days.
  return { unit: 'DAY', amount: daysBetween(first, after) }
}

/** Whether a range consists of whole days. */
const isOfDays = ({ start, end }: Span, timeZone: string): boolean =>
  [start, end].every((edge) => dayStart(timeZone, localDate(timeZone, edge)) === edge)

function shiftRange({ range, timeZone }: Scope, shift: Shift): Span {
  const days = (from: CalendarDate, until: CalendarDate) => ({
    start: dayStart(timeZone, from),
    end: dayStart(timeZone, until),
  })
  // An hour begins there unless half an hour was skipped or repeated since (Lord Howe).
  if (shift.unit === 'TIME') return { start: hourStart(timeZone, range.start - shift.amount), end: range.start }
  if (!isOfDays(range, timeZone)) return shiftInstants(timeZone, range, shift)
  const [first, after] = [localDate(timeZone, range.start), localDate(timeZone, range.end)]
  if (shift.unit === 'DAY') return days(addDays(first, -shift.amount), addDays(after, -shift.amount))
  if (shift.isAdjacent) return days(addMonths(first, -shift.amount), first)
  return days(dateBefore(first, shift.amount), addDays(dateBefore(addDays(after, -1), shift.amount), 1))
}

/** The same day of a month before, or the last that it has: 29 February is compared with the 28th. */
function dateBefore(date: CalendarDate, months: number): CalendarDate {
  const month = addMonths(date, -months)
  const lastDay = addDays(addMonths(month, 1), -1)
  const same = month.slice(0, 8) + date.slice(8)
  return same > lastDay ? lastDay : same
}

const clockAt = (timeZone: string, instant: Instant): number => instant + offsetAt(timeZone, instant)

/** The same local time of the day that is months or days before. */
function shiftInstant(timeZone: string, instant: Instant, { unit, amount }: Shift): Instant {
  const clock = clockAt(timeZone, instant)
  const date = new Date(clock).toISOString().slice(0, 10)
  const same = unit === 'MONTH' ? dateBefore(date, amount) : addDays(date, -amount)
  return firstInstant(timeZone, utcMidnight(same) + pastMidnight(clock))
}

function shiftInstants(timeZone: string, range: Span, shift: Shift): Span {
  const [start, end] = [shiftInstant(timeZone, range.start, shift), shiftInstant(timeZone, range.end, shift)]
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
 * the same local time. Undefined when the whole range is over; both are empty until its first hour is over.
 */
export function toElapsed(scope: Scope, earlier: Scope, to: ComparisonTarget): Elapsed | undefined {
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

function toEarlierCut(scope: Scope, earlier: Scope, to: ComparisonTarget, cut: Instant): Instant {
  const { range, timeZone } = scope
  const shift = typeof to === 'string' ? toShift(scope, to) : undefined
  const areDays = isOfDays(range, timeZone) && isOfDays(earlier.range, timeZone)
  if (shift && shift.unit !== 'TIME' && !areDays)
    return shiftInstants(timeZone, { start: range.start, end: cut }, shift).end
  if (!areDays) return earlier.range.start + (cut - range.start)
  const clock = clockAt(timeZone, cut)
  const date = new Date(clock).toISOString().slice(0, 10)
  const time = pastMidnight(clock)
  const first = localDate(timeZone, range.start)
  if (shift?.unit !== 'MONTH') {
    const into = daysBetween(first, date)
    return firstInstant(timeZone, utcMidnight(addDays(localDate(timeZone, earlier.range.start), into)) + time)
  }
  const same = dateBefore(date, shift.amount)
  // The 31st against a month of 30 days, whose last is over: all of it.
  if (same.slice(8) !== date.slice(8) && first < date) return dayStart(timeZone, addDays(same, 1))
  return firstInstant(timeZone, utcMidnight(same) + time)
}
