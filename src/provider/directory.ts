import type { Instant } from '../report/date.ts'

/** Keeps what a list call answered for a while; callers that come meanwhile share the call under way. */
export function createDirectory<T>(
  read: () => Promise<T>,
  keepFor: number,
  clock: () => Instant = Date.now,
): () => Promise<T> {
  let known: { readonly answer: Promise<T>; readonly readAt: Instant } | undefined
  return () => {
    // A clock that was set back makes no list last longer.
    if (known && Math.abs(clock() - known.readAt) < keepFor) return known.answer
    const answer = read()
    known = { answer, readAt: clock() }
    answer.catch(() => {
      if (known?.answer === answer) known = undefined
    })
    return answer
  }
}
