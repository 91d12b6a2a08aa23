import { Repeater, SlidingBuffer } from '@repeaterjs/repeater'

/** Polls by the clock, each for as long as anyone watches it. */
export interface SharedPolls<T> {
  /**
   * What `poll` gives now and then every so many milliseconds, made once for all who watch the same question. Who joins
   * begins with what the others have; who is slow misses all but the newest.
   */
  watch(question: string, every: number, poll: () => T): AsyncIterable<T>
  /** Ends every stream. */
  close(): void
}

interface Watcher<T> {
  readonly push: (value: T) => void
  readonly stop: () => void
}

interface SharedPoll<T> {
  readonly watchers: Set<Watcher<T>>
  readonly timer: NodeJS.Timeout
  newest: T
}

export function createSharedPolls<T>(): SharedPolls<T> {
  const polls = new Map<string, SharedPoll<T>>()
  let isClosed = false

  function begin(question: string, every: number, poll: () => T): SharedPoll<T> {
    const timer = setInterval(() => {
      begun.newest = poll()
      for (const { push } of begun.watchers) push(begun.newest)
    }, every)
    const begun: SharedPoll<T> = { watchers: new Set(), timer, newest: poll() }
    polls.set(question, begun)
    return begun
  }

  return {
    watch: (question, every, poll) =>
      new Repeater<T>(async (push, stop) => {
        if (isClosed) return stop()
        const shared = polls.get(question) ?? begin(question, every, poll)
        const watcher = { push, stop }
        shared.watchers.add(watcher)
        push(shared.newest)
        await stop
        shared.watchers.delete(watcher)
        if (shared.watchers.size > 0) return
        clearInterval(shared.timer)
        polls.delete(question)
      }, new SlidingBuffer(1)),
    close() {
      isClosed = true
      for (const { watchers } of polls.values()) for (const { stop } of watchers) stop()
    },
  }
}
