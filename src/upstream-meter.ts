import { AsyncLocalStorage } from 'node:async_hooks'

/** What one operation has asked of the sources so far. What it shares with others counts where it was begun. */
export interface UpstreamUse {
  /** Calls sent upstream. */
  calls: number
  /** Rows that figures were made of. */
  rows: number
  /** Those of them that were kept, and cost no call. */
  cached: number
}

/** Tells whose calls and rows they are, through everything that lies between a question and the way out. */
export interface UpstreamMeter {
  /** All that `ask` leads to counts as this use, however much later it is sent. */
  countFor<T>(use: UpstreamUse, ask: () => T): T
  add(used: Partial<UpstreamUse>): void
}

export function createUpstreamMeter(): UpstreamMeter {
  const uses = new AsyncLocalStorage<UpstreamUse>()
  return {
    countFor: (use, ask) => uses.run(use, ask),
    add({ calls = 0, rows = 0, cached = 0 }) {
      const use = uses.getStore()
      if (!use) return
      use.calls += calls
      use.rows += rows
      use.cached += cached
    },
  }
}
