import { createTurnLimit, withTimeout } from '../concurrency/event-loop.ts'
import { once, oncePerKey } from '../concurrency/memoize.ts'
import type { CallContext } from '../report/port/call-context.ts'
import { GapError } from '../report/port/error.ts'
import type { Loaders } from '../report/port/loaders.ts'
import { findDataset } from '../report/port/source.ts'
import { readMemberTotals } from '../report/questions/read/member-total.ts'
import { readSummary } from '../report/questions/read/read.ts'
import type { Instant } from '../report/time/date.ts'
import { type FindStaleSeries, fallBackOnFailure } from '../series/freshness.ts'
import { createTotalsLoader } from '../series/loader.ts'
import { createSummaryChoice, type FindStaleTotal, type ListMissing } from '../series/summary-choice.ts'

/**
 * The loaders of one operation, or of one poll for all its subscribers: equal reads are sent once, and fail once. Lists
 * that are not older than `staleFor` are used when a source fails.
 */
export function createOperationLoaders(
  readSeries: Loaders['readSeries'],
  listMissing: ListMissing,
  callContext: CallContext,
  staleFor: number,
): Loaders {
  const readWithStaleLists = acceptStaleLists(callContext, staleFor)
  const loaders: Loaders = {
    readSeries,
    readTotal: createTotalsLoader({
      readMemberTotals: (ofAll, aggregation) => readMemberTotals(ofAll, aggregation, loaders),
      chooseSummaries: createSummaryChoice((...args) => loaders.readParameters(...args), listMissing),
      readSummary: (plan) => readSummary(plan, loaders),
    }),
    readParameters: oncePerKey(
      (source, dataset, filter) => [source.id, dataset, filter],
      async (source, dataset, filter) => {
        const { answer, ...age } = await readWithStaleLists((context) =>
          findDataset(source, dataset).toParameters(filter, context),
        )
        return { parameters: answer, ...age }
      },
    ),
    listMembers: oncePerKey(
      (source, list) => [source.id, list],
      async (source, list) => {
        const { answer, ...age } = await readWithStaleLists(source.directory[list])
        return { members: answer, ...age }
      },
    ),
    readList: oncePerKey(
      (source, list) => [source.id, list],
      (source, list) => source.directory[list](callContext),
    ),
    readVersion: oncePerKey(
      ({ id }) => id,
      ({ directory }) => directory.version(callContext),
    ),
    readLive: oncePerKey(
      (source, filter) => [source.id, filter],
      async (source, filter) => {
        const live = await source.readLive?.(filter, callContext)
        return live && { ...live, byAgent: once(live.byAgent) }
      },
    ),
  }
  return loaders
}

/** Reads with stale lists of up to an age in place of those that cannot be read; returns when the oldest of them was read. */
const acceptStaleLists =
  (callContext: CallContext, staleFor: number) =>
  async <T>(
    ask: (callContext: CallContext) => Promise<T>,
  ): Promise<{ readonly answer: T; readonly staleSince?: Instant }> => {
    let since = Number.POSITIVE_INFINITY
    const onUse = (readAt: Instant) => {
      since = Math.min(since, readAt)
    }
    const isStale = () => since < Number.POSITIVE_INFINITY
    try {
      const answer = await ask({ ...callContext, staleLists: { staleFor, onUse } })
      return isStale() ? { answer, staleSince: since } : { answer }
    } catch (error) {
      // A member that is missing from a stale list may have been added since.
      if (isStale() && error instanceof GapError && error.gap.code === 'NOT_FOUND')
        throw new GapError('UNAVAILABLE', `the source does not respond, and in its last known list ${error.message}`)
      throw error
    }
  }

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
