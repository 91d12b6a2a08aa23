import { errors } from 'undici'
import { type GapCode, GapError } from '../report/port/error.ts'
import type { Instant } from '../report/time/date.ts'
import { findLocalCause } from './local-failure.ts'
import { maxPause } from './rate-limiter.ts'

/** An attempt without an answer. */
export interface Failure {
  readonly error: GapError
  /** Of the answer, where there was one. */
  readonly status?: number
  /** Often abortError a moment later: worth another try. */
  readonly isRetryable: boolean
  /** The source did not work, whoever asked what. What it answers, however wrong, is no outage. */
  readonly isOutage: boolean
  /** The gateway or its machine could not open a connection: this says nothing about the source. */
  readonly isLocal?: true
}

type Headers = Readonly<Record<string, string | string[] | undefined>>

const statusCodes: Readonly<Record<number, GapCode>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  408: 'TIMEOUT',
  429: 'RATE_LIMITED',
  504: 'TIMEOUT',
}

const meanings: Readonly<Partial<Record<GapCode, string>>> = {
  UNAUTHENTICATED: 'the credentials are invalid or may not read reports',
  FORBIDDEN: 'the account or its plan does not include this report',
  NOT_FOUND: 'not found',
  RATE_LIMITED: 'rate limit exceeded',
  TIMEOUT: 'timed out',
  UNAVAILABLE: 'server error',
  BAD_RESPONSE: 'unexpected status',
}

/** False where the status says it all, and a slow or broken body must not hold up or spoil what it says. */
export const needsBody = (status: number): boolean => status === 200 || status === 422

export interface StatusMeaning {
  /** Milliseconds to wait after a 429 that names no time. */
  readonly pauseAfter429: (now: Instant) => number
  /** Statuses that often pass. */
  readonly retryableStatuses?: readonly number[]
}

const defaultRetryableStatuses = [502, 503, 504]

/** What a status other than 200 means. A redirect is never followed: it would carry the credentials along. */
export function toStatusFailure(
  status: number,
  headers: Headers,
  body: string,
  { pauseAfter429, retryableStatuses = defaultRetryableStatuses }: StatusMeaning,
  now: Instant,
): Failure {
  // Chatwoot from 4.16 answers 422 with an error text when its database gives up.
  const isSlowQuery = status === 422 && body.startsWith('{"error"')
  const code = statusCodes[status] ?? (isSlowQuery ? 'TIMEOUT' : status >= 500 ? 'UNAVAILABLE' : 'BAD_RESPONSE')
  const message = `the upstream returned HTTP ${status}: ${meanings[code]}`
  const requestedWait = readRetryAfter(headers['retry-after'], now)
  const retryAfter =
    code === 'RATE_LIMITED' ? (requestedWait ?? pauseAfter429(now)) : status === 503 ? requestedWait : undefined
  const error = new GapError(code, message, retryAfter === undefined ? {} : { retryAfter })
  return { error, status, isRetryable: retryableStatuses.includes(status), isOutage: status >= 500 }
}

/** As `Sat, 21 Nov 2026 12:00:30 GMT`, or with dashes: `Date.parse` makes a date of nearly any text. */
const httpDate = /^[a-z]{3,9}, \d{1,2}[ -][a-z]{3}[ -]\d{2,4} \d{2}:\d{2}:\d{2} GMT$/i

/** Milliseconds until the time a Retry-After header names, as seconds or as a date; an hour at most. */
function readRetryAfter(header: string | string[] | undefined, now: Instant): number | undefined {
  if (typeof header !== 'string') return undefined
  const date = httpDate.test(header) ? Date.parse(header) : Number.NaN
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : date - now
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(0, wait), maxPause)
}

const connectionCodes: Readonly<Record<string, GapCode>> = {
  UND_ERR_CONNECT_TIMEOUT: 'TIMEOUT',
  UND_ERR_HEADERS_TIMEOUT: 'TIMEOUT',
  UND_ERR_BODY_TIMEOUT: 'TIMEOUT',
  UND_ERR_HEADERS_OVERFLOW: 'BAD_RESPONSE',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'BAD_RESPONSE',
}

/** What the decoders of node:zlib say of a body that is broken; a brotli one has a code for each way to be. */
const brokenEncoding = /^(Z_(DATA|BUF)_ERROR$|ERR__ERROR_|ERR_BROTLI)/

/** Connections that were not made or broke off. */
const retryableCodes: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
])

/** What went wrong before there was a whole answer, in words that hold nothing of the request. */
export function toRequestFailure(reason: unknown, isTimedOut: boolean, timeout: number): Failure {
  if (reason instanceof GapError) return { error: reason, isRetryable: false, isOutage: false }
  if (isTimedOut) {
    // Asked again, a query that is slow would only be slow twice.
    const error = new GapError('TIMEOUT', `no response within ${timeout} ms`)
    return { error, isRetryable: false, isOutage: true }
  }
  if (reason instanceof errors.HTTPParserError) {
    const error = new GapError('BAD_RESPONSE', 'the response is not valid HTTP')
    return { error, isRetryable: false, isOutage: false }
  }
  const localCause = findLocalCause(reason)
  if (localCause !== undefined)
    return { error: new GapError('UNAVAILABLE', localCause), isRetryable: true, isOutage: false, isLocal: true }
  const code = String((reason as { code?: unknown } | null)?.code ?? '')
  const gap = brokenEncoding.test(code) ? 'BAD_RESPONSE' : (connectionCodes[code] ?? 'UNAVAILABLE')
  const error = new GapError(gap, `the connection failed${/^[A-Z_0-9]+$/.test(code) ? ` (${code})` : ''}`)
  return { error, isRetryable: retryableCodes.has(code), isOutage: gap !== 'BAD_RESPONSE' }
}
