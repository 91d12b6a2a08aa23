import { BadArgument } from '../port/error.ts'
import { type Calendar, type Granularity, hourEnd, hourStart, toCalendarUnit } from './bucket.ts'
import { addDays, type CalendarDate, hour, type Instant, isCalendarDate, pastHour, type Span } from './date.ts'
import { parseDuration } from './duration.ts'
import { dayStart, localDate, offsetAt } from './zone.ts'

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
  readonly between?: { readonly from: string | number; readonly to: string | number } | null | undefined
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

/** How a range is resolved: the caller's zone and calendar, at one instant. */
export interface RangeSetting {
  readonly zone: string
  readonly calendar: Calendar
  readonly now: Instant
  /** The argument that error messages name. */
  readonly argument?: string
}

/** A half-open range of instants, and whether it was widened to whole hours. */
export interface ResolvedRange extends Span {
  readonly isWidened: boolean
}

const earliestDay = '2000-01-01'
const latestDay = '2099-12-31'

/**
 * The half-open range of instants that is meant, in the requested time zone. Throws BadArgument, which names the member
 * of the argument and what would be right.
 */
export function resolveRange(input: RangeInput, setting: RangeSetting): ResolvedRange {
  const { zone, argument = 'scope.range' } = setting
  const range = readRange(input, { ...setting, argument })
  if (!isAskable(range, zone)) throw new BadArgument(argument, `the range ${years}`)
  return { isWidened: false, ...range }
}

const years = 'is not within the years 2000 to 2099'

const isAskable = ({ start, end }: Span, zone: string): boolean =>
  start >= dayStart(zone, earliestDay) && end <= dayStart(zone, addDays(latestDay, 1))

type Setting = Required<RangeSetting>

function readRange(input: RangeInput, setting: Setting): Span {
  if (input.days) return readDays(input.days, setting)
  if (input.between) return readInstants(input.between, setting)
  if (typeof input.last === 'string') return readLast(input.last, setting)
  if (input.preset) {
    const [unit, steps] = presetUnits[input.preset]
    return unitsFrom(unit, steps, 1, setting)
  }
  throw new BadArgument(setting.argument, 'specify exactly one of days, last, between and preset')
}

function readDays({ first, last }: NonNullable<RangeInput['days']>, { zone, argument }: Setting): Span {
  const firstDay = parseDay(first, `${argument}.days.first`)
  const lastDay = parseDay(last, `${argument}.days.last`)
  if (firstDay > lastDay)
    throw new BadArgument(
      `${argument}.days`,
      `first (${first}) must not be after last (${last}); both days are inclusive`,
    )
  return { start: dayStart(zone, firstDay), end: dayStart(zone, addDays(lastDay, 1)) }
}

function parseDay(text: string, argument: string): CalendarDate {
  if (!isCalendarDate(text)) throw new BadArgument(argument, `${quote(text)} is not a calendar date such as 2026-03-29`)
  if (text < earliestDay || text > latestDay) throw new BadArgument(argument, `${quote(text)} ${years}`)
  return text
}

/** Two instants, widened outward to whole hours of the zone: sources have no shorter buckets. */
function readInstants({ from, to }: NonNullable<RangeInput['between']>, { zone, argument }: Setting): ResolvedRange {
  const first = parseInstant(from, zone, `${argument}.between.from`)
  const last = parseInstant(to, zone, `${argument}.between.to`)
  if (first >= last)
    throw new BadArgument(`${argument}.between`, `from (${from}) must be before to (${to}), which is exclusive`)
  const [start, end] = [hourStart(zone, first), hourEnd(zone, last)]
  return { start, end, isWidened: start !== first || end !== last }
}

const dateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

function parseInstant(value: string | number, zone: string, argument: string): Instant {
  const text = String(value)
  const shown = quote(value)
  if (/^\d{9,11}$/.test(text))
    throw new BadArgument(
      argument,
      `${shown} has the ${text.length} digits of epoch seconds; send epoch milliseconds, such as ${text}000`,
    )
  const isDateTime = dateTime.test(text) && isCalendarDate(text.slice(0, 10))
  const instant = isDateTime ? Date.parse(text) : /^\d{12,13}$/.test(text) ? Number(text) : Number.NaN
  if (Number.isNaN(instant))
    throw new BadArgument(
      argument,
      `${shown} is neither a date and time with a UTC offset such as 2026-03-29T00:00:00+01:00 nor epoch milliseconds such as 1774738800000`,
    )
  if (!isAskable({ start: instant, end: instant }, zone)) throw new BadArgument(argument, `${shown} ${years}`)
  return instant
}

function readLast(text: string, setting: Setting): Span {
  const { zone, now } = setting
  const argument = `${setting.argument}.last`
  const duration = parseDuration(text)
  const hint = 'is not a duration in hours, days, weeks, months or years such as PT24H, P30D, P4W, P6M or P1Y'
  if (!duration) throw new BadArgument(argument, `${quote(text)} ${hint}`)
  const { amount, unit } = duration
  if (unit === 'MINUTE' || unit === 'SECOND') throw new BadArgument(argument, `${quote(text)} ${hint}`)
  if (unit !== 'HOUR') return unitsFrom(unit, 1 - amount, amount, setting)
  const floorHour = (instant: Instant) => instant - pastHour(instant + offsetAt(zone, instant))
  const end = floorHour(now) + hour
  return { start: floorHour(end - amount * hour), end }
}

/** `count` whole calendar units, the first of them `steps` units after the present one. */
function unitsFrom(
  unit: Exclude<Granularity, 'HOUR'>,
  steps: number,
  count: number,
  { zone, calendar, now, argument }: Setting,
): Span {
  const { floor, add } = toCalendarUnit(unit, calendar)
  const first = add(floor(localDate(zone, now)), steps)
  if (first < earliestDay) throw new BadArgument(argument, `the range ${years}`)
  return { start: dayStart(zone, first), end: dayStart(zone, add(first, count)) }
}

const quote = (value: string | number): string => JSON.stringify(typeof value === 'string' ? value.slice(0, 80) : value)
