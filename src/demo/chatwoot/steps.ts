import { localClock, offsetAt } from '../zone.ts'

/** Computes bucket starts in a time zone, in Unix seconds. */
export interface Steps {
  /** Start of the bucket that contains the instant. */
  floor(instant: number): number
  next(start: number): number
}

const day = 86_400_000
const week = 7 * day
// 1 January 1970 was a Thursday; weeks start on Sunday in Chatwoot.
const sunday = 3 * day

/** Start in local time (see `localClock`) of the period that is `later` periods after the one that contains `clock`. */
const calendar = {
  day: (clock, later) => (Math.floor(clock / day) + later) * day,
  week: (clock, later) => (Math.floor((clock - sunday) / week) + later) * week + sunday,
  month: (clock, later) => {
    const date = new Date(clock)
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later)
  },
  year: (clock, later) => Date.UTC(new Date(clock).getUTCFullYear() + later, 0),
} as const satisfies Record<string, (clock: number, later: number) => number>

export type GroupBy = 'hour' | keyof typeof calendar

export const isGroupBy = (text: string): text is GroupBy => text === 'hour' || Object.hasOwn(calendar, text)

export function stepsOf(groupBy: GroupBy, zone: string): Steps {
  if (groupBy === 'hour') return hourSteps(zone)
  const startOf = calendar[groupBy]
  const step = (instant: number, later: number) =>
    instantOf(zone, startOf(localClock(zone, instant * 1000), later)) / 1000
  return { floor: (instant) => step(instant, 0), next: (start) => step(start, 1) }
}

function hourSteps(zone: string): Steps {
  const hour = 3600
  const offset = (instant: number) => offsetAt(zone, instant * 1000) / 1000
  return {
    floor: (instant) => Math.floor((instant + offset(instant)) / hour) * hour - offset(instant),
    next: (start) => start + hour,
  }
}

/** The instant of a local time: the first one if it occurs twice, the transition if it is skipped. */
function instantOf(zone: string, clock: number): number {
  const before = clock - offsetAt(zone, clock - day)
  const after = clock - offsetAt(zone, clock + day)
  return localClock(zone, before) !== clock && localClock(zone, after) === clock ? after : before
}
