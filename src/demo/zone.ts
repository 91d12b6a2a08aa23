/**
 * The demo upstreams' own calendar. Offsets come from `Intl` alone: the gateway that reads these upstreams counts
 * with luxon, so an error in one calendar cannot hide in the other.
 */
const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, Map<number, number>>()
const quarterHour = 900_000
const day = 86_400_000

/** Milliseconds east of UTC in `zone` at `instant` (epoch milliseconds). Throws RangeError for an unknown zone. */
export function offsetAt(zone: string, instant: number): number {
  // No zone has changed its offset twice within a day, and none off a quarter hour of UTC, since 1972.
  const start = Math.floor(instant / day) * day
  const offset = knowOffset(zone, start)
  if (offset === knowOffset(zone, start + day)) return offset
  return knowOffset(zone, Math.floor(instant / quarterHour) * quarterHour)
}

/** `Intl` is slow, and the same days are asked about again and again. */
function knowOffset(zone: string, instant: number): number {
  const known = offsets.get(zone) ?? new Map<number, number>()
  offsets.set(zone, known)
  const offset = known.get(instant) ?? readOffset(zone, instant)
  known.set(instant, offset)
  return offset
}

/** The wall clock of `zone` at `instant`, as the epoch milliseconds at which a UTC clock shows the same. */
export const localClock = (zone: string, instant: number): number => instant + offsetAt(zone, instant)

/** `YYYY-MM-DD` in `zone` at `instant`. */
export const localDate = (zone: string, instant: number): string =>
  new Date(localClock(zone, instant)).toISOString().slice(0, 10)

export function isZone(zone: string): boolean {
  try {
    offsetAt(zone, 0)
    return true
  } catch {
    return false
  }
}

function readOffset(zone: string, instant: number): number {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    })
    formats.set(zone, format)
  }
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - instant
}
