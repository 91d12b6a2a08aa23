import type { Instant } from '../time/date.ts'
import { GapError } from './error.ts'

/** On whose behalf something is asked upstream. */
export interface CallContext {
  /** The name of the caller who began it: callers take turns. */
  readonly caller: string
  /** Aborted once nobody waits for the answer any more. */
  readonly signal: AbortSignal
  /** The operation of the request, as telemetry knows it. */
  readonly operation?: object
  /** Told of each call as it is sent. */
  readonly onCall?: () => void
  /** Told of the rows that came, and how many of them were at hand. */
  readonly onRead?: (counts: { readonly rows: number; readonly cached: number }) => void
  /** Told of each list of an account that is used, and for how many milliseconds it is kept yet; 0 where it failed or is old. */
  readonly onList?: (keptFor: number) => void
  /** Where absent, no list of before stands in for one that cannot be read. */
  readonly staleLists?: StaleLists
}

export interface StaleLists {
  /** How old they may be, in milliseconds. */
  readonly staleFor: number
  /** Told of each that stands in, and when it was read. */
  readonly onUse: (readAt: Instant) => void
}

/** Of an callContext who never leaves: of what is read behind an answer, for the next. */
export const neverAborted: AbortSignal = new AbortController().signal

/** Not seen by any client. */
export const abortError = (): GapError => new GapError('UNAVAILABLE', 'cancelled because the client disconnected')
