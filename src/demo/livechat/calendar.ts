import { localClock, offsetAt } from '../zone.ts'

const hour = 3_600_000
const day = 24 * hour
const quarterHour = hour / 4

/** The first instant of `date` in `zone`, in Unix seconds. */
export function startOfDay(zone: string, date: string): number {
  const midnight = Date.parse(date)
  // No offset is greater than 15 hours, so there is at most one transition between the two.
  const [before, after] = [offsetAt(zone, midnight - 15 * hour), offsetAt(zone, midnight + 15 * hour)]
  const reaches = (offset: number) => offsetAt(zone, midnight - offset) === offset
  if (reaches(before)) return (midnight - before) / 1000
  let instant = midnight - after
  // Midnight is skipped: the day starts at the transition.
  while (offsetAt(zone, instant) !== after) instant += quarterHour
  return instant / 1000
}

export const isDate = (text: string): boolean => {
  const instant = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isFinite(instant) && formatDate(instant) === text
}

export const addDays = (date: string, days: number): string => formatDate(Date.parse(date) + days * day)

/** Every date from `from` to `to`, inclusive. */
export function listDates(from: string, to: string): readonly string[] {
  const days = (Date.parse(to) - Date.parse(from)) / day
  return Array.from({ length: days + 1 }, (_, index) => addDays(from, index))
}

/** 0 is Sunday. */
export const weekdayOf = (date: string): number => new Date(date).getUTCDay()

/** The local hour of `zone` at `instant` (Unix seconds), as `HH:00`. */
export const localHour = (zone: string, instant: number): string =>
  `${new Date(localClock(zone, instant * 1000)).toISOString().slice(11, 13)}:00`

const formatDate = (instant: number): string => new Date(instant).toISOString().slice(0, 10)
