import { errors } from 'undici'
import { type GapCode, GapError } from '../report/port/error.ts'
import type { Instant } from '../report/time/date.ts'
import { maxPause } from './rate-limit/rate-limiter.ts'

/** A failed attempt. */
export interface Failure {
  readonly error: GapError
  /** Of the response, if there was one. */
  readonly status?: number
  /** Whether a retry is likely to succeed. */
  readonly isRetryable: boolean
  /** Whether the source is down for all calls. An invalid response is not an outage. */
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

/** Whether the body matters. For other statuses it is discarded, since it may be slow or broken. */
export const needsBody = (status: number, { bodyCodes }: StatusMeaning): boolean =>
  status === 200 || bodyCodes?.[status] !== undefined

export interface StatusMeaning {
  /** Milliseconds to wait after a 429 without Retry-After. */
  readonly pauseAfter429: (now: Instant) => number
  /** Statuses after which a retry is likely to succeed. */
  readonly retryableStatuses?: readonly number[]
  /** Statuses whose meaning depends on the body; undefined if this body does not change it. */
  readonly bodyCodes?: Readonly<Record<number, (body: string) => GapCode | undefined>>
}

const defaultRetryableStatuses = [502, 503, 504]

/** Converts a status other than 200. Redirects are not followed: they would receive the credentials. */
export function toStatusFailure(
  status: number,
  headers: Headers,
  body: string,
  { pauseAfter429, retryableStatuses = defaultRetryableStatuses, bodyCodes }: StatusMeaning,
  now: Instant,
): Failure {
  const code = bodyCodes?.[status]?.(body) ?? statusCodes[status] ?? (status >= 500 ? 'UNAVAILABLE' : 'BAD_RESPONSE')
  const message = `the upstream returned HTTP ${status}: ${explainRedirect(status, headers) ?? meanings[code]}`
  const requestedWait = readRetryAfter(headers['retry-after'], now)
  const retryAfter =
    code === 'RATE_LIMITED' ? (requestedWait ?? pauseAfter429(now)) : status === 503 ? requestedWait : undefined
  const error = new GapError(code, message, retryAfter === undefined ? {} : { retryAfter })
  return { error, status, isRetryable: retryableStatuses.includes(status), isOutage: status >= 500 }
}

/** Names the host that a redirect points to: usually the configured URL lacks https, or has moved. */
function explainRedirect(status: number, { location }: Headers): string | undefined {
  if (status < 300 || status > 399 || typeof location !== 'string') return undefined
  const { protocol, host } = URL.canParse(location) ? new URL(location) : {}
  return host ? `a redirect to ${protocol}//${host.slice(0, 100)}; configure the URL of that server` : undefined
}

/** Such as `Sat, 21 Nov 2026 12:00:30 GMT`, or with dashes. Needed because `Date.parse` accepts nearly any text. */
const httpDate = /^[a-z]{3,9}, \d{1,2}[ -][a-z]{3}[ -]\d{2,4} \d{2}:\d{2}:\d{2} GMT$/i

/** Milliseconds that a Retry-After header asks for, as seconds or as a date; up to an hour. */
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

/** Error codes of node:zlib for an invalid body; Brotli has a code for each kind of error. */
const brokenEncoding = /^(Z_(DATA|BUF)_ERROR$|ERR__ERROR_|ERR_BROTLI)/

/** The connection failed or was closed early. */
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

/** Converts an error that occurred before the response was complete. The message contains nothing of the request. */
export function toRequestFailure(reason: unknown, isTimedOut: boolean, timeout: number): Failure {
  if (reason instanceof GapError) return { error: reason, isRetryable: false, isOutage: false }
  if (isTimedOut) {
    // A slow query would be slow again.
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

/** Resources that the gateway or its machine has run out of, by error code of the system. */
const localCauses: Readonly<Record<string, string>> = {
  EMFILE: 'the gateway has too many files and sockets open: raise its limit (ulimit -n)',
  ENFILE: "the gateway's machine has too many files and sockets open",
  ENOBUFS: "the gateway's machine has no memory left for sockets",
  ENOMEM: "the gateway's machine has no memory left for sockets",
  EADDRNOTAVAIL: 'the gateway has no local address or port left to connect from',
  EAI_MEMORY: "the gateway's machine has no memory left to look up a host name",
}

interface SystemError {
  readonly code?: unknown
  readonly syscall?: unknown
  /** One for each address of a host name. */
  readonly errors?: readonly unknown[]
}

/** Why the gateway could not open a connection; undefined if the failure is not local. */
export function findLocalCause(reason: unknown): string | undefined {
  const { code, syscall, errors: causes = [] } = Object(reason) as SystemError
  const known = localCauses[String(code)]
  if (known) return `${known} (${code})`
  // Errors of the resolver itself are EAI_* and ENOTFOUND. Without a free file descriptor, other codes occur.
  if (syscall === 'getaddrinfo' && /^E(?!AI_|NOTFOUND)/.test(String(code)))
    return `the gateway could not look up a host name (${code}): it may have too many files and sockets open (ulimit -n)`
  return causes.map(findLocalCause).find((cause) => cause !== undefined)
}
