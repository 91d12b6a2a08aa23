import { setMaxListeners } from 'node:events'
import { abortError, type CallContext } from '../report/port/call-context.ts'

/** One read in flight that several callers share. */
export interface Flight<T> {
  readonly result: Promise<T>
  /** True once every caller has cancelled, or the read has failed: it must not be joined. */
  readonly isCancelled: boolean
  /** Adds a caller; the read continues at least until its signal is aborted. */
  join(signal: AbortSignal): void
}

/** Starts a read that is cancelled when every caller has cancelled. Its calls are reported to the first caller. */
export function startFlight<T>(callContext: CallContext, read: (callContext: CallContext) => Promise<T>): Flight<T> {
  const cancellation = new AbortController()
  const signals = new Set<AbortSignal>()
  let isSettled = false

  function cancelIfUnused(): void {
    for (const { aborted } of signals) if (!aborted) return
    cancellation.abort(abortError())
  }

  function join(signal: AbortSignal): void {
    if (isSettled) return
    signals.add(signal)
    // A caller may wait for many reads; Node warns of a leak from the eleventh listener on.
    setMaxListeners(0, signal)
    signal.addEventListener('abort', cancelIfUnused)
    if (signal.aborted) cancelIfUnused()
  }

  function settle(): void {
    isSettled = true
    for (const signal of signals) signal.removeEventListener('abort', cancelIfUnused)
    signals.clear()
  }

  setMaxListeners(0, cancellation.signal)
  join(callContext.signal)
  const result = read({ ...callContext, signal: cancellation.signal })
  // When one of its calls fails, the results of the others would be discarded.
  result.then(settle, () => {
    settle()
    cancellation.abort(abortError())
  })
  return {
    result,
    join,
    get isCancelled() {
      return cancellation.signal.aborted
    },
  }
}
