import { hour, minute } from '../../src/report/time/date.ts'
import type { CacheLifetimes } from '../../src/series/freshness.ts'

/** What the gateway keeps rows for when nothing is configured. */
export const defaultAges: CacheLifetimes = {
  freshFor: 30_000,
  settlingFor: 15 * minute,
  settleAfter: 48 * hour,
  settledFor: 168 * hour,
  movingFor: hour,
  staleFor: 24 * hour,
}
