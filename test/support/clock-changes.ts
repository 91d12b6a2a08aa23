/** The days of 2026 on which clocks change, by zone; the zones that keep theirs have none. */
export const clockChanges: Readonly<Record<string, readonly string[]>> = {
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

/** The date so many days later. */
export const shiftDate = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)
