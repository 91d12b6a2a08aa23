import type { Instant } from '../time/date.ts'

/** An invalid argument, found before any upstream call. */
export class BadArgument extends Error {
  /** The path of the argument, e.g. `scope.range.days`. */
  readonly argument: string

  constructor(argument: string, message: string) {
    super(`${argument}: ${message}`)
    this.name = 'BadArgument'
    this.argument = argument
  }
}

/** The result; undefined for a bad argument, where the field that has it is rejected when it is resolved. */
export function unlessBadArgument<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof BadArgument) return undefined
    throw error
  }
}

/** Why a source is missing from the figures. */
export type GapCode =
  | 'METRIC_UNSUPPORTED'
  | 'FILTER_UNSUPPORTED'
  | 'GRANULARITY_UNSUPPORTED'
  | 'OUT_OF_RETENTION'
  | 'RANGE_TOO_LONG'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'RATE_LIMITED'
  | 'TIMEOUT'
  | 'UNAVAILABLE'
  | 'BAD_RESPONSE'

/** What is in the figures, but not exactly as requested. */
export type WarningCode = 'TIME_ZONE_APPROXIMATED' | 'STALE' | 'ESTIMATED'

export interface Gap {
  readonly code: GapCode
  readonly message: string
  /** The source did not respond or failed: a retry may succeed. */
  readonly isFailure: boolean
  /** Milliseconds. */
  readonly retryAfter?: number
}

export interface Warning {
  readonly code: WarningCode
  readonly message: string
  /** STALE: what is stale, and when the oldest of it was read. */
  readonly stale?: { readonly what: 'figures' | 'lists'; readonly since: Instant }
}

/** Thrown by a provider where it would otherwise have to guess; becomes a gap of its source. */
export class GapError extends Error {
  readonly gap: Gap

  constructor(
    code: GapCode,
    message: string,
    detail: { readonly isFailure?: boolean; readonly retryAfter?: number } = {},
  ) {
    super(message)
    this.name = 'GapError'
    const { isFailure = true, retryAfter } = detail
    this.gap = { code, message, isFailure, ...(retryAfter !== undefined && { retryAfter }) }
  }
}

/** After these the source may respond again. Rejected credentials may have been withdrawn: no stale figures are used then. */
const passing: ReadonlySet<GapCode> = new Set<GapCode>(['TIMEOUT', 'UNAVAILABLE', 'RATE_LIMITED', 'BAD_RESPONSE'])

/** True for a failure after which stale figures may be used. */
export const isRetryable = (error: unknown): boolean =>
  error instanceof GapError && error.gap.isFailure && passing.has(error.gap.code)

const harmless: ReadonlySet<GapCode> = new Set<GapCode>(['METRIC_UNSUPPORTED', 'NOT_FOUND'])

/** True for a gap of figures that the source could have contributed. */
export const makesPartial = (gap: Gap): boolean => gap.isFailure || !harmless.has(gap.code)
