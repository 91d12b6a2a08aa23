import { setMaxListeners } from 'node:events'
import { LRUCache } from 'lru-cache'
import { abortError, type CallContext } from '../report/port/call-context.ts'

/**
 * Caches the results of a pure function. Callers must not change a result. The weights of the cached results add up to
 * `maxWeight` or less; the least recently used ones are evicted first.
 */
export function memoize<Arguments extends readonly (string | number)[], Result extends object>(
  compute: (...args: Arguments) => Result,
  maxWeight: number,
  weigh: (result: Result) => number,
): (...args: Arguments) => Result {
  const cache = new LRUCache<string, Result>({
    maxSize: maxWeight,
    sizeCalculation: (result) => Math.max(1, weigh(result)),
  })
  return (...args) => {
    const key = args.join(' ')
    const cached = cache.get(key)
    if (cached) return cached
    const result = compute(...args)
    cache.set(key, result)
    return result
  }
}

/** Calls a function on the first call only. Later calls return the same promise. */
export function once<T>(compute: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => {
    result ??= compute()
    return result
  }
}

/** Like `once`, for each key: arguments with the same key share one promise. Nothing is evicted. */
export function oncePerKey<Arguments extends readonly unknown[], T>(
  toKey: (...args: Arguments) => unknown,
  compute: (...args: Arguments) => Promise<T>,
): (...args: Arguments) => Promise<T> {
  const results = new Map<string, Promise<T>>()
  return (...args) => {
    const key = JSON.stringify(toKey(...args))
    const result = results.get(key) ?? compute(...args)
    results.set(key, result)
    return result
  }
}

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
