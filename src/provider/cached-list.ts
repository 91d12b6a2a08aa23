import { type Flight, startFlight } from '../concurrency/single-flight.ts'
import { withTimeout } from '../concurrency/with-timeout.ts'
import type { CallContext } from '../report/port/call-context.ts'
import { isRetryable } from '../report/port/error.ts'
import { type Instant, minute } from '../report/time/date.ts'

/** In milliseconds. */
export interface ListLifetimes {
  /** How long the lists of agents, labels and the like are used again. */
  readonly directoryFor: number
  /** Within which a question is answered. */
  readonly deadline: number
}

/** How long is waited for a list that can be done without: most of the time is left for the figures. */
export const toPatience = ({ deadline }: ListLifetimes): number => deadline / 5

/** Milliseconds that a list which cannot be read is left alone, where one of before stands in. */
const restFor = minute

interface Known<T> {
  readonly list: T
  readonly readAt: Instant
}

/**
 * Keeps what a list call answered for a while; callers that come meanwhile share the call under way. Past its time the
 * list stands in when it cannot be read anew, for an callContext who takes old lists.
 */
export function createCachedList<T>(
  read: (callContext: CallContext) => Promise<T>,
  times: ListLifetimes,
  clock: () => Instant = Date.now,
): (callContext: CallContext) => Promise<T> {
  let known: Known<T> | undefined
  let underWay: { readonly mapping: Flight<Known<T>>; readonly begunAt: Instant } | undefined
  let failedAt = Number.NEGATIVE_INFINITY

  // A clock that was set back makes nothing last longer.
  const toAge = (then: Instant): number => Math.abs(clock() - then)

  return async (callContext) => {
    const { staleLists, onList } = callContext
    if (known && toAge(known.readAt) < times.directoryFor) return use(known, callContext)
    const old = known && staleLists && toAge(known.readAt) < staleLists.staleFor ? known : undefined
    if (!old) return use(await readAnew(callContext), callContext)
    const found = await tryToRead(callContext)
    if (found) return use(found, callContext)
    onList?.(0)
    staleLists?.onUse(old.readAt)
    return old.list
  }

  function use({ list, readAt }: Known<T>, { onList }: CallContext): T {
    onList?.(times.directoryFor - toAge(readAt))
    return list
  }

  /** Undefined where the source does not give it, or takes too long. */
  async function tryToRead(callContext: CallContext): Promise<Known<T> | undefined> {
    if (toAge(failedAt) < restFor) return undefined
    try {
      const found = await withTimeout(readAnew(callContext), toPatience(times))
      if (!found) failedAt = clock()
      return found
    } catch (error) {
      if (isRetryable(error)) return undefined
      throw error
    }
  }

  async function readAnew(callContext: CallContext): Promise<Known<T>> {
    const isShared = underWay && !underWay.mapping.isCancelled && toAge(underWay.begunAt) < times.directoryFor
    if (underWay && isShared) underWay.mapping.join(callContext.signal)
    else underWay = begin(callContext)
    try {
      return await underWay.mapping.result
    } catch (error) {
      callContext.onList?.(0)
      // It tells nothing of the source that nobody waits any more.
      if (callContext.signal.aborted) throw error
      failedAt = clock()
      if (!isRetryable(error)) known = undefined
      throw error
    }
  }

  function begin(callContext: CallContext) {
    const begunAt = clock()
    const mapping = startFlight(callContext, async (all) => ({ list: await read(all), readAt: begunAt }))
    const forget = () => {
      if (underWay?.mapping === mapping) underWay = undefined
    }
    mapping.result.then((found) => {
      known = found
      forget()
    }, forget)
    return { mapping, begunAt }
  }
}
