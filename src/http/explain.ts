import { errors } from 'undici'
import type { Instant } from '../report/date.ts'
import { type GapCode, GapError } from '../report/error.ts'

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
  UNAUTHENTICATED: 'the credentials are wrong or may not read reports',
  FORBIDDEN: 'the account or its plan does not allow this report',
  NOT_FOUND: 'there is no such thing',
  RATE_LIMITED: 'too many calls',
  TIMEOUT: 'it took too long',
  UNAVAILABLE: 'it is out of order',
  BAD_RESPONSE: 'that is not an answer to this question',
}

/** False where the status says it all, and a slow or broken body must not hold up or spoil what it says. */
export const isBodyTelling = (status: number): boolean => status === 200 || status === 422

/** What a status other than 200 means. A redirect is never followed: it would carry the credentials along. */
export function explainStatus(
  status: number,
  headers: Headers,
  body: string,
  pauseAfter429: (now: Instant) => number,
  now: Instant,
): GapError {
  // Chatwoot from 4.16 answers 422 with an error text when its database gives up.
  const isSlowQuery = status === 422 && body.startsWith('{"error"')
  const code = statusCodes[status] ?? (isSlowQuery ? 'TIMEOUT' : status >= 500 ? 'UNAVAILABLE' : 'BAD_RESPONSE')
  const message = `the upstream answered ${status}: ${meanings[code]}`
  if (code !== 'RATE_LIMITED') return new GapError(code, message)
  return new GapError(code, message, { retryAfter: readRetryAfter(headers['retry-after'], now) ?? pauseAfter429(now) })
}

/** Milliseconds until the time a Retry-After header names, as seconds or as a date. */
function readRetryAfter(header: string | string[] | undefined, now: Instant): number | undefined {
  if (typeof header !== 'string') return undefined
  const wait = /^\d{1,6}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isNaN(wait) ? undefined : Math.max(0, wait)
}

const connectionCodes: Readonly<Record<string, GapCode>> = {
  UND_ERR_CONNECT_TIMEOUT: 'TIMEOUT',
  UND_ERR_HEADERS_TIMEOUT: 'TIMEOUT',
  UND_ERR_BODY_TIMEOUT: 'TIMEOUT',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'BAD_RESPONSE',
  Z_DATA_ERROR: 'BAD_RESPONSE',
  Z_BUF_ERROR: 'BAD_RESPONSE',
}

/** What went wrong before there was a whole answer, in words that hold nothing of the request. */
export function explainFailure(error: unknown, isTimedOut: boolean, timeout: number): GapError {
  if (error instanceof GapError) return error
  if (isTimedOut) return new GapError('TIMEOUT', `no answer within ${timeout} ms`)
  if (error instanceof errors.HTTPParserError) return new GapError('BAD_RESPONSE', 'the upstream does not speak HTTP')
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  const gap = connectionCodes[code] ?? 'UNAVAILABLE'
  return new GapError(gap, `the connection failed${/^[A-Z_0-9]+$/.test(code) ? ` (${code})` : ''}`)
}
