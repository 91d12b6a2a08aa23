import type { Warning } from '../../port/error.ts'
import type { Instant } from '../../time/date.ts'
import { printInstant } from '../../time/zone.ts'

/** The warning STALE, if stale figures or lists are used: which, and since when. */
export function warnOfStaleness(
  what: 'figures' | 'lists',
  stale: readonly (Instant | undefined)[],
  timeZone: string,
): Warning[] {
  const times = stale.filter((since) => since !== undefined)
  if (times.length === 0) return []
  const since = Math.min(...times)
  const message = `the source does not respond; earlier ${what} are used, the oldest from ${printInstant(timeZone, since)}`
  return [{ code: 'STALE', message, stale: { what, since } }]
}
