import { setMaxListeners } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { abortError, type CallContext } from '../report/port/call-context.ts'
import type { GapError } from '../report/port/error.ts'
import type { Instant } from '../report/time/date.ts'
import type { CallOutcome, ObserveCall } from './call-observer.ts'
import { createCallScheduler } from './call-scheduler.ts'
import { type BreakerOptions, type BreakerState, createCircuitBreaker, defaultBreaker } from './circuit-breaker.ts'
import type { Failure } from './failure.ts'
import type { RateLimiter } from './rate-limiter.ts'
import { createRequests, type RequestOptions } from './request.ts'
import { createRetryBudget, defaultRetry, type RetryOptions } from './retry-budget.ts'
import { createShortestCall } from './shortest-call.ts'

/** How one source is reached. All figures are defaults of its provider and configurable. */
export interface UpstreamClientOptions extends RequestOptions {
  readonly inFlight: number
  readonly budget: RateLimiter
  /** Milliseconds a question waits for its answer: a call that could not start sooner is refused. */
  readonly deadline: number
  readonly retry?: RetryOptions
  readonly breaker?: BreakerOptions
  readonly clock?: () => Instant
  /** Told of each call, of retries too. */
  readonly observeCall?: ObserveCall | undefined
}

export interface UpstreamRequest {
  /** Below the base URL; made of constants and checked ids alone. */
  readonly path: string
  readonly query?: URLSearchParams
  /** Whether the upstream counts this call against its rate limit. */
  readonly isBudgeted: boolean
}

/** What became of the calls so far, and how things stand. */
export interface UpstreamCounts {
  /** Calls sent, by how they ended. */
  readonly calls: Readonly<Partial<Record<CallOutcome, number>>>
  /** Those of them that repeated one that had failed. */
  readonly retries: number
  readonly inFlight: number
  readonly waiting: number
  readonly breaker: BreakerState
  /** Calls that the rate limit leaves for now. */
  readonly budgetLeft: number
}

/** The one way out of the process to one source. */
export interface UpstreamClient {
  /** The body of a 200. Anything else throws GapError, whose message names the status and never a credential. */
  readText(request: UpstreamRequest): Promise<string>
  /** True when this many budgeted calls could be sent at once, now. */
  hasBudgetFor(calls: number): boolean
  /** Throws GapError RATE_LIMITED when this many budgeted calls could not all start in time. */
  assertBudgetFor(calls: number): void
  /**
   * The same way out for one callContext's one read of a dataset or list of this name: it ends when he leaves, and he is told
   * of its calls.
   */
  withContext(callContext: CallContext, reads: string): UpstreamClient
  count(): UpstreamCounts
  /** Ends calls under way, too: nobody waits for them any more. */
  close(): Promise<void>
}

/** Per source: a bound of memory, far above what time lets through. 32 cold dashboards of 24 series queue 1,500. */
const maxQueued = 10_000

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
    // What failed after a long time was too much to ask: it would fail again, and cost the upstream as much.
    const isWorthwhile =
      (failure.isRetryable || isRateLimited(failure)) && failure.duration <= options.attemptTimeout / 2
    if (planned === undefined || !isWorthwhile || breaker.findRejection()) return undefined
    const pause = failure.error.gap.retryAfter ?? 0
    const wait = Math.max(planned, pause)
    if (clock() + wait + failure.duration > startBy) return undefined
    // A 429 is not an outage, so that it takes no retry of the budget. The call spends the pause of the source in the queue.
    if (isRateLimited(failure)) return wait - pause
    return retries.take() ? wait : undefined
  }

  const createClient = (callContext?: CallContext, reads = 'other'): UpstreamClient => {
    // One read may have hundreds of calls, each of which listens.
    if (callContext) setMaxListeners(0, callContext.signal)
    const position = { caller: callContext?.caller ?? '', read: {}, signal: callContext?.signal }

    async function readText(request: UpstreamRequest): Promise<string> {
      const startBy = clock() + deadline
      const call = {
        ...position,
        isBudgeted: request.isBudgeted,
        startBy,
        place: scheduler.createArrivalOrder(),
      }
      let outage: GapError | undefined
      retries.countRead()
      for (let tries = 1; ; tries += 1) {
        const sent = await scheduler
          .run(() => send(request, reads, callContext), call)
          .catch((findRejection) => {
            throw outage ?? findRejection
          })
        if (typeof sent === 'string') return sent
        const wait = planRetry(sent, tries, startBy)
        if (wait === undefined) throw sent.error
        // After a 429, a call that cannot be sent again in time ends with what the queue knows of the pause.
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
  /** Milliseconds until it failed. */
  readonly duration: number
}

const isRateLimited = ({ error }: Failure): boolean => error.gap.code === 'RATE_LIMITED'
