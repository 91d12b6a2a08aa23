import type { Redis } from '../redis.ts'
import { hour } from '../report/date.ts'
import type { StoreAges } from './ages.ts'
import { createLayeredStore } from './layered-store.ts'
import { createUpstreamReading } from './read-upstream.ts'
import { createSeriesReader, type SeriesReader } from './reader.ts'
import { createRedisStore } from './redis-store.ts'
import { createReplicaLocks } from './replica-locks.ts'
import { createReplicaReading } from './replica-reading.ts'
import { createMemoryStore, type SeriesStore } from './store.ts'

export interface KeptSeries extends SeriesReader {
  readonly store: SeriesStore
}

/** Keeps rows, and reads each cell once: in this process, and with Redis in all replicas. */
export function createKeptSeries(redis: Redis | undefined, ages: StoreAges, maxBytes: number): KeptSeries {
  const memory = createMemoryStore(maxBytes)
  if (!redis) return { store: memory, ...createSeriesReader(memory, ages) }
  const shared = createRedisStore(redis)
  const store = createLayeredStore(memory, shared, hour)
  const readAlone = createUpstreamReading(store, ages)
  const readMissing = createReplicaReading(createReplicaLocks(redis), memory, shared, readAlone)
  return { store, ...createSeriesReader(store, ages, readMissing) }
}
