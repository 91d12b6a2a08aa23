import type { Instant } from '../report/date.ts'
import { GapError } from '../report/error.ts'
import type { RateBudget } from './budget.ts'

export interface LaneOptions {
  /** Calls under way at once. */
  readonly inFlight: number
  /** Calls that may wait; more are refused at once. */
  readonly maxWaiting: number
  /** A call that could not start within this many milliseconds is refused instead of queued. */
  readonly patience: number
  readonly budget: RateBudget
  readonly clock: () => Instant
}

/** Sends calls in order, no more at once and no faster than the source allows. */
export interface Lane {
  /** Runs the call when it may be sent; throws GapError RATE_LIMITED when that would be too late. */
  run<T>(call: () => Promise<T>, isBudgeted: boolean): Promise<T>
}

interface Waiting {
  readonly isBudgeted: boolean
  readonly start: () => void
}

export function createLane({ inFlight, maxWaiting, patience, budget, clock }: LaneOptions): Lane {
  const waiting: Waiting[] = []
  let active = 0
  let timer: NodeJS.Timeout | undefined

  /** The first call that may be sent now: those the budget does not count pass those that wait for it. */
  function takeNext(): Waiting | undefined {
    const now = clock()
    const isOpen = budget.earliest(now, 0) <= now
    const index = waiting.findIndex(({ isBudgeted }) => isOpen || !isBudgeted)
    const [next] = index < 0 ? [] : waiting.splice(index, 1)
    if (next?.isBudgeted) budget.take(now)
    return next
  }

  function sendWaiting(): void {
    while (active < inFlight) {
      const next = takeNext()
      if (!next) break
      active += 1
      next.start()
    }
    if (waiting.length === 0 || active >= inFlight || timer) return
    timer = setTimeout(
      () => {
        timer = undefined
        sendWaiting()
      },
      Math.max(1, budget.earliest(clock(), 0) - clock()),
    )
  }

  function refuseLate(): void {
    const now = clock()
    const wait = budget.earliest(now, waiting.filter(({ isBudgeted }) => isBudgeted).length) - now
    if (wait <= patience) return
    throw new GapError('RATE_LIMITED', 'the rate limit leaves no room before the deadline', { retryAfter: wait })
  }

  return {
    async run(call, isBudgeted) {
      if (waiting.length >= maxWaiting) throw new GapError('UNAVAILABLE', 'too many calls are waiting for this source')
      if (isBudgeted) refuseLate()
      await new Promise<void>((start) => {
        waiting.push({ isBudgeted, start })
        sendWaiting()
      })
      try {
        return await call()
      } finally {
        active -= 1
        sendWaiting()
      }
    },
  }
}
