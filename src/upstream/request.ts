import { Pool } from 'undici'
import type { Instant } from '../report/time/date.ts'
import { type Failure, needsBody, type StatusMeaning, toRequestFailure, toStatusFailure } from './failure.ts'
import { type BodyMemory, discardBody, readBody } from './read-body.ts'

export interface RequestOptions extends StatusMeaning {
  readonly baseUrl: string
  /** Sent with every request, credentials included. Never sent to another origin or shown. */
  readonly headers: Headers
  /** Timeout of one attempt in milliseconds, from connecting to the last byte. */
  readonly attemptTimeout: number
  /** Shared by all sources. Absent: no limit. */
  readonly bodyMemory?: BodyMemory | undefined
}

type Headers = Readonly<Record<string, string>>

/** The body of a 200 response, or the failure. */
export type RequestResult = string | Failure

export interface Requests {
  /** Sends one request. If the signal is aborted meanwhile, the returned failure has no meaning. */
  send(
    path: string,
    query: URLSearchParams | undefined,
    signal: AbortSignal | undefined,
    extraHeaders?: Headers,
  ): Promise<RequestResult>
  /** Closes all connections and aborts requests in flight. */
  close(): Promise<void>
}

const connectTimeout = 2_000
const maxSockets = 32

/** Sends requests to one origin over keep-alive connections. */
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
    const text = needsBody(statusCode, options)
      ? await readBody(body, response.headers['content-encoding'], options.bodyMemory)
      : discardBody(body)
    return statusCode === 200 ? text : toStatusFailure(statusCode, response.headers, text, options, clock())
  }

  return {
    /** Has its own timer: undici's body timeout restarts with every chunk. */
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
