import { setMaxListeners } from 'node:events'
import { abortError, type CallContext } from '../report/port/call-context.ts'

/** One reading for all who wait for it. */
export interface Flight<T> {
  readonly result: Promise<T>
  /** True once all who waited have left, or it has failed: it is given up, and nobody may join it. */
  readonly isCancelled: boolean
  /** Waits for it too. */
  join(signal: AbortSignal): void
}

/** Begins a reading that is given up once everyone who waits for it has left. Its calls are told to who began it. */
export function startFlight<T>(callContext: CallContext, read: (callContext: CallContext) => Promise<T>): Flight<T> {
  const everyone = new AbortController()
  const waiting = new Set<AbortSignal>()
  let isSettled = false

  function leave(): void {
    for (const { aborted } of waiting) if (!aborted) return
    everyone.abort(abortError())
  }

  function join(signal: AbortSignal): void {
    if (isSettled) return
    waiting.add(signal)
    // Whoever asks for much waits for much; Node would take the eleventh listener for a leak.
    setMaxListeners(0, signal)
    signal.addEventListener('abort', leave)
    if (signal.aborted) leave()
  }

  function settle(): void {
    isSettled = true
    for (const signal of waiting) signal.removeEventListener('abort', leave)
    waiting.clear()
  }

  setMaxListeners(0, everyone.signal)
  join(callContext.signal)
  const result = read({ ...callContext, signal: everyone.signal })
  // When one call of it fails, what others bring would be thrown away.
  result.then(settle, () => {
    settle()
    everyone.abort(abortError())
  })
  return {
    result,
    join,
    get isCancelled() {
      return everyone.signal.aborted
    },
  }
}
