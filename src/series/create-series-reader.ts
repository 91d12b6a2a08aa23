import type { Redis } from '../redis/connection.ts'
import { hour } from '../report/time/date.ts'
import { createRedisCache } from './cache/redis-cache.ts'
import { createLayeredCache, createMemoryCache, type SeriesCache } from './cache/series-cache.ts'
import type { CacheLifetimes } from './freshness.ts'
import { createUpstreamReader } from './read-upstream.ts'
import { createSeriesReader, type SeriesReader } from './reader.ts'
import { createReplicaLocks } from './replicas/replica-locks.ts'
import { createReplicaReader } from './replicas/replica-reader.ts'

export interface CachedSeriesReader extends SeriesReader {
  readonly cache: SeriesCache
}

/** Caches rows, and reads each chunk once: in this process, and with Redis once in all replicas. */
export function createCachedSeriesReader(
  redis: Redis | undefined,
  lifetimes: CacheLifetimes,
  maxBytes: number,
): CachedSeriesReader {
  const memory = createMemoryCache(maxBytes)
  if (!redis) return { cache: memory, ...createSeriesReader(memory, lifetimes) }
  const shared = createRedisCache(redis)
  const cache = createLayeredCache(memory, shared, hour)
  const readUpstream = createUpstreamReader(cache, lifetimes)
  const readMissing = createReplicaReader(createReplicaLocks(redis), memory, shared, readUpstream)
  return { cache, ...createSeriesReader(cache, lifetimes, readMissing) }
}
