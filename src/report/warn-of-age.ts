import type { Instant } from './date.ts'
import type { Warning } from './error.ts'
import { printInstant } from './zone.ts'

/** The warning STALE, where anything stands in: what, and when each was read. */
export function warnOfAge(
  what: 'figures' | 'lists',
  stale: readonly (Instant | undefined)[],
  timeZone: string,
): Warning[] {
  const readings = stale.filter((since) => since !== undefined)
  if (readings.length === 0) return []
  const since = Math.min(...readings)
  const message = `the source does not respond; earlier ${what} are used, the oldest from ${printInstant(timeZone, since)}`
  return [{ code: 'STALE', message, stale: { what, since } }]
}
