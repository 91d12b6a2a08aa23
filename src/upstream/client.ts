import { setMaxListeners } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { yieldToEventLoop } from '../concurrency/event-loop.ts'
import { abortError, type CallContext } from '../report/port/call-context.ts'
import type { GapError } from '../report/port/error.ts'
import type { Instant } from '../report/time/date.ts'
import type { CallOutcome, ObserveCall } from './call-observer.ts'
import {
  type BreakerOptions,
  type BreakerState,
  createCircuitBreaker,
  createRetryBudget,
  defaultBreaker,
  defaultRetry,
  type RetryOptions,
} from './circuit-breaker.ts'
import type { Failure } from './failure.ts'
import { createCallScheduler, createShortestCall, type ScheduledCall } from './queue/call-scheduler.ts'
import type { RateLimiter } from './rate-limit/rate-limiter.ts'
import { createRequests, type RequestOptions } from './request.ts'

/** How one source is called. All numbers are defaults of its provider and configurable. */
export interface UpstreamClientOptions extends RequestOptions {
  readonly inFlight: number
  readonly budget: RateLimiter
  /** Milliseconds after which a read has failed: a call that could not start by then is rejected. */
  readonly deadline: number
  readonly retry?: RetryOptions
  readonly breaker?: BreakerOptions
  readonly clock?: () => Instant
  /** Observes each call, retries included. */
  readonly observeCall?: ObserveCall | undefined
}

export interface UpstreamRequest {
  /** Below the base URL; consists of constants and validated ids only. */
  readonly path: string
  readonly query?: URLSearchParams
  /** Whether the upstream counts this call against its rate limit. */
  readonly isBudgeted: boolean
}

/** Calls so far and the current state. */
export interface UpstreamCounts {
  /** Calls sent, by how they ended. */
  readonly calls: Readonly<Partial<Record<CallOutcome, number>>>
  /** How many of the calls were retries. */
  readonly retries: number
  readonly inFlight: number
  readonly waiting: number
  readonly breaker: BreakerState
  /** Calls that the rate limit allows now. */
  readonly budgetLeft: number
}

/** Sends all calls to one source. */
export interface UpstreamClient {
  /** The body of a 200 response. Otherwise throws GapError, whose message names the status but never a credential. */
  readText(request: UpstreamRequest): Promise<string>
  /** True if this many budgeted calls could be sent at once, now. */
  hasBudgetFor(calls: number): boolean
  /** Throws GapError RATE_LIMITED if this many budgeted calls could not all start in time. */
  assertBudgetFor(calls: number): void
  /**
   * A client for one read of the dataset or list with this name: its calls are cancelled and reported as the context
   * says.
   */
  withContext(callContext: CallContext, reads: string): UpstreamClient
  count(): UpstreamCounts
  /** Closes all connections and aborts calls in flight. */
  close(): Promise<void>
}

/** Per source. Bounds memory only: 32 cold dashboards of 24 series queue 1,500 calls. */
const maxQueued = 10_000

/** Characters of a body that takes about a millisecond to parse. */
const longBody = 5_000

export function createUpstreamClient(options: UpstreamClientOptions): UpstreamClient {
  const { clock = Date.now, budget, deadline, inFlight } = options
  const requests = createRequests(options, clock)
  const breaker = createCircuitBreaker(options.breaker ?? defaultBreaker)
  const retries = createRetryBudget(options.retry ?? defaultRetry)
  const { findRejection, recordOverdue } = breaker
  const shortestCall = createShortestCall(clock)
  const scheduler = createCallScheduler({
    inFlight,
    maxQueued,
    maxWait: deadline,
    budget,
    clock,
    shortestCall: shortestCall.read,
    findRejection,
    onOverdue: recordOverdue,
  })
  const counts = { calls: {} as Partial<Record<CallOutcome, number>>, retries: 0 }

  async function send(
    { path, query }: UpstreamRequest,
    reads: string,
    callContext?: CallContext,
  ): Promise<string | TimedFailure> {
    if (callContext?.signal.aborted) throw abortError()
    const reportToBreaker = breaker.startCall()
    const startedAt = clock()
    callContext?.onCall?.()
    const observed = options.observeCall?.({ reads, operation: callContext?.operation })
    const result = await requests.send(path, query, callContext?.signal, observed?.headers)
    const isCancelled = callContext?.signal.aborted ?? false
    const failure = typeof result === 'string' ? undefined : result
    const gap = failure?.error.gap
    const outcome = isCancelled ? 'LEFT' : failure?.isLocal ? 'NOT_SENT' : (gap?.code ?? 'ANSWERED')
    counts.calls[outcome] = (counts.calls[outcome] ?? 0) + 1
    observed?.end(outcome, failure ? failure.status : 200)
    reportToBreaker(isCancelled || failure?.isLocal ? 'LEFT' : failure?.isOutage ? 'FAILED' : 'ANSWERED')
    if (isCancelled) throw abortError()
    if (!failure) shortestCall.add(startedAt)
    if (failure && isRateLimited(failure)) budget.pauseUntil(clock() + (gap?.retryAfter ?? 0))
    return failure ? { ...failure, duration: clock() - startedAt } : (result as string)
  }

  /** Milliseconds before the call is queued again; undefined when that would come too late or not help. */
  function planRetry(failure: TimedFailure, tries: number, startBy: Instant): number | undefined {
    const planned = retries.plan(tries)
    // A call that failed after a long time would probably fail again, and cost the upstream as much.
    const isWorthwhile =
      (failure.isRetryable || isRateLimited(failure)) && failure.duration <= options.attemptTimeout / 2
    if (planned === undefined || !isWorthwhile || breaker.findRejection()) return undefined
    const pause = failure.error.gap.retryAfter ?? 0
    const wait = Math.max(planned, pause)
    if (clock() + wait + failure.duration > startBy) return undefined
    // A 429 is not an outage and takes no retry from the retry budget. The queue waits for the end of the pause.
    if (isRateLimited(failure)) return wait - pause
    return retries.take() ? wait : undefined
  }

  const createClient = (callContext?: CallContext, reads = 'other'): UpstreamClient => {
    // One read may have hundreds of calls, each with a listener.
    if (callContext) setMaxListeners(0, callContext.signal)
    const position = { caller: callContext?.caller ?? '', read: {}, signal: callContext?.signal }

    async function readText(request: UpstreamRequest): Promise<string> {
      const startBy = clock() + deadline
      const order = scheduler.createArrivalOrder()
      const call: ScheduledCall = { ...position, isBudgeted: request.isBudgeted, startBy, order }
      let outage: GapError | undefined
      retries.countRead()
      for (let tries = 1; ; tries += 1) {
        const sent = await scheduler
          .run(() => send(request, reads, callContext), call)
          .catch((rejection) => {
            throw outage ?? rejection
          })
        if (typeof sent === 'string') {
          // Several bodies may arrive in the same turn of the event loop, and each is parsed at once.
          if (sent.length > longBody) await yieldToEventLoop()
          return sent
        }
        const wait = planRetry(sent, tries, startBy)
        if (wait === undefined) throw sent.error
        // After a 429, a call that cannot be retried in time fails with the queue's rejection, which names the pause.
        outage = isRateLimited(sent) ? undefined : sent.error
        await delay(wait, undefined, { signal: position.signal }).catch(() => Promise.reject(abortError()))
        counts.retries += 1
      }
    }

    return {
      readText,
      hasBudgetFor: scheduler.hasBudgetFor,
      assertBudgetFor: (calls) => scheduler.assertBudgetFor(calls, position.caller),
      withContext: createClient,
      count: () => ({ ...counts, ...scheduler.count(), breaker: breaker.state, budgetLeft: budget.countLeft(clock()) }),
      close: requests.close,
    }
  }
  return createClient()
}

interface TimedFailure extends Failure {
  /** Milliseconds from sending to failure. */
  readonly duration: number
}

const isRateLimited = ({ error }: Failure): boolean => error.gap.code === 'RATE_LIMITED'
