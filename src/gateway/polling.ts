import { Repeater, SlidingBuffer } from '@repeaterjs/repeater'

/** Polls by the clock, each for as long as anyone watches it. */
export interface Polling<T> {
  /**
   * What `poll` gives now and then every so many milliseconds, made once for all who watch the same question. Who joins
   * begins with what the others have, unless that is older than a minute; who is slow misses all but the newest. It
   * ends at the instant `until`, where there is one. The signal tells `poll` that everyone has left.
   */
  watch(question: string, every: number, poll: (left: AbortSignal) => T, until?: number): AsyncIterable<T>
  /** Ends every stream. */
  close(): void
}

interface Watcher<T> {
  readonly push: (value: T) => void
  readonly end: () => void
}

interface SharedPoll<T> {
  readonly watchers: Set<Watcher<T>>
  readonly timer: NodeJS.Timeout
  readonly renew: () => void
  readonly left: AbortController
  newest: T
  polledAt: number
}

/** Who joins gets nothing older, lest figures of two times stand side by side in his answer. */
const oldest = 60_000

/** More milliseconds than timers can count would be none at all. */
const longestTimer = 2 ** 31 - 1

export function createPolling<T>(clock: () => number): Polling<T> {
  const polls = new Map<string, SharedPoll<T>>()
  let isClosed = false

  function begin(question: string, every: number, poll: (left: AbortSignal) => T): SharedPoll<T> {
    const left = new AbortController()
    const renew = () => {
      begun.newest = poll(left.signal)
      begun.polledAt = clock()
      for (const { push } of begun.watchers) push(begun.newest)
    }
    const timer = setInterval(renew, every)
    const begun: SharedPoll<T> = {
      watchers: new Set(),
      timer,
      renew,
      left,
      newest: poll(left.signal),
      polledAt: clock(),
    }
    polls.set(question, begun)
    return begun
  }

  return {
    watch(question, every, poll, until) {
      const buffer = new SlidingBuffer(1)
      return new Repeater<T>(async (push, stop) => {
        if (isClosed) return stop()
        const shared = polls.get(question) ?? begin(question, every, poll)
        if (Math.abs(clock() - shared.polledAt) > oldest) shared.renew()
        const watcher: Watcher<T> = {
          push,
          end() {
            // What waits for a slow reader would be answered after the end, by sources that are closed.
            if (!buffer.empty) buffer.remove()
            stop()
          },
        }
        shared.watchers.add(watcher)
        push(shared.newest)
        const ending =
          until === undefined ? undefined : setTimeout(watcher.end, Math.min(until - Date.now(), longestTimer))
        await stop
        clearTimeout(ending)
        shared.watchers.delete(watcher)
        if (shared.watchers.size > 0) return
        clearInterval(shared.timer)
        polls.delete(question)
        // Whoever is being answered at a stop is answered to the end.
        if (!isClosed) shared.left.abort()
      }, buffer)
    },
    close() {
      isClosed = true
      for (const { watchers } of polls.values()) for (const { end } of watchers) end()
    },
  }
}
