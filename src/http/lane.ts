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
  /** Runs the call when it may be sent; throws GapError RATE_LIMITED when that would be too late. Who leaves is not waited for. */
  run<T>(call: () => Promise<T>, isBudgeted: boolean, signal?: AbortSignal): Promise<T>
  /** True when the budget would let this many calls start now, after those that wait. */
  canAfford(calls: number): boolean
  /** Throws GapError RATE_LIMITED when the last of this many calls could not start in time: then none is worth sending. */
  requireRoom(calls: number): void
}

interface Waiting {
  readonly isBudgeted: boolean
  /** The latest instant at which its answer is still of use. */
  readonly due: Instant
  readonly start: () => void
  readonly refuse: (reason: GapError) => void
}

export function createLane({ inFlight, maxWaiting, patience, budget, clock }: LaneOptions): Lane {
  const waiting: Waiting[] = []
  let active = 0
  let timer: NodeJS.Timeout | undefined

  /** Refuses what the budget lets through too late: at once on arrival, or when the upstream asks for a pause. */
  function refuseLate(): void {
    const now = clock()
    let ahead = 0
    for (const call of waiting.splice(0)) {
      const start = call.isBudgeted ? budget.earliest(now, ahead) : now
      if (call.due < now) {
        call.refuse(new GapError('TIMEOUT', 'other calls took until after the deadline'))
        continue
      }
      if (start > call.due) {
        call.refuse(tooLate(start - now))
        continue
      }
      waiting.push(call)
      if (call.isBudgeted) ahead += 1
    }
  }

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
    refuseLate()
    while (active < inFlight) {
      const next = takeNext()
      if (!next) break
      active += 1
      next.start()
    }
    clearTimeout(timer)
    if (waiting.length === 0 || active >= inFlight) return
    timer = setTimeout(sendWaiting, Math.max(1, budget.earliest(clock(), 0) - clock()))
  }

  const waitFor = (calls: number): number => {
    const ahead = waiting.filter(({ isBudgeted }) => isBudgeted).length + calls - 1
    return budget.earliest(clock(), ahead) - clock()
  }

  return {
    canAfford: (calls) => waitFor(calls) <= 0,
    requireRoom(calls) {
      const wait = waitFor(calls)
      if (wait > patience) throw tooLate(wait)
    },
    async run(call, isBudgeted, signal) {
      if (signal?.aborted) throw gone()
      if (waiting.length >= maxWaiting) throw new GapError('UNAVAILABLE', 'too many calls are waiting for this source')
      await new Promise<void>((start, refuse) => {
        const one: Waiting = { isBudgeted, due: clock() + patience, start, refuse }
        waiting.push(one)
        signal?.addEventListener('abort', () => {
          const index = waiting.indexOf(one)
          if (index >= 0) waiting.splice(index, 1)
          refuse(gone())
        })
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

const tooLate = (retryAfter: number): GapError =>
  new GapError('RATE_LIMITED', 'the rate limit leaves no room before the deadline', { retryAfter })

/** Nobody hears of it. */
export const gone = (): GapError => new GapError('UNAVAILABLE', 'nobody waits for the answer any more')
