import { gone } from '../report/asker.ts'
import type { Instant } from '../report/date.ts'
import { GapError } from '../report/error.ts'
import type { RateBudget } from './budget.ts'
import { createTurns, type Turn } from './turns.ts'

export interface LaneOptions {
  /** Calls under way at once. */
  readonly inFlight: number
  /** Calls that may wait; more are refused at once. */
  readonly maxWaiting: number
  /** A call that could not start within this many milliseconds is refused instead of queued. */
  readonly patience: number
  readonly budget: RateBudget
  readonly clock: () => Instant
  /** Why nothing is sent at all now, to those who wait and those who come. */
  readonly refusal?: () => GapError | undefined
  /** Told of each call that those under way when it came kept waiting until it was too late. */
  readonly onOverdue?: () => void
}

export interface LaneCall {
  readonly isBudgeted: boolean
  /** Callers take turns. */
  readonly caller?: string
  /** The same for all calls of one read: of one caller's, the smaller goes first. */
  readonly read?: object
  /** The latest instant at which it may start; the lane's patience unless said. */
  readonly due?: Instant
  readonly signal?: AbortSignal | undefined
}

/** Sends calls in turn, no more at once and no faster than the source allows. */
export interface Lane {
  /** Runs the call when it may be sent; throws GapError RATE_LIMITED when that would be too late. Who leaves is not waited for. */
  run<T>(call: () => Promise<T>, options: LaneCall): Promise<T>
  /** True when the budget would let this many calls start now, after those that wait. */
  canAfford(calls: number): boolean
  /** Throws GapError RATE_LIMITED when the last of this many calls could not start in time: then none is worth sending. */
  requireRoom(calls: number, caller?: string): void
  count(): { readonly waiting: number; readonly inFlight: number }
}

interface Waiting extends Turn {
  readonly isBudgeted: boolean
  readonly due: Instant
  readonly signal: AbortSignal | undefined
  readonly start: () => void
  readonly refuse: (reason: GapError) => void
}

export function createLane(options: LaneOptions): Lane {
  const { inFlight, maxWaiting, patience, budget, clock } = options
  const turns = createTurns<Waiting>()
  const common = {}
  let active = 0
  let timer: NodeJS.Timeout | undefined
  let lastSent = Number.NEGATIVE_INFINITY

  /** When a call may start behind so many others. Those that the rate limit does not count wait for a pause alone. */
  const earliest = (isBudgeted: boolean, now: Instant, ahead = 0): Instant =>
    isBudgeted ? budget.earliest(now, ahead) : Math.max(now, budget.pausedUntil())

  function refuseOverdue(now: Instant): void {
    for (const call of turns.list()) {
      if (call.due >= now || !turns.delete(call)) continue
      if (call.since >= lastSent) options.onOverdue?.()
      call.refuse(overdue())
    }
  }

  /** Refuses what the budget lets through too late: at once on arrival, or when the upstream asks for a pause. */
  function refuseLate(now: Instant): void {
    const refusal = options.refusal?.()
    let ahead = 0
    for (const call of turns.listInOrder()) {
      const start = earliest(call.isBudgeted, now, ahead)
      const reason = refusal ?? (start > call.due ? tooLate(start - now) : undefined)
      if (!reason) ahead += call.isBudgeted ? 1 : 0
      else if (turns.delete(call)) call.refuse(reason)
    }
  }

  /** The first call that may be sent now: those the budget does not count pass those that wait for it. */
  function takeNext(): Waiting | undefined {
    const now = clock()
    const [isOpen, isCountedOpen] = [false, true].map((isBudgeted) => earliest(isBudgeted, now) <= now)
    const next = turns.listInOrder().find(({ isBudgeted }) => (isBudgeted ? isCountedOpen : isOpen))
    if (next) turns.take(next)
    return next
  }

  async function send(call: Waiting): Promise<void> {
    if (!call.isBudgeted || (await budget.take())) return call.start()
    active -= 1
    if (call.signal?.aborted) call.refuse(gone())
    else turns.add(call)
    sendWaiting()
  }

  function sendWaiting(): void {
    clearTimeout(timer)
    const now = clock()
    refuseOverdue(now)
    refuseLate(now)
    while (active < inFlight) {
      const next = takeNext()
      if (!next) break
      active += 1
      lastSent = now
      void send(next)
    }
    if (turns.size > 0) timer = setTimeout(sendWaiting, Math.max(1, nextMoment() - clock()))
  }

  /** When something changes for those who wait, unless a call ends before. */
  function nextMoment(): Instant {
    const now = clock()
    if (active >= inFlight) return Math.min(now + patience, ...turns.list().map(({ due }) => due)) + 1
    const resumed = earliest(false, now)
    return resumed > now ? resumed : earliest(true, now)
  }

  /** When the queue is full, evicts the last call of the client with the most queued calls, if the new caller has fewer. */
  function makeRoom(caller: string): void {
    const counts = turns.countByCaller()
    const [greediest, most] = [...counts].reduce((one, other) => (other[1] > one[1] ? other : one))
    const full = new GapError('UNAVAILABLE', 'too many calls are queued for this source')
    if (most <= (counts.get(caller) ?? 0) + 1) throw full
    const last = turns.listInOrder().findLast((call) => call.caller === greediest)
    if (last && turns.delete(last)) last.refuse(full)
  }

  async function waitInTurn({ isBudgeted, caller = '', read = common, due, signal }: LaneCall): Promise<void> {
    let leave = () => {}
    const started = new Promise<void>((start, refuse) => {
      const since = clock()
      const one: Waiting = { isBudgeted, caller, read, since, due: due ?? since + patience, signal, start, refuse }
      leave = () => turns.delete(one) && refuse(gone())
      turns.add(one)
    })
    signal?.addEventListener('abort', leave)
    sendWaiting()
    await started.finally(() => signal?.removeEventListener('abort', leave))
  }

  const countBudgeted = () => turns.countByCaller(({ isBudgeted }) => isBudgeted)
  const waitBehind = (ahead: number): number => budget.earliest(clock(), ahead) - clock()

  return {
    canAfford: (calls) => waitBehind([...countBudgeted().values()].reduce((sum, one) => sum + one, calls - 1)) <= 0,
    requireRoom(calls, caller = '') {
      const counts = countBudgeted()
      const own = (counts.get(caller) ?? 0) + calls
      counts.delete(caller)
      const wait = waitBehind([...counts.values()].reduce((sum, one) => sum + Math.min(one, own), own - 1))
      if (wait > patience) throw tooLate(wait)
    },
    count: () => ({ waiting: turns.size, inFlight: active }),
    async run(call, options) {
      if (options.signal?.aborted) throw gone()
      if (turns.size >= maxWaiting) makeRoom(options.caller ?? '')
      await waitInTurn(options)
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
  new GapError('RATE_LIMITED', 'the rate limit allows no call before the deadline', { retryAfter })

const overdue = (): GapError => new GapError('TIMEOUT', 'the call was still queued behind others at the deadline')
