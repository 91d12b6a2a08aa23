import { Pool } from 'undici'
import type { Asker } from '../report/asker.ts'
import type { Instant } from '../report/date.ts'
import type { RateBudget } from './budget.ts'
import { explainFailure, explainStatus, isBodyTelling } from './explain.ts'
import { createLane, gone } from './lane.ts'
import { discardBody, readBody } from './read-body.ts'

/** How one source is reached. All figures are defaults of its provider and configurable. */
export interface EdgeOptions {
  readonly baseUrl: string
  /** Sent with every request, credentials included; to no other origin, and never shown. */
  readonly headers: Readonly<Record<string, string>>
  readonly inFlight: number
  readonly budget: RateBudget
  /** Milliseconds one attempt may take, from connect to the last byte. */
  readonly attemptTimeout: number
  /** Milliseconds a question waits for its answer: a call that could not start sooner is refused. */
  readonly deadline: number
  /** Milliseconds to wait after a 429 that names no time. */
  readonly pauseAfter429: (now: Instant) => number
  readonly clock?: () => Instant
  /** Told of each call as it is sent. */
  readonly onCall?: () => void
}

export interface EdgeRequest {
  /** Below the base URL; made of constants and checked ids alone. */
  readonly path: string
  readonly query?: URLSearchParams
  /** Whether the upstream counts this call against its rate limit. */
  readonly isBudgeted: boolean
}

/** The one way out of the process to one source. */
export interface Edge {
  /** The body of a 200. Anything else throws GapError, whose message names the status and never a credential. */
  readText(request: EdgeRequest): Promise<string>
  /** True when this many budgeted calls could be sent at once, now. */
  canAfford(calls: number): boolean
  /** Throws GapError RATE_LIMITED when this many budgeted calls could not all start in time. */
  requireRoom(calls: number): void
  /** The same way out for one asker: it ends when he leaves, and he is told of its calls. */
  onBehalfOf(asker: Asker): Edge
  /** Ends calls under way, too: nobody waits for them any more. */
  close(): Promise<void>
}

const connectTimeout = 2_000
const maxSockets = 32
const maxWaiting = 256

export function createEdge(options: EdgeOptions): Edge {
  const { clock = Date.now, budget, deadline, attemptTimeout } = options
  const { origin, pathname } = new URL(options.baseUrl)
  const base = pathname.replace(/\/$/, '')
  const pool = new Pool(origin, { connections: maxSockets, connect: { timeout: connectTimeout } })
  const lane = createLane({ inFlight: options.inFlight, maxWaiting, patience: deadline, budget, clock })
  const headers = { accept: 'application/json', 'user-agent': 'support-reporting-gateway', ...options.headers }

  /** One attempt. A timer of its own, for undici's body time-out is between chunks and never fires on a drip. */
  async function attempt({ path, query }: EdgeRequest, asker?: Asker): Promise<string> {
    if (asker?.signal.aborted) throw gone()
    const abort = new AbortController()
    const leave = () => abort.abort()
    asker?.signal.addEventListener('abort', leave)
    const timer = setTimeout(leave, attemptTimeout)
    options.onCall?.()
    asker?.onCall?.()
    const search = query && query.size > 0 ? `?${query}` : ''
    try {
      const response = await pool.request({
        method: 'GET',
        path: `${base}${path}${search}`,
        headers,
        signal: abort.signal,
      })
      const { statusCode, body } = response
      const text = isBodyTelling(statusCode)
        ? await readBody(body, response.headers['content-encoding'])
        : discardBody(body)
      if (statusCode === 200) return text
      const failure = explainStatus(statusCode, response.headers, text, options.pauseAfter429, clock())
      if (failure.gap.code === 'RATE_LIMITED') budget.pauseUntil(clock() + (failure.gap.retryAfter ?? 0))
      throw failure
    } catch (error) {
      if (asker?.signal.aborted) throw gone()
      throw explainFailure(error, abort.signal.aborted, attemptTimeout)
    } finally {
      clearTimeout(timer)
      asker?.signal.removeEventListener('abort', leave)
    }
  }

  const createWay = (asker?: Asker): Edge => ({
    readText: (request) => lane.run(() => attempt(request, asker), request.isBudgeted, asker?.signal),
    canAfford: lane.canAfford,
    requireRoom: lane.requireRoom,
    onBehalfOf: createWay,
    close: () => pool.destroy(),
  })
  return createWay()
}
