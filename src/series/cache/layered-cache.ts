import type { SeriesCache } from './series-cache.ts'

/** What `near` does not know is asked of `far`, and then kept near for `copiedFor` milliseconds. */
export function createLayeredCache(near: SeriesCache, far: SeriesCache, copiedFor: number): SeriesCache {
  return {
    async read(keys) {
      const known = await near.read(keys)
      const others = keys.filter((key) => !known.has(key))
      if (others.length === 0) return known
      const fetched = await far.read(others)
      near.write(fetched, copiedFor)
      return new Map([...known, ...fetched])
    },
    write(entries, keepFor) {
      near.write(entries, keepFor)
      far.write(entries, keepFor)
    },
  }
}
