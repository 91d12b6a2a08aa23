import { type Instant, minute } from '../../report/time/date.ts'

/** Duration of the shortest successful call of the last minute. Failed calls say nothing about later ones. */
export interface ShortestCall {
  /** Adds a call that started at this instant and has just succeeded. */
  add(startedAt: Instant): void
  /** In milliseconds; 0 while there are too few calls for an estimate. */
  read(): number
}

const window = minute / 6
const minCalls = 20

export function createShortestCall(clock: () => Instant): ShortestCall {
  const windows = new Map<number, { readonly calls: number; readonly shortest: number }>()
  const currentWindow = () => Math.floor(clock() / window)

  return {
    add(startedAt) {
      const current = currentWindow()
      const { calls, shortest } = windows.get(current) ?? { calls: 0, shortest: Number.POSITIVE_INFINITY }
      windows.set(current, { calls: calls + 1, shortest: Math.max(0, Math.min(shortest, clock() - startedAt)) })
    },
    read() {
      const oldest = currentWindow() - minute / window
      for (const one of windows.keys()) if (one <= oldest) windows.delete(one)
      const recent = [...windows.values()]
      const calls = recent.reduce((sum, one) => sum + one.calls, 0)
      return calls < minCalls ? 0 : Math.min(...recent.map(({ shortest }) => shortest))
    },
  }
}
