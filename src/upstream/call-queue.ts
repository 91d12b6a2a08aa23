import { GapError } from '../report/port/error.ts'
import type { Instant } from '../report/time/date.ts'
import { createFairQueue, type FairQueue } from './fair-queue.ts'
import type { RateLimiter } from './rate-limiter.ts'
import type { Position } from './read-queue.ts'
import { createSortedList } from './sorted-list.ts'

export interface QueuedCall extends Position {
  /** The latest instant at which it may start. */
  readonly due: Instant
  readonly signal: AbortSignal | undefined
  readonly start: () => void
  readonly reject: (reason: GapError) => void
}

export interface CallQueueOptions {
  /** Calls in flight at once. */
  readonly inFlight: number
  /** Bounds the memory of the queue: when it is full, the caller with the most calls loses its last one. */
  readonly maxWaiting: number
  readonly budget: RateLimiter
  /** The least time that a call is expected to take, in milliseconds. */
  readonly shortestCall?: () => number
  /** Why nothing is sent at all now, to calls that are queued and calls that arrive. */
  readonly refusal?: () => GapError | undefined
  /** Reports each call that calls in flight since before its arrival kept waiting until it was too late. */
  readonly onOverdue?: () => void
}

/** Calls that wait to be sent. None is kept that cannot start before its deadline. */
export interface CallQueue extends Pick<FairQueue<QueuedCall>, 'size' | 'count' | 'countByCaller'> {
  add(call: QueuedCall): void
  /** Makes room for a call of this caller; throws GapError when there is none. */
  makeRoom(caller: string): void
  /** Removes and rejects a call, if it is still queued. */
  reject(call: QueuedCall, reason: GapError): void
  /** Rejects the calls that cannot start in time. `lastSent` is when a call was last sent. */
  rejectLate(now: Instant, lastSent: Instant): void
  /** Removes the first call that may be sent now: calls without a budget pass those that wait for it. */
  takeNext(now: Instant): QueuedCall | undefined
  /** When a call may start behind so many others. Those that the rate limit does not count wait for a pause alone. */
  earliest(isBudgeted: boolean, now: Instant, ahead?: number): Instant
  /** The first deadline of a queued call. */
  readonly nextDue: Instant
}

export function createCallQueue(options: CallQueueOptions): CallQueue {
  const { inFlight, maxWaiting, budget, shortestCall = () => 0 } = options
  const turns = createFairQueue<QueuedCall>()
  const byDue = createSortedList<QueuedCall>((one, other) => one.due - other.due || one.number - other.number)
  let checkedPause: Instant = 0

  function reject(call: QueuedCall, reason: GapError): void {
    if (!turns.delete(call)) return
    byDue.delete(call)
    call.reject(reason)
  }

  const earliest = (isBudgeted: boolean, now: Instant, ahead = 0): Instant =>
    isBudgeted ? budget.earliest(now, ahead) : Math.max(now, budget.pausedUntil())

  /** Why a call behind so many others of its kind cannot start before its deadline. */
  function findDelay({ isBudgeted, due }: QueuedCall, ahead: number, now: Instant): GapError | undefined {
    const allowed = earliest(isBudgeted, now, ahead)
    if (allowed > due) return tooLate(allowed - now)
    // All calls in flight may end at once; each call after them is expected to take at least as long as the shortest.
    const free = now + Math.floor(ahead / inFlight) * shortestCall()
    return free > due ? tooManyAhead(free - due) : undefined
  }

  /** An arrival delays only calls at the end of the order, so that the others need no check. */
  function rejectLast(isBudgeted: boolean, now: Instant): void {
    for (let last = turns.last(isBudgeted); last; last = turns.last(isBudgeted)) {
      const reason = findDelay(last, turns.count(isBudgeted) - 1, now)
      if (!reason) return
      reject(last, reason)
    }
  }

  function rejectAll(isBudgeted: boolean, findReason: (call: QueuedCall, ahead: number) => GapError | undefined): void {
    let ahead = 0
    for (const call of turns.listInOrder(isBudgeted)) {
      const reason = findReason(call, ahead)
      if (reason) reject(call, reason)
      else ahead += 1
    }
  }

  return {
    get size() {
      return turns.size
    },
    get nextDue() {
      return byDue.items[0]?.due ?? Number.POSITIVE_INFINITY
    },
    count: turns.count,
    countByCaller: turns.countByCaller,
    earliest,
    reject,
    add(call) {
      turns.add(call)
      byDue.add(call)
    },
    makeRoom(caller) {
      if (turns.size < maxWaiting) return
      const counts = turns.countByCaller()
      const [greediest, most] = [...counts].reduce((one, other) => (other[1] > one[1] ? other : one))
      const last = most > (counts.get(caller) ?? 0) + 1 ? turns.lastOf(greediest) : undefined
      if (!last) throw queueFull()
      reject(last, queueFull())
    },
    rejectLate(now, lastSent) {
      for (let [call] = byDue.items; call && call.due < now; [call] = byDue.items) {
        if (call.since >= lastSent) options.onOverdue?.()
        reject(call, overdue())
      }
      const refusal = options.refusal?.()
      const isPauseNew = budget.pausedUntil() !== checkedPause
      checkedPause = budget.pausedUntil()
      for (const isBudgeted of [true, false]) {
        if (refusal) rejectAll(isBudgeted, () => refusal)
        else if (isPauseNew) rejectAll(isBudgeted, (call, ahead) => findDelay(call, ahead, now))
        rejectLast(isBudgeted, now)
      }
    },
    takeNext(now) {
      const next = turns.first([true, false].filter((isBudgeted) => earliest(isBudgeted, now) <= now))
      if (!next) return undefined
      turns.take(next)
      byDue.delete(next)
      return next
    },
  }
}

export const tooLate = (retryAfter: number): GapError =>
  new GapError('RATE_LIMITED', 'the rate limit allows no call before the deadline', { retryAfter })

const tooManyAhead = (retryAfter: number): GapError =>
  new GapError('TIMEOUT', 'the calls queued ahead take longer than the deadline allows', { retryAfter })

const overdue = (): GapError => new GapError('TIMEOUT', 'the call was still queued behind others at the deadline')

const queueFull = (): GapError => new GapError('UNAVAILABLE', 'too many calls are queued for this source')
