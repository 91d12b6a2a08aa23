import { LRUCache } from 'lru-cache'

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
