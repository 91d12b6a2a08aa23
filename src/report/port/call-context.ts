import type { Instant } from '../time/date.ts'
import { GapError } from './error.ts'

/** The client that started upstream calls, and how to cancel them. */
export interface CallContext {
  /** The name of the caller that started the calls: the queue serves callers in turn. */
  readonly caller: string
  /** Aborted once no client waits for the result. */
  readonly signal: AbortSignal
  /** The operation of the request, as telemetry knows it. */
  readonly operation?: object
  /** Called when a call is sent. */
  readonly onCall?: () => void
  /** Called with the number of rows that were read, and how many of them were cached. */
  readonly onRead?: (counts: { readonly rows: number; readonly cached: number }) => void
  /** Called for each list of an account that is used, with the milliseconds for which it is fresh; 0 if it failed or is stale. */
  readonly onList?: (keptFor: number) => void
  /** If absent, no stale list is used for one that cannot be read. */
  readonly staleLists?: StaleLists
}

export interface StaleLists {
  /** How old they may be, in milliseconds. */
  readonly staleFor: number
  /** Called for each stale list that is used, with the time when it was read. */
  readonly onUse: (readAt: Instant) => void
}

/** The signal of reads that no client waits for, e.g. to refresh cached rows. */
export const neverAborted: AbortSignal = new AbortController().signal

/** Why cancelled calls fail; the client that cancelled them no longer receives errors. */
export const abortError = (): GapError => new GapError('UNAVAILABLE', 'cancelled because the client disconnected')
