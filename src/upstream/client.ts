import { setMaxListeners } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { yieldToEventLoop } from '../concurrency/yield-to-event-loop.ts'
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
const maxWaiting = 10_000

/** Characters of a body that takes about a millisecond to parse. */
const longBody = 5_000

export function createUpstreamClient(options: UpstreamClientOptions): UpstreamClient {
  const { clock = Date.now, budget, deadline, inFlight } = options
  const attempts = createRequests(options, clock)
  const breaker = createCircuitBreaker(options.breaker ?? defaultBreaker)
  const retries = createRetryBudget(options.retry ?? defaultRetry)
  const { refusal, missTurn } = breaker
  const shortest = createShortestCall(clock)
  const lane = createCallScheduler({
    inFlight,
    maxWaiting,
    patience: deadline,
    budget,
    clock,
    shortestCall: shortest.read,
    refusal,
    onOverdue: missTurn,
  })
  const counts = { calls: {} as Partial<Record<CallOutcome, number>>, retries: 0 }

  async function send(
    { path, query }: UpstreamRequest,
    reads: string,
    callContext?: CallContext,
  ): Promise<string | LastingFailure> {
    if (callContext?.signal.aborted) throw abortError()
    const tellBreaker = breaker.begin()
    const began = clock()
    callContext?.onCall?.()
    const watched = options.observeCall?.({ reads, operation: callContext?.operation })
    const attempted = await attempts.send(path, query, callContext?.signal, watched?.headers)
    const isLeft = callContext?.signal.aborted ?? false
    const failure = typeof attempted === 'string' ? undefined : attempted
    const gap = failure?.error.gap
    const outcome = isLeft ? 'LEFT' : failure?.isLocal ? 'NOT_SENT' : (gap?.code ?? 'ANSWERED')
    counts.calls[outcome] = (counts.calls[outcome] ?? 0) + 1
    watched?.end(outcome, failure ? failure.status : 200)
    tellBreaker(isLeft || failure?.isLocal ? 'LEFT' : failure?.isOutage ? 'FAILED' : 'ANSWERED')
    if (isLeft) throw abortError()
    if (!failure) shortest.add(began)
    if (failure && isRateLimited(failure)) budget.pauseUntil(clock() + (gap?.retryAfter ?? 0))
    return failure ? { ...failure, lasted: clock() - began } : (attempted as string)
  }

  /** Milliseconds before the call is queued again; undefined when that would come too late or not help. */
  function planRetry(failure: LastingFailure, tries: number, due: Instant): number | undefined {
    const planned = retries.plan(tries)
    // What failed after a long time was too much to ask: it would fail again, and cost the upstream as much.
    const isWorthwhile = (failure.isRetryable || isRateLimited(failure)) && failure.lasted <= options.attemptTimeout / 2
    if (planned === undefined || !isWorthwhile || breaker.refusal()) return undefined
    const pause = failure.error.gap.retryAfter ?? 0
    const wait = Math.max(planned, pause)
    if (clock() + wait + failure.lasted > due) return undefined
    // A 429 is not an outage, so that it takes no retry of the budget. The call spends the pause of the source in the queue.
    if (isRateLimited(failure)) return wait - pause
    return retries.take() ? wait : undefined
  }

  const createWay = (callContext?: CallContext, reads = 'other'): UpstreamClient => {
    // One read may have hundreds of calls, each of which listens.
    if (callContext) setMaxListeners(0, callContext.signal)
    const turn = { caller: callContext?.caller ?? '', read: {}, signal: callContext?.signal }

    async function readText(request: UpstreamRequest): Promise<string> {
      const due = clock() + deadline
      const call = { ...turn, isBudgeted: request.isBudgeted, due, place: lane.createPlace() }
      let outage: GapError | undefined
      retries.countRead()
      for (let tries = 1; ; tries += 1) {
        const sent = await lane
          .run(() => send(request, reads, callContext), call)
          .catch((refusal) => {
            throw outage ?? refusal
          })
        if (typeof sent === 'string') {
          // Several bodies may arrive in the same turn of the event loop, and each is parsed at once.
          if (sent.length > longBody) await yieldToEventLoop()
          return sent
        }
        const wait = planRetry(sent, tries, due)
        if (wait === undefined) throw sent.error
        // After a 429, a call that cannot be sent again in time ends with what the queue knows of the pause.
        outage = isRateLimited(sent) ? undefined : sent.error
        await delay(wait, undefined, { signal: turn.signal }).catch(() => Promise.reject(abortError()))
        counts.retries += 1
      }
    }

    return {
      readText,
      hasBudgetFor: lane.hasBudgetFor,
      assertBudgetFor: (calls) => lane.assertBudgetFor(calls, turn.caller),
      withContext: createWay,
      count: () => ({ ...counts, ...lane.count(), breaker: breaker.state, budgetLeft: budget.countLeft(clock()) }),
      close: attempts.close,
    }
  }
  return createWay()
}

interface LastingFailure extends Failure {
  /** Milliseconds until it failed. */
  readonly lasted: number
}

const isRateLimited = ({ error }: Failure): boolean => error.gap.code === 'RATE_LIMITED'
