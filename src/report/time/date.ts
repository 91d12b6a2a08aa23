/** A calendar day as `YYYY-MM-DD`, so that the order of the strings is that of the days. */
export type CalendarDate = string

/** A half-open range of instants. */
export interface Span {
  readonly start: Instant
  /** Exclusive. */
  readonly end: Instant
}

/** Epoch milliseconds. */
export type Instant = number

export const minute = 60_000
export const hour = 3_600_000
export const day = 86_400_000

const toEpoch = (date: CalendarDate): Instant => Date.parse(`${date}T00:00:00Z`)
const fromEpoch = (instant: Instant): CalendarDate => new Date(instant).toISOString().slice(0, 10)

/** True for a day that exists, written `YYYY-MM-DD`. */
export function isCalendarDate(text: string): boolean {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(text) ? toEpoch(text) : Number.NaN
  return !Number.isNaN(instant) && fromEpoch(instant) === text
}

/** Midnight of the date on a UTC clock: what calendar arithmetic counts with. */
export const utcMidnight = toEpoch

export const addDays = (date: CalendarDate, days: number): CalendarDate => fromEpoch(toEpoch(date) + days * day)

/** Days from `first` to `last`: 0 for the same day. */
export const daysBetween = (first: CalendarDate, last: CalendarDate): number => (toEpoch(last) - toEpoch(first)) / day

/** The first of the month `months` later than the month of `date`. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const [year = 0, month = 1] = date.split('-').map(Number)
  return fromEpoch(Date.UTC(year, month - 1 + months, 1))
}

/** Calendar months from `first` to `last`, of which both are the first of a month. */
export function monthsBetween(first: CalendarDate, last: CalendarDate): number {
  const [[fromYear = 0, fromMonth = 0], [toYear = 0, toMonth = 0]] = [
    first.split('-').map(Number),
    last.split('-').map(Number),
  ]
  return (toYear - fromYear) * 12 + toMonth - fromMonth
}

export const monthOf = (date: CalendarDate): number => Number(date.slice(5, 7))

/** Monday 0 to Sunday 6, as ISO 8601 counts weeks. */
export const weekdayOf = (date: CalendarDate): number => (new Date(toEpoch(date)).getUTCDay() + 6) % 7

/** Every date from `first` to `last`, both included. */
export function datesBetween(first: CalendarDate, last: CalendarDate): CalendarDate[] {
  const start = toEpoch(first)
  return Array.from({ length: daysBetween(first, last) + 1 }, (_, index) => fromEpoch(start + index * day))
}

const past =
  (unit: number) =>
  (clock: number): number =>
    ((clock % unit) + unit) % unit

/** Milliseconds since the last full hour of a clock. */
export const pastHour = past(hour)

/** Milliseconds of a clock since its midnight. */
export const pastMidnight = past(day)
