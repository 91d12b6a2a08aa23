import { Repeater, SlidingBuffer } from '@repeaterjs/repeater'

/** Polls at fixed intervals; each poll runs as long as it has subscribers. */
export interface Polling<T> {
  /**
   * Yields the result of `poll` now and after each interval in milliseconds. Subscribers with the same key share one
   * poll. A new subscriber gets the latest result if it is up to a minute old; a slow one misses all but the latest.
   * The iteration ends at `expiresAt`. The signal of `poll` is aborted when the last subscriber has left.
   */
  watch(key: string, interval: number, poll: (cancellation: AbortSignal) => T, expiresAt?: number): AsyncIterable<T>
  /** Ends all iterations. */
  close(): void
}

interface Watcher<T> {
  readonly push: (value: T) => void
  readonly end: () => void
}

interface SharedPoll<T> {
  readonly watchers: Set<Watcher<T>>
  readonly timer: NodeJS.Timeout
  readonly refresh: () => void
  readonly cancellation: AbortController
  latest: T
  polledAt: number
}

/** Milliseconds. With an older result, a new subscriber would get figures of different times in one response. */
const maxAge = 60_000

/** With a longer delay, `setTimeout` fires at once. */
const maxTimeout = 2 ** 31 - 1

export function createPolling<T>(clock: () => number): Polling<T> {
  const polls = new Map<string, SharedPoll<T>>()
  let isClosed = false

  function startPoll(key: string, interval: number, poll: (cancellation: AbortSignal) => T): SharedPoll<T> {
    const cancellation = new AbortController()
    const refresh = () => {
      started.latest = poll(cancellation.signal)
      started.polledAt = clock()
      for (const { push } of started.watchers) push(started.latest)
    }
    const timer = setInterval(refresh, interval)
    const started: SharedPoll<T> = {
      watchers: new Set(),
      timer,
      refresh,
      cancellation,
      latest: poll(cancellation.signal),
      polledAt: clock(),
    }
    polls.set(key, started)
    return started
  }

  return {
    watch(key, interval, poll, expiresAt) {
      const buffer = new SlidingBuffer(1)
      return new Repeater<T>(async (push, stop) => {
        if (isClosed) return stop()
        const shared = polls.get(key) ?? startPoll(key, interval, poll)
        if (Math.abs(clock() - shared.polledAt) > maxAge) shared.refresh()
        const watcher: Watcher<T> = {
          push,
          end() {
            // A buffered result would otherwise be executed after the end, when the sources are closed.
            if (!buffer.empty) buffer.remove()
            stop()
          },
        }
        shared.watchers.add(watcher)
        push(shared.latest)
        const expiry =
          expiresAt === undefined ? undefined : setTimeout(watcher.end, Math.min(expiresAt - Date.now(), maxTimeout))
        await stop
        clearTimeout(expiry)
        shared.watchers.delete(watcher)
        if (shared.watchers.size > 0) return
        clearInterval(shared.timer)
        polls.delete(key)
        // On shutdown, responses in progress are completed.
        if (!isClosed) shared.cancellation.abort()
      }, buffer)
    },
    close() {
      isClosed = true
      for (const { watchers } of polls.values()) for (const { end } of watchers) end()
    },
  }
}
