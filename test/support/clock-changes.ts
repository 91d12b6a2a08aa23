import type { Bucket, Granularity } from './brute-force/calendar.ts'

/** The days of 2026 on which clocks change, by zone; some zones have none. */
const clockChanges: Readonly<Record<string, readonly string[]>> = {
  UTC: [],
  'Europe/Warsaw': ['2026-03-29', '2026-10-25'],
  'America/New_York': ['2026-03-08', '2026-11-01'],
  'Asia/Kolkata': [],
  'Australia/Adelaide': ['2026-04-05', '2026-10-04'],
  'America/Havana': ['2026-03-08', '2026-11-01'],
  'America/St_Johns': ['2026-03-08', '2026-11-01'],
  'Australia/Lord_Howe': ['2026-04-05', '2026-10-04'],
}

/** A day on which no clock changes anywhere, in the middle of a month. */
const plainDay = '2026-06-17'

/** Each zone with each day of change, and each with a plain day. */
export const zonesAndDays: readonly (readonly [zone: string, day: string])[] = Object.entries(clockChanges).flatMap(
  ([zone, days]) => [...days, plainDay].map((day) => [zone, day] as const),
)

/** Days before and after a transition: enough for whole units on both sides, and truncated ones at the ends. */
export const reach = { HOUR: 1, DAY: 4, WEEK: 11, MONTH: 34 } as const satisfies Partial<Record<Granularity, number>>

export const askedGranularities = Object.keys(reach) as (keyof typeof reach)[]

/** The date so many days later. */
export const shiftDate = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)

/** For each bucket of an hour, whether the one before it shows the same hour of the clock. */
export function findSecondPasses(hours: readonly Pick<Bucket, 'start'>[], timeZone: string): readonly boolean[] {
  const date = new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short' })
  const hourOfDay = new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' })
  const labels = hours.map(({ start }) => `${date.format(start)} ${hourOfDay.format(start)}`)
  return labels.map((label, place) => label === labels[place - 1])
}
