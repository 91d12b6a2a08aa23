import { hour, minute } from '../../src/report/date.ts'
import type { StoreAges } from '../../src/series/ages.ts'

/** What the gateway keeps rows for when nothing is configured. */
export const defaultAges: StoreAges = {
  freshFor: 30_000,
  settlingFor: 15 * minute,
  settleAfter: 48 * hour,
  settledFor: 168 * hour,
  movingFor: hour,
  staleFor: 24 * hour,
}
