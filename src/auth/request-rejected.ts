const statuses = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  MISDIRECTED_REQUEST: 421,
  TOO_MANY_REQUESTS: 429,
  TOO_MANY_OPERATIONS: 429,
  AUTHENTICATION_UNAVAILABLE: 503,
  OVERLOADED: 503,
} as const

/** Why somebody was not let in: nothing of what he sent was read, or his credentials alone. */
export class RequestRejected extends Error {
  readonly code: keyof typeof statuses
  /** Of the response over HTTP. */
  readonly status: number
  /** Milliseconds after which asking again may help. */
  readonly retryAfter: number | undefined

  constructor(code: keyof typeof statuses, message: string, retryAfter?: number) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.status = statuses[code]
    this.retryAfter = retryAfter
  }
}
