import type { CallContext } from '../report/port/call-context.ts'
import type { ObserveCall } from '../upstream/call-observer.ts'

/** Callbacks for telemetry. */
export interface GatewayObserver extends Pick<CallContext, 'onRead'> {
  /** Observes the upstream calls to the source with this id. */
  readonly observeCall?: (source: string) => ObserveCall
  /** Receives warnings, such as that Redis is unavailable. */
  readonly log?: (message: string) => void
}

/** What a response cost. */
export interface Usage {
  /** Calls sent upstream. */
  readonly calls: number
  /** Rows that figures were computed from. */
  readonly rows: number
  /** How many of these rows came from the cache. */
  readonly cached: number
}

/** Counts the calls and rows of an operation. Calls that operations share are counted for the one that started them. */
export interface UsageCounter extends Required<Pick<CallContext, 'onCall' | 'onRead'>> {
  /** Returns the counts since the previous call, so that the subscribers of a poll report each upstream call once. */
  take(): Usage
}

export function createUsageCounter(): UsageCounter {
  let usage: Usage = { calls: 0, rows: 0, cached: 0 }
  return {
    onCall() {
      usage = { ...usage, calls: usage.calls + 1 }
    },
    onRead({ rows, cached }) {
      usage = { ...usage, rows: usage.rows + rows, cached: usage.cached + cached }
    },
    take() {
      const taken = usage
      usage = { calls: 0, rows: 0, cached: 0 }
      return taken
    },
  }
}
