import type { Instant } from '../time/date.ts'
import type { CallContext } from './call-context.ts'
import { GapError } from './error.ts'

/** Reads with stale lists of up to an age in place of those that cannot be read; returns when the oldest of them was read. */
export const acceptStaleLists =
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
