import { type Instant, minute } from '../report/time/date.ts'

/** The shortest answered call of the last minute: those that failed tell nothing about the next. */
export interface ShortestCall {
  /** A call that began at this instant was answered. */
  add(startedAt: Instant): void
  /** In milliseconds; 0 while too few calls were answered to rely on it. */
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
