import type { RowIndex } from './row-index.ts'
import type { RubyValue } from './ruby-json.ts'

/** An authorized request. */
export interface Call {
  readonly query: URLSearchParams
  readonly index: RowIndex
  readonly accountId: number
  readonly role: 'administrator' | 'agent'
  /** Epoch milliseconds. */
  readonly now: number
  /** Unix seconds. Rows created at this instant or later do not exist yet. */
  readonly horizon: number
}

export type Endpoint = (call: Call) => RubyValue
