import fc from 'fast-check'
import type { Instant } from '../../src/report/time/date.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** What a clock on a wall of the zone shows, as `2026-03-29 01:00`, from Intl and nothing else. */
export function readWallClock(zone: string, instant: Instant): string {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  formats.set(zone, format)
  return format.format(instant)
}

/** Milliseconds that the clock is ahead of UTC. */
export const readOffset = (zone: string, instant: Instant): number =>
  Date.parse(`${readWallClock(zone, instant).replace(' ', 'T')}Z`) - Math.floor(instant / 60_000) * 60_000

export const placeZones = Intl.supportedValuesOf('timeZone').filter((name) => /^(?!Etc)\w+\//.test(name))

export const anyZone = fc.constantFrom('UTC', ...placeZones)

/** Whole minutes of 2000 to 2098 without the first month, so that ranges around them stay within the valid years. */
export const anyInstant = fc
  .integer({ min: Date.UTC(2000, 1, 1) / 60_000, max: Date.UTC(2099, 0, 1) / 60_000 })
  .map((minutes) => minutes * 60_000)
