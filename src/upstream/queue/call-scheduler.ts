import { abortError } from '../../report/port/call-context.ts'
import { type Instant, minute } from '../../report/time/date.ts'
import { type CallQueueOptions, createCallQueue, type QueuedCall, tooLate } from './call-queue.ts'
import type { Position } from './fair-queue.ts'

export interface CallSchedulerOptions extends CallQueueOptions {
  /** A call that could not start within this many milliseconds is rejected instead of queued. */
  readonly maxWait: number
  readonly clock: () => Instant
}

export interface ScheduledCall {
  readonly isBudgeted: boolean
  /** Callers take turns. */
  readonly caller?: string
  /** Identifies the read that the call belongs to. Of the reads of one caller, smaller ones are sent first. */
  readonly read?: object
  /** The latest instant at which it may start. Default: `maxWait` from now. */
  readonly startBy?: Instant
  /** Its position in the order of arrival. Default: the last. */
  readonly order?: ArrivalOrder
  readonly signal?: AbortSignal | undefined
}

/** When a call arrived. A retried call keeps its position. */
export type ArrivalOrder = Pick<Position, 'since' | 'number'>

/** Sends calls in a fair order, within the concurrency and rate limits of a source. */
export interface CallScheduler {
  /** Runs the call when it may be sent; throws GapError when that would be too late, or when the client disconnects. */
  run<T>(call: () => Promise<T>, options: ScheduledCall): Promise<T>
  /** A new position behind all calls that have arrived. */
  createArrivalOrder(): ArrivalOrder
  /** True if the budget allows this many calls to start now, behind the queued ones. */
  hasBudgetFor(calls: number): boolean
  /** Throws GapError RATE_LIMITED when the last of this many calls could not start in time: then none is worth sending. */
  assertBudgetFor(calls: number, caller?: string): void
  count(): { readonly waiting: number; readonly inFlight: number }
}

export function createCallScheduler(options: CallSchedulerOptions): CallScheduler {
  const { inFlight, maxWait, budget, clock } = options
  const queue = createCallQueue(options)
  const defaultRead = {}
  let arrived = 0
  let active = 0
  let timer: NodeJS.Timeout | undefined
  let lastSent = Number.NEGATIVE_INFINITY

  async function send(call: QueuedCall): Promise<void> {
    if (!call.isBudgeted || (await budget.take())) return call.start()
    active -= 1
    if (call.signal?.aborted) call.reject(abortError())
    else queue.add(call)
    sendQueued()
  }

  function sendQueued(): void {
    clearTimeout(timer)
    const now = clock()
    queue.rejectLate(now, lastSent)
    while (active < inFlight) {
      const next = queue.takeNext(clock())
      if (!next) break
      active += 1
      lastSent = now
      void send(next)
    }
    if (queue.size > 0) timer = setTimeout(sendQueued, Math.max(1, nextChange() - clock()))
  }

  /** When to check the queue again, unless a call ends before. */
  function nextChange(): Instant {
    const now = clock()
    if (active >= inFlight) return Math.min(now + maxWait, queue.nextDeadline) + 1
    const resumed = queue.earliest(false, now)
    return resumed > now ? resumed : queue.earliest(true, now)
  }

  function createArrivalOrder(): ArrivalOrder {
    arrived += 1
    return { since: clock(), number: arrived }
  }

  async function waitForTurn(call: ScheduledCall): Promise<void> {
    const { isBudgeted, caller = '', read = defaultRead, order = createArrivalOrder(), signal } = call
    const { startBy = clock() + maxWait } = call
    let cancel = () => {}
    const started = new Promise<void>((start, reject) => {
      const queued: QueuedCall = { isBudgeted, caller, read, ...order, startBy, signal, start, reject }
      cancel = () => queue.reject(queued, abortError())
      queue.add(queued)
    })
    signal?.addEventListener('abort', cancel)
    sendQueued()
    await started.finally(() => signal?.removeEventListener('abort', cancel))
  }

  const getWaitBehind = (ahead: number): number => budget.earliest(clock(), ahead) - clock()

  return {
    createArrivalOrder,
    hasBudgetFor: (calls) => getWaitBehind(queue.count(true) + calls - 1) <= 0,
    assertBudgetFor(calls, caller = '') {
      const counts = queue.countByCaller(true)
      const own = (counts.get(caller) ?? 0) + calls
      counts.delete(caller)
      const wait = getWaitBehind([...counts.values()].reduce((sum, one) => sum + Math.min(one, own), own - 1))
      if (wait > maxWait) throw tooLate(wait)
    },
    count: () => ({ waiting: queue.size, inFlight: active }),
    async run(call, callOptions) {
      if (callOptions.signal?.aborted) throw abortError()
      queue.makeRoom(callOptions.caller ?? '')
      await waitForTurn(callOptions)
      try {
        return await call()
      } finally {
        active -= 1
        sendQueued()
      }
    },
  }
}

/** Duration of the shortest successful call of the last minute. Failed calls say nothing about later ones. */
export interface ShortestCall {
  /** Adds a call that started at this instant and has just succeeded. */
  add(startedAt: Instant): void
  /** In milliseconds; 0 while there are too few calls for an estimate. */
  read(): number
}

const window = minute / 6
const minCalls = 20

export function createShortestCall(clock: () => Instant): ShortestCall {
  const windows = new Map<number, { readonly calls: number; readonly shortest: number }>()
  const currentWindow = () => Math.floor(clock() / window)

  return {
    add(startedAt) {
      const current = currentWindow()
      const { calls, shortest } = windows.get(current) ?? { calls: 0, shortest: Number.POSITIVE_INFINITY }
      windows.set(current, { calls: calls + 1, shortest: Math.max(0, Math.min(shortest, clock() - startedAt)) })
    },
    read() {
      const oldest = currentWindow() - minute / window
      for (const one of windows.keys()) if (one <= oldest) windows.delete(one)
      const recent = [...windows.values()]
      const calls = recent.reduce((sum, one) => sum + one.calls, 0)
      return calls < minCalls ? 0 : Math.min(...recent.map(({ shortest }) => shortest))
    },
  }
}
