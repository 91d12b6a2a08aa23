import { Pool } from 'undici'
import type { Instant } from '../report/time/date.ts'
import { type Failure, needsBody, type StatusMeaning, toRequestFailure, toStatusFailure } from './failure.ts'
import { type BodyMemory, discardBody, readBody } from './read-body.ts'

export interface RequestOptions extends StatusMeaning {
  readonly baseUrl: string
  /** Sent with every request, credentials included; to no other origin, and never shown. */
  readonly headers: Headers
  /** Milliseconds one attempt may take, from connect to the last byte. */
  readonly attemptTimeout: number
  /** Shared by all sources; absent, there is no limit to their sum. */
  readonly bodyMemory?: BodyMemory | undefined
}

type Headers = Readonly<Record<string, string>>

/** The body of a 200, or what stood in its way. */
export type RequestResult = string | Failure

export interface Requests {
  /** Asks once, with more headers than always. Whoever leaves meanwhile gets a failure that means nothing. */
  send(
    path: string,
    query: URLSearchParams | undefined,
    signal: AbortSignal | undefined,
    extraHeaders?: Headers,
  ): Promise<RequestResult>
  /** Ends those under way, too. */
  close(): Promise<void>
}

const connectTimeout = 2_000
const maxSockets = 32

/** Requests to one origin over connections that are kept. */
export function createRequests(options: RequestOptions, clock: () => Instant): Requests {
  const { attemptTimeout } = options
  const { origin, pathname } = new URL(options.baseUrl)
  const basePath = pathname.replace(/\/$/, '')
  const pool = new Pool(origin, { connections: maxSockets, connect: { timeout: connectTimeout } })
  const headers = { accept: 'application/json', 'user-agent': 'support-reporting-gateway', ...options.headers }

  async function request(target: string, signal: AbortSignal, extraHeaders?: Headers): Promise<RequestResult> {
    const response = await pool.request({
      method: 'GET',
      path: target,
      headers: { ...extraHeaders, ...headers },
      signal,
    })
    const { statusCode, body } = response
    const text = needsBody(statusCode)
      ? await readBody(body, response.headers['content-encoding'], options.bodyMemory)
      : discardBody(body)
    return statusCode === 200 ? text : toStatusFailure(statusCode, response.headers, text, options, clock())
  }

  return {
    /** With a timer of its own, for undici's body time-out is between chunks and never fires on a drip. */
    async send(path, query, signal, extraHeaders) {
      const cancellation = new AbortController()
      const cancel = () => cancellation.abort()
      signal?.addEventListener('abort', cancel)
      const timer = setTimeout(cancel, attemptTimeout)
      try {
        return await request(
          `${basePath}${path}${query && query.size > 0 ? `?${query}` : ''}`,
          cancellation.signal,
          extraHeaders,
        )
      } catch (reason) {
        return toRequestFailure(reason, cancellation.signal.aborted, attemptTimeout)
      } finally {
        clearTimeout(timer)
        signal?.removeEventListener('abort', cancel)
      }
    },
    close: () => pool.destroy(),
  }
}
