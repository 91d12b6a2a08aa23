import type { Asker } from '../report/asker.ts'
import { type Instant, minute } from '../report/date.ts'
import { isPassing } from '../report/error.ts'
import { beginSharedReading, type SharedReading } from '../shared-reading.ts'
import { inTime } from './in-time.ts'

/** In milliseconds. */
export interface DirectoryTimes {
  /** How long the lists of agents, labels and the like are used again. */
  readonly directoryFor: number
  /** Within which a question is answered. */
  readonly deadline: number
}

/** How long is waited for a list that can be done without: most of the time is left for the figures. */
export const toPatience = ({ deadline }: DirectoryTimes): number => deadline / 5

/** Milliseconds that a list which cannot be read is left alone, where one of before stands in. */
const restFor = minute

interface Known<T> {
  readonly list: T
  readonly readAt: Instant
}

/**
 * Keeps what a list call answered for a while; callers that come meanwhile share the call under way. Past its time the
 * list stands in when it cannot be read anew, for an asker who takes old lists.
 */
export function createDirectory<T>(
  read: (asker: Asker) => Promise<T>,
  times: DirectoryTimes,
  clock: () => Instant = Date.now,
): (asker: Asker) => Promise<T> {
  let known: Known<T> | undefined
  let underWay: { readonly reading: SharedReading<Known<T>>; readonly begunAt: Instant } | undefined
  let failedAt = Number.NEGATIVE_INFINITY

  // A clock that was set back makes nothing last longer.
  const toAge = (then: Instant): number => Math.abs(clock() - then)

  return async (asker) => {
    const { oldLists, onList } = asker
    if (known && toAge(known.readAt) < times.directoryFor) return use(known, asker)
    const old = known && oldLists && toAge(known.readAt) < oldLists.staleFor ? known : undefined
    if (!old) return use(await readAnew(asker), asker)
    const found = await tryToRead(asker)
    if (found) return use(found, asker)
    onList?.(0)
    oldLists?.onUse(old.readAt)
    return old.list
  }

  function use({ list, readAt }: Known<T>, { onList }: Asker): T {
    onList?.(times.directoryFor - toAge(readAt))
    return list
  }

  /** Undefined where the source does not give it, or takes too long. */
  async function tryToRead(asker: Asker): Promise<Known<T> | undefined> {
    if (toAge(failedAt) < restFor) return undefined
    try {
      const found = await inTime(readAnew(asker), toPatience(times))
      if (!found) failedAt = clock()
      return found
    } catch (error) {
      if (isPassing(error)) return undefined
      throw error
    }
  }

  async function readAnew(asker: Asker): Promise<Known<T>> {
    const isShared = underWay && !underWay.reading.isGivenUp && toAge(underWay.begunAt) < times.directoryFor
    if (underWay && isShared) underWay.reading.join(asker.signal)
    else underWay = begin(asker)
    try {
      return await underWay.reading.answer
    } catch (error) {
      asker.onList?.(0)
      // It tells nothing of the source that nobody waits any more.
      if (asker.signal.aborted) throw error
      failedAt = clock()
      if (!isPassing(error)) known = undefined
      throw error
    }
  }

  function begin(asker: Asker) {
    const begunAt = clock()
    const reading = beginSharedReading(asker, async (all) => ({ list: await read(all), readAt: begunAt }))
    const forget = () => {
      if (underWay?.reading === reading) underWay = undefined
    }
    reading.answer.then((found) => {
      known = found
      forget()
    }, forget)
    return { reading, begunAt }
  }
}
