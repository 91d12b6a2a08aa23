const statuses = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  MISDIRECTED_REQUEST: 421,
  TOO_MANY_REQUESTS: 429,
  TOO_MANY_OPERATIONS: 429,
  AUTHENTICATION_UNAVAILABLE: 503,
  OVERLOADED: 503,
} as const

/** A request that is rejected before its body is read. */
export class RequestRejected extends Error {
  readonly code: keyof typeof statuses
  /** HTTP status of the response. */
  readonly status: number
  /** Milliseconds after which a retry may succeed. */
  readonly retryAfter: number | undefined

  constructor(code: keyof typeof statuses, message: string, retryAfter?: number) {
    super(message)
    this.name = 'RequestRejected'
    this.code = code
    this.status = statuses[code]
    this.retryAfter = retryAfter
  }
}
