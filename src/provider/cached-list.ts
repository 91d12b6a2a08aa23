import { withTimeout } from '../concurrency/event-loop.ts'
import { type Flight, startFlight } from '../concurrency/memoize.ts'
import type { CallContext } from '../report/port/call-context.ts'
import { isRetryable } from '../report/port/error.ts'
import { type Instant, minute } from '../report/time/date.ts'

/** Durations in milliseconds. */
export interface ListLifetimes {
  /** How long the lists of agents, labels and the like are cached. */
  readonly directoryFor: number
  /** Time limit of an operation. */
  readonly deadline: number
}

/** How long to wait for a list that is not essential: most of the time is left for the figures. */
export const toPatience = ({ deadline }: Pick<ListLifetimes, 'deadline'>): number => deadline / 5

/** Milliseconds before a list that could not be read is tried again, while a stale one is used. */
const retryAfter = minute

interface Known<T> {
  readonly list: T
  readonly readAt: Instant
}

/**
 * Caches a list. Concurrent callers share one call (single-flight). An expired list is used if it cannot be read again and
 * the call context accepts stale lists (stale-if-error).
 */
export function createCachedList<T>(
  read: (callContext: CallContext) => Promise<T>,
  times: ListLifetimes,
  clock: () => Instant = Date.now,
): (callContext: CallContext) => Promise<T> {
  let known: Known<T> | undefined
  let inFlight: { readonly flight: Flight<Known<T>>; readonly startedAt: Instant } | undefined
  let failedAt = Number.NEGATIVE_INFINITY

  // Absolute, so that a clock that is set back does not make anything last longer.
  const toAge = (then: Instant): number => Math.abs(clock() - then)

  return async (callContext) => {
    const { staleLists, onList } = callContext
    if (known && toAge(known.readAt) < times.directoryFor) return use(known, callContext)
    const stale = known && staleLists && toAge(known.readAt) < staleLists.staleFor ? known : undefined
    if (!stale) return use(await readAgain(callContext), callContext)
    const found = await tryToRead(callContext)
    if (found) return use(found, callContext)
    onList?.(0)
    staleLists?.onUse(stale.readAt)
    return stale.list
  }

  function use({ list, readAt }: Known<T>, { onList }: CallContext): T {
    onList?.(times.directoryFor - toAge(readAt))
    return list
  }

  /** Undefined if the source fails or takes too long. */
  async function tryToRead(callContext: CallContext): Promise<Known<T> | undefined> {
    if (toAge(failedAt) < retryAfter) return undefined
    try {
      const found = await withTimeout(readAgain(callContext), toPatience(times))
      if (!found) failedAt = clock()
      return found
    } catch (error) {
      if (isRetryable(error)) return undefined
      throw error
    }
  }

  async function readAgain(callContext: CallContext): Promise<Known<T>> {
    const isShared = inFlight && !inFlight.flight.isCancelled && toAge(inFlight.startedAt) < times.directoryFor
    if (inFlight && isShared) inFlight.flight.join(callContext.signal)
    else inFlight = start(callContext)
    try {
      return await inFlight.flight.result
    } catch (error) {
      callContext.onList?.(0)
      // A cancelled call says nothing about the source.
      if (callContext.signal.aborted) throw error
      failedAt = clock()
      if (!isRetryable(error)) known = undefined
      throw error
    }
  }

  function start(callContext: CallContext) {
    const startedAt = clock()
    const flight = startFlight(callContext, async (all) => ({ list: await read(all), readAt: startedAt }))
    const forget = () => {
      if (inFlight?.flight === flight) inFlight = undefined
    }
    flight.result.then((found) => {
      known = found
      forget()
    }, forget)
    return { flight, startedAt }
  }
}
