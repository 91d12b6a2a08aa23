import type { GapCode } from '../report/port/error.ts'

/** How a call ended: with a response, with the gap of this code, cancelled by its request, or not sent because there was no connection. */
export type CallOutcome = 'ANSWERED' | 'LEFT' | 'NOT_SENT' | GapCode

/** A call as it is sent, for who watches. Nothing in it names a person or holds a credential. */
export interface SentCall {
  /** The dataset or list that it reads: one of few names. */
  readonly reads: string
  /** The operation that it is for, where there is one. */
  readonly operation: object | undefined
}

export interface ObservedCall {
  /** Sent along with it. */
  readonly headers: Readonly<Record<string, string>>
  /** Told how it ended, and the status of the answer where there was one. */
  end(outcome: CallOutcome, status: number | undefined): void
}

/** Watches a call from before it is sent. Never throws. */
export type ObserveCall = (call: SentCall) => ObservedCall
