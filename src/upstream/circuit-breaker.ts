import { GapError } from '../report/port/error.ts'

/** When a source is left alone. */
export interface BreakerOptions {
  /** It opens when at least so many calls ended `within` so many milliseconds, and this `share` of them failed. */
  readonly calls: number
  readonly share: number
  readonly within: number
  /** Milliseconds until it is tried again; twice as many each time that fails, up to `longest`. */
  readonly openFor: number
  readonly longest: number
}

export const defaultBreaker: BreakerOptions = { calls: 20, share: 0.5, within: 10_000, openFor: 5_000, longest: 60_000 }

export type BreakerState = 'CLOSED' | 'OPEN' | 'HALF_OPEN'

/** How a call ended. Whatever the source answered, even a refusal, it works; who left tells nothing, nor does a call that was not sent. */
export type CallResult = 'ANSWERED' | 'FAILED' | 'LEFT'

export interface CircuitBreaker {
  readonly state: BreakerState
  /** Why nothing is sent now: GapError UNAVAILABLE with the time to come again. */
  findRejection(): GapError | undefined
  /** Before a call: throws the refusal, or answers with whom to tell how it ended. */
  startCall(): (end: CallResult) => void
  /** A call was not sent in time. It counts as a failure while the source answers nothing at all, and else tells nothing. */
  recordOverdue(): void
}

interface WindowCounts {
  readonly calls: number
  readonly failures: number
}

const windowCount = 10

/** Leaves a source alone that fails, and lets one call find out whether it works again. */
export function createCircuitBreaker(
  options: BreakerOptions,
  clock: () => number = () => performance.now(),
): CircuitBreaker {
  const windows = new Map<number, WindowCounts>()
  /** How long it is open; undefined while it is closed. */
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
