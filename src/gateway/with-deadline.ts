import { withTimeout } from '../concurrency/with-timeout.ts'
import { createTurnLimit } from '../concurrency/yield-to-event-loop.ts'
import { GapError } from '../report/port/error.ts'
import type { Loaders } from '../report/port/loaders.ts'
import { type FindStaleSeries, fallBackOnFailure } from '../series/stale-fallback.ts'
import type { FindStaleTotal } from '../series/stale-totals.ts'

export type Deadline = <T>(result: Promise<T>, findStale?: () => Promise<T | undefined>) => Promise<T>

/**
 * Waits for results until the deadline of an operation, then falls back to stale figures or throws GapError TIMEOUT.
 * The read itself continues until its own timeout and fills the cache for later operations.
 */
export function createDeadline(milliseconds: number): Deadline {
  const deadline = performance.now() + milliseconds
  const takeTurn = createTurnLimit()
  return async (result, findStale) => {
    const findStaleOrReject = async () => {
      const stale = await findStale?.()
      if (stale === undefined) throw new GapError('TIMEOUT', `no response within ${milliseconds} ms`)
      return stale
    }
    try {
      return await withTimeout(result, Math.max(0, deadline - performance.now()), findStaleOrReject)
    } finally {
      // Thousands of entities or members may wait for the same list or call.
      await takeTurn()
    }
  }
}

/** Loaders that respond by the deadline, with stale figures where a source is late. */
export const withDeadline = (
  loaders: Loaders,
  withinDeadline: Deadline,
  findStaleSeries: FindStaleSeries,
  findStaleTotal: FindStaleTotal,
): Loaders => ({
  readParameters: (...args) => withinDeadline(loaders.readParameters(...args)),
  readSeries: (...args) => withinDeadline(loaders.readSeries(...args), () => findStaleSeries(...args)),
  readTotal: (wanted) =>
    withinDeadline(fallBackOnFailure(loaders.readTotal, findStaleTotal)(wanted), () => findStaleTotal(wanted)),
  listMembers: (...args) => withinDeadline(loaders.listMembers(...args)),
  readList: (...args) => withinDeadline(loaders.readList(...args)),
  readVersion: (...args) => withinDeadline(loaders.readVersion(...args)),
  readLive: async (...args) => {
    const live = await withinDeadline(loaders.readLive(...args))
    return live && { ...live, byAgent: () => withinDeadline(live.byAgent()) }
  },
})
