import type { RowIndex } from './row-index.ts'
import type { RubyValue } from './ruby-json.ts'

/** A request whose sender may make it. */
export interface Call {
  readonly query: URLSearchParams
  readonly index: RowIndex
  readonly accountId: number
  readonly role: 'administrator' | 'agent'
  /** Epoch milliseconds. */
  readonly now: number
  /** Rows created at or after it do not exist yet; Unix seconds. */
  readonly horizon: number
}

export type Endpoint = (call: Call) => RubyValue
