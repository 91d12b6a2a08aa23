import { GapError } from '../../report/port/error.ts'
import type { Instant } from '../../report/time/date.ts'
import type { RateLimiter } from '../rate-limit/rate-limiter.ts'
import { createFairQueue, type FairQueue, type Position } from './fair-queue.ts'
import { createSortedList } from './sorted-list.ts'

export interface QueuedCall extends Position {
  /** The latest instant at which it may start. */
  readonly startBy: Instant
  readonly signal: AbortSignal | undefined
  readonly start: () => void
  readonly reject: (reason: GapError) => void
}

export interface CallQueueOptions {
  /** Calls in flight at once. */
  readonly inFlight: number
  /** Bounds the memory of the queue: when it is full, the caller with the most calls loses its last one. */
  readonly maxQueued: number
  readonly budget: RateLimiter
  /** The least time that a call is expected to take, in milliseconds. */
  readonly shortestCall?: () => number
  /** Why no call may be sent now, such as an open circuit breaker; rejects all queued calls. */
  readonly findRejection?: () => GapError | undefined
  /** Reports each call that missed its deadline while all calls in flight had been sent before it arrived. */
  readonly onOverdue?: () => void
}

/** Calls that wait to be sent. A call that cannot start before its deadline is rejected. */
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
  /** When a call may start behind `ahead` others. Calls that the rate limit does not count wait only for a pause. */
  earliest(isBudgeted: boolean, now: Instant, ahead?: number): Instant
  /** The first deadline of a queued call. */
  readonly nextDeadline: Instant
}

export function createCallQueue(options: CallQueueOptions): CallQueue {
  const { inFlight, maxQueued, budget, shortestCall = () => 0 } = options
  const calls = createFairQueue<QueuedCall>()
  const byDeadline = createSortedList<QueuedCall>(
    (one, other) => one.startBy - other.startBy || one.number - other.number,
  )
  let checkedPause: Instant = 0

  function reject(call: QueuedCall, reason: GapError): void {
    if (!calls.delete(call)) return
    byDeadline.delete(call)
    call.reject(reason)
  }

  const earliest = (isBudgeted: boolean, now: Instant, ahead = 0): Instant =>
    isBudgeted ? budget.earliest(now, ahead) : Math.max(now, budget.pausedUntil())

  /** Why a call behind `ahead` others of its kind cannot start before its deadline. */
  function findDelay({ isBudgeted, startBy }: QueuedCall, ahead: number, now: Instant): GapError | undefined {
    const allowed = earliest(isBudgeted, now, ahead)
    if (allowed > startBy) return tooLate(allowed - now)
    // All calls in flight may end at once; each call after them is expected to take at least as long as the shortest.
    const free = now + Math.floor(ahead / inFlight) * shortestCall()
    return free > startBy ? tooManyAhead(free - startBy) : undefined
  }

  /** A new call delays only calls at the end of the order, so that the others need no check. */
  function rejectLast(isBudgeted: boolean, now: Instant): void {
    for (let last = calls.last(isBudgeted); last; last = calls.last(isBudgeted)) {
      const reason = findDelay(last, calls.count(isBudgeted) - 1, now)
      if (!reason) return
      reject(last, reason)
    }
  }

  function rejectAll(isBudgeted: boolean, findReason: (call: QueuedCall, ahead: number) => GapError | undefined): void {
    let ahead = 0
    for (const call of calls.listInOrder(isBudgeted)) {
      const reason = findReason(call, ahead)
      if (reason) reject(call, reason)
      else ahead += 1
    }
  }

  return {
    get size() {
      return calls.size
    },
    get nextDeadline() {
      return byDeadline.items[0]?.startBy ?? Number.POSITIVE_INFINITY
    },
    count: calls.count,
    countByCaller: calls.countByCaller,
    earliest,
    reject,
    add(call) {
      calls.add(call)
      byDeadline.add(call)
    },
    makeRoom(caller) {
      if (calls.size < maxQueued) return
      const counts = calls.countByCaller()
      const [largest, most] = [...counts].reduce((one, other) => (other[1] > one[1] ? other : one))
      const last = most > (counts.get(caller) ?? 0) + 1 ? calls.lastOfCaller(largest) : undefined
      if (!last) throw queueFull()
      reject(last, queueFull())
    },
    rejectLate(now, lastSent) {
      for (let [call] = byDeadline.items; call && call.startBy < now; [call] = byDeadline.items) {
        if (call.since >= lastSent) options.onOverdue?.()
        reject(call, overdue())
      }
      const rejection = options.findRejection?.()
      const isPauseNew = budget.pausedUntil() !== checkedPause
      checkedPause = budget.pausedUntil()
      for (const isBudgeted of [true, false]) {
        if (rejection) rejectAll(isBudgeted, () => rejection)
        else if (isPauseNew) rejectAll(isBudgeted, (call, ahead) => findDelay(call, ahead, now))
        rejectLast(isBudgeted, now)
      }
    },
    takeNext(now) {
      const next = calls.first([true, false].filter((isBudgeted) => earliest(isBudgeted, now) <= now))
      if (!next) return undefined
      calls.take(next)
      byDeadline.delete(next)
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
