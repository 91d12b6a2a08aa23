import type { Instant } from '../time/date.ts'
import type { CallContext } from './call-context.ts'
import { GapError } from './error.ts'

/** Asks where lists of up to an age may stand in for those that cannot be read; tells when the oldest of them was read. */
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
      // Who is missing from a list of before may have come since.
      if (isStale() && error instanceof GapError && error.gap.code === 'NOT_FOUND')
        throw new GapError('UNAVAILABLE', `the source does not respond, and in its last known list ${error.message}`)
      throw error
    }
  }
