import type { CallContext } from '../report/port/call-context.ts'

/** What was asked of the sources for an answer. */
export interface Usage {
  /** Calls sent upstream. */
  readonly calls: number
  /** Rows that figures were made of. */
  readonly rows: number
  /** Those of them that were kept, and cost no call. */
  readonly cached: number
}

/** Counts what is asked on somebody's behalf. What he shares with others counts where it was begun. */
export interface UsageCounter extends Required<Pick<CallContext, 'onCall' | 'onRead'>> {
  /** What was counted since this was last told: of answers to the same poll, each call is told by one. */
  take(): Usage
}

export function createUsageCounter(): UsageCounter {
  let use: Usage = { calls: 0, rows: 0, cached: 0 }
  return {
    onCall() {
      use = { ...use, calls: use.calls + 1 }
    },
    onRead({ rows, cached }) {
      use = { ...use, rows: use.rows + rows, cached: use.cached + cached }
    },
    take() {
      const told = use
      use = { calls: 0, rows: 0, cached: 0 }
      return told
    },
  }
}
