import { BadArgument } from '../port/error.ts'
import { calendarUnits, type Granularity } from './bucket.ts'
import { addDays, type CalendarDate, hour, type Instant, isCalendarDate, pastHour, type Span } from './date.ts'
import { parseDuration } from './duration.ts'
import { dayStart, isHourStart, localDate, offsetAt } from './zone.ts'

export type RangePreset =
  | 'TODAY'
  | 'YESTERDAY'
  | 'THIS_WEEK'
  | 'LAST_WEEK'
  | 'THIS_MONTH'
  | 'LAST_MONTH'
  | 'THIS_QUARTER'
  | 'LAST_QUARTER'
  | 'THIS_YEAR'
  | 'LAST_YEAR'

/** Exactly one member is present. */
export interface RangeInput {
  readonly days?: { readonly first: string; readonly last: string } | null | undefined
  readonly last?: string | null | undefined
  readonly between?: { readonly from: string; readonly to: string } | null | undefined
  readonly preset?: RangePreset | null | undefined
}

const presetUnits: Readonly<Record<RangePreset, readonly [Exclude<Granularity, 'HOUR'>, number]>> = {
  TODAY: ['DAY', 0],
  YESTERDAY: ['DAY', -1],
  THIS_WEEK: ['WEEK', 0],
  LAST_WEEK: ['WEEK', -1],
  THIS_MONTH: ['MONTH', 0],
  LAST_MONTH: ['MONTH', -1],
  THIS_QUARTER: ['QUARTER', 0],
  LAST_QUARTER: ['QUARTER', -1],
  THIS_YEAR: ['YEAR', 0],
  LAST_YEAR: ['YEAR', -1],
}

/** What a range is measured in, which says what the period before it is: a calendar unit, days, or elapsed time. */
export type Period = Exclude<Granularity, 'HOUR' | 'DAY'> | 'DAYS' | 'INSTANTS'

export function toPeriod({ days, last, preset }: RangeInput): Period {
  if (preset) return presetUnits[preset][0] === 'DAY' ? 'DAYS' : presetUnits[preset][0]
  return days || (last && parseDuration(last)?.unit !== 'HOUR') ? 'DAYS' : 'INSTANTS'
}

const earliestDay = '2000-01-01'
const latestDay = '2099-12-31'

/**
 * The half-open range of instants that is meant, in the requested time zone.
 * Throws BadArgument, which names the member of `scope.range` and what would be right.
 */
export function resolveRange(input: RangeInput, zone: string, now: Instant): Span {
  const range = readRange(input, zone, now)
  if (!isAskable(range, zone)) throw new BadArgument('scope.range', `the range ${years}`)
  return range
}

const years = 'is not within the years 2000 to 2099'

const isAskable = ({ start, end }: Span, zone: string): boolean =>
  start >= dayStart(zone, earliestDay) && end <= dayStart(zone, addDays(latestDay, 1))

function readRange(input: RangeInput, zone: string, now: Instant): Span {
  if (input.days) return readDays(input.days, zone)
  if (input.between) return readInstants(input.between, zone)
  if (typeof input.last === 'string') return readLast(input.last, zone, now)
  if (input.preset) {
    const [unit, steps] = presetUnits[input.preset]
    return unitsFrom(unit, localDate(zone, now), steps, 1, zone)
  }
  throw new BadArgument('scope.range', 'specify exactly one of days, last, between and preset')
}

function readDays({ first, last }: { readonly first: string; readonly last: string }, zone: string): Span {
  const firstDay = parseDay(first, 'scope.range.days.first')
  const lastDay = parseDay(last, 'scope.range.days.last')
  if (firstDay > lastDay)
    throw new BadArgument(
      'scope.range.days',
      `first (${first}) must not be after last (${last}); both days are inclusive`,
    )
  return { start: dayStart(zone, firstDay), end: dayStart(zone, addDays(lastDay, 1)) }
}

function parseDay(text: string, argument: string): CalendarDate {
  if (!isCalendarDate(text)) throw new BadArgument(argument, `${quote(text)} is not a calendar date such as 2026-03-29`)
  if (text < earliestDay || text > latestDay) throw new BadArgument(argument, `${quote(text)} ${years}`)
  return text
}

function readInstants({ from, to }: { readonly from: string; readonly to: string }, zone: string): Span {
  const start = parseInstant(from, zone, 'scope.range.between.from')
  const end = parseInstant(to, zone, 'scope.range.between.to')
  if (start >= end)
    throw new BadArgument('scope.range.between', `from (${from}) must be before to (${to}), which is exclusive`)
  return { start, end }
}

function parseInstant(text: string, zone: string, argument: string): Instant {
  const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/
  const instant = form.test(text) && isCalendarDate(text.slice(0, 10)) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(instant))
    throw new BadArgument(
      argument,
      `${quote(text)} is not a date and time with a UTC offset such as 2026-03-29T00:00:00+01:00`,
    )
  if (!isAskable({ start: instant, end: instant }, zone)) throw new BadArgument(argument, `${quote(text)} ${years}`)
  if (!isHourStart(zone, instant))
    throw new BadArgument(argument, `${quote(text)} is not the start of an hour in ${zone}; use a full hour`)
  return instant
}

function readLast(text: string, zone: string, now: Instant): Span {
  const duration = parseDuration(text)
  const hint = 'is not a duration in hours, days, weeks, months or years such as PT24H, P30D, P4W, P6M or P1Y'
  if (!duration) throw new BadArgument('scope.range.last', `${quote(text)} ${hint}`)
  const { amount, unit } = duration
  if (unit === 'MINUTE' || unit === 'SECOND') throw new BadArgument('scope.range.last', `${quote(text)} ${hint}`)
  if (unit !== 'HOUR') return unitsFrom(unit, localDate(zone, now), 1 - amount, amount, zone)
  const floorHour = (instant: Instant) => instant - pastHour(instant + offsetAt(zone, instant))
  const end = floorHour(now) + hour
  return { start: floorHour(end - amount * hour), end }
}

/** `count` whole calendar units, the first of them `steps` units after the one that holds `date`. */
function unitsFrom(
  unit: Exclude<Granularity, 'HOUR'>,
  date: CalendarDate,
  steps: number,
  count: number,
  zone: string,
): Span {
  const { floor, add } = calendarUnits[unit]
  const first = add(floor(date), steps)
  if (first < earliestDay) throw new BadArgument('scope.range', `the range ${years}`)
  return { start: dayStart(zone, first), end: dayStart(zone, add(first, count)) }
}

const quote = (text: string): string => JSON.stringify(text.slice(0, 80))
