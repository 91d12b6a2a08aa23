import type { GapCode } from '../report/port/error.ts'

/** How a call ended: answered, cancelled by its caller (LEFT), not sent because no connection could be opened, or the code of its gap. */
export type CallOutcome = 'ANSWERED' | 'LEFT' | 'NOT_SENT' | GapCode

/** A call as it is observed. Contains no names of people and no credentials. */
export interface SentCall {
  /** Name of the dataset or list that it reads, of a small set. */
  readonly reads: string
  /** The operation that started it, if any. */
  readonly operation: object | undefined
}

export interface ObservedCall {
  /** Additional headers of the call. */
  readonly headers: Readonly<Record<string, string>>
  /** Reports the outcome, and the status of the response if there was one. */
  end(outcome: CallOutcome, status: number | undefined): void
}

/** Called before each call is sent. Must not throw. */
export type ObserveCall = (call: SentCall) => ObservedCall
