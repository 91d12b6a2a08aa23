import { GapError } from '../report/port/error.ts'

/** When calls to a source are paused. */
export interface BreakerOptions {
  /** Opens when at least this number of calls ended `within` this many milliseconds, and this `share` of them failed. */
  readonly calls: number
  readonly share: number
  readonly within: number
  /** Milliseconds until a probe is sent; doubled after each failed probe, up to `longest`. */
  readonly openFor: number
  readonly longest: number
}

export const defaultBreaker: BreakerOptions = { calls: 20, share: 0.5, within: 10_000, openFor: 5_000, longest: 60_000 }

export type BreakerState = 'CLOSED' | 'OPEN' | 'HALF_OPEN'

/** Any response, even a rejection, shows that the source works. LEFT (cancelled or not sent) says nothing about it. */
export type CallResult = 'ANSWERED' | 'FAILED' | 'LEFT'

export interface CircuitBreaker {
  readonly state: BreakerState
  /** Why no call may be sent now: GapError UNAVAILABLE with the time of the next probe. */
  findRejection(): GapError | undefined
  /** Call before each upstream call: throws the rejection, or returns a callback for the result. */
  startCall(): (end: CallResult) => void
  /** A call was not sent in time. Counts as a failure if no recent call was answered, otherwise it is ignored. */
  recordOverdue(): void
}

interface WindowCounts {
  readonly calls: number
  readonly failures: number
}

const windowCount = 10

/** Pauses calls to a failing source, and lets one call at a time probe whether it works again. */
export function createCircuitBreaker(
  options: BreakerOptions,
  clock: () => number = () => performance.now(),
): CircuitBreaker {
  const windows = new Map<number, WindowCounts>()
  /** Milliseconds that it stays open; undefined while it is closed. */
  let openFor: number | undefined
  let openUntil = 0
  let isProbing = false

  function open(): void {
    openFor = openFor === undefined ? options.openFor : Math.min(openFor * 2, options.longest)
    openUntil = clock() + openFor
    windows.clear()
  }

  function countEnd(hasFailed: boolean): void {
    const { calls, failures } = windows.get(currentWindow()) ?? { calls: 0, failures: 0 }
    windows.set(currentWindow(), { calls: calls + 1, failures: failures + (hasFailed ? 1 : 0) })
    const recent = sumRecent()
    if (hasFailed && recent.calls >= options.calls && recent.failures >= recent.calls * options.share) open()
  }

  const currentWindow = () => Math.floor((clock() * windowCount) / options.within)

  function sumRecent(): WindowCounts {
    for (const window of windows.keys()) if (window <= currentWindow() - windowCount) windows.delete(window)
    return [...windows.values()].reduce(
      (sum, { calls, failures }) => ({ calls: sum.calls + calls, failures: sum.failures + failures }),
      { calls: 0, failures: 0 },
    )
  }

  const isOpen = () => openFor !== undefined

  function findRejection(): GapError | undefined {
    const remaining = openUntil - clock()
    if (!isOpen() || (remaining <= 0 && !isProbing)) return undefined
    const retryAfter = Math.ceil(remaining > 0 ? remaining : options.openFor)
    return new GapError('UNAVAILABLE', 'paused after repeated failures (circuit breaker open)', { retryAfter })
  }

  return {
    get state() {
      if (!isOpen()) return 'CLOSED'
      return openUntil > clock() ? 'OPEN' : 'HALF_OPEN'
    },
    findRejection,
    recordOverdue() {
      const { calls, failures } = sumRecent()
      if (!isOpen() && calls === failures) countEnd(true)
    },
    startCall() {
      const reason = findRejection()
      if (reason) throw reason
      if (!isOpen()) return (end) => isOpen() || end === 'LEFT' || countEnd(end === 'FAILED')
      isProbing = true
      return (end) => {
        isProbing = false
        if (end === 'FAILED') open()
        if (end === 'ANSWERED') openFor = undefined
      }
    },
  }
}

/** How failed calls are retried. */
export interface RetryOptions {
  /** Attempts per call, the first included. */
  readonly attempts: number
  /** Backoff with jitter: bounds of the random delay before a retry, in milliseconds. */
  readonly waitFrom: number
  readonly waitTo: number
  /** Retries earned per call, and the initial number of retries. Keeps retries from multiplying calls in an outage. */
  readonly share: number
  readonly reserve: number
}

export const defaultRetry: RetryOptions = { attempts: 3, waitFrom: 100, waitTo: 1_000, share: 0.2, reserve: 3 }

export interface RetryBudget {
  /** Counts a call, which earns a part of a retry. */
  countRead(): void
  /** Milliseconds to wait before the next attempt; undefined after the last. */
  plan(tries: number): number | undefined
  /** Takes a retry; false if none is available. */
  take(): boolean
}

export function createRetryBudget({ attempts, waitFrom, waitTo, share, reserve }: RetryOptions): RetryBudget {
  let available = reserve
  return {
    countRead() {
      available = Math.min(available + share, 2 * reserve)
    },
    plan(tries) {
      if (tries >= attempts) return undefined
      const maxWait = Math.min(waitTo, waitFrom * 3 ** tries)
      return waitFrom + Math.random() * (maxWait - waitFrom)
    },
    take() {
      if (available < 1) return false
      available -= 1
      return true
    },
  }
}
