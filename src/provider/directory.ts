import type { Asker } from '../report/asker.ts'
import type { Instant } from '../report/date.ts'
import { beginSharedReading, type SharedReading } from '../shared-reading.ts'

/** Keeps what a list call answered for a while; callers that come meanwhile share the call under way. */
export function createDirectory<T>(
  read: (asker: Asker) => Promise<T>,
  keepFor: number,
  clock: () => Instant = Date.now,
): (asker: Asker) => Promise<T> {
  let known: { readonly reading: SharedReading<T>; readonly readAt: Instant } | undefined
  return (asker) => {
    // A clock that was set back makes no list last longer.
    if (known && !known.reading.isGivenUp && Math.abs(clock() - known.readAt) < keepFor) {
      known.reading.join(asker.signal)
      return tell(asker, known.reading.answer, known.readAt)
    }
    const reading = beginSharedReading(asker, read)
    known = { reading, readAt: clock() }
    reading.answer.catch(() => {
      if (known?.reading === reading) known = undefined
    })
    return tell(asker, reading.answer, known.readAt)
  }

  function tell({ onList }: Asker, answer: Promise<T>, readAt: Instant): Promise<T> {
    onList?.(keepFor - Math.abs(clock() - readAt))
    answer.catch(() => onList?.(0))
    return answer
  }
}
