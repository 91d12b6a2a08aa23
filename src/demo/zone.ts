/**
 * The calendar of the demo upstreams. It reads offsets from `Intl`, while the gateway uses luxon, so that an error in
 * one calendar shows up as a difference between the two.
 */
const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, Map<number, number>>()
const quarterHour = 900_000
const day = 86_400_000

/**
 * The UTC offset of `zone` at `instant` (epoch milliseconds), in milliseconds. Throws RangeError for an unknown zone.
 */
export function offsetAt(zone: string, instant: number): number {
  // Since 1972 no zone has changed its offset twice within a day, or at an instant other than a quarter hour of UTC.
  const start = Math.floor(instant / day) * day
  const offset = getOffset(zone, start)
  if (offset === getOffset(zone, start + day)) return offset
  return getOffset(zone, Math.floor(instant / quarterHour) * quarterHour)
}

/** Memoized, because `Intl` is slow. */
function getOffset(zone: string, instant: number): number {
  const known = offsets.get(zone) ?? new Map<number, number>()
  offsets.set(zone, known)
  const offset = known.get(instant) ?? readOffset(zone, instant)
  known.set(instant, offset)
  return offset
}

/** The local time of `zone` at `instant`, as the epoch milliseconds at which UTC has the same clock time. */
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
