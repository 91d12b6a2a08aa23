import type { Chunk } from '../../report/port/port.ts'
import { findDataset } from '../../report/port/source.ts'
import { hour } from '../../report/time/date.ts'
import { toCacheKey } from '../cache/cache-key.ts'
import type { CachedRows, SeriesCache } from '../cache/series-cache.ts'
import { planReads } from '../plan-reads.ts'
import type { ReadMissing } from '../read-upstream.ts'
import type { createReplicaLocks } from './replica-locks.ts'

/**
 * Reads chunks that no other replica is reading, and waits for those that one is: then they are in `shared` and kept in
 * `near` too, or it failed, and they are read here. Nobody waits while he holds up another. `readMissing` writes what it
 * reads to both stores before it resolves.
 */
export function createReplicaReader(
  takeLocks: ReturnType<typeof createReplicaLocks>,
  near: SeriesCache,
  shared: SeriesCache,
  readMissing: ReadMissing,
): ReadMissing {
  return async (source, series, chunks, now, callContext, isGood = ({ readAt }) => now - readAt < 1_000) => {
    const prefix = toCacheKey(source, series)
    const locks = await takeLocks(chunks.map(({ key }) => prefix + key))
    const isOurs = ({ key }: Chunk) => locks.isOurs(prefix + key)

    async function readUnknown(wanted: readonly Chunk[]): Promise<ReadonlyMap<string, CachedRows>> {
      // Somebody may have read them since the store was asked.
      const known = await shared.read(wanted.map(({ key }) => prefix + key))
      const good = wanted.flatMap((chunk) => {
        const stored = known.get(prefix + chunk.key)
        return stored && isGood(stored, chunk) ? [[chunk.key, stored] as const] : []
      })
      const found = new Map(good)
      near.write(new Map(good.map(([key, stored]) => [prefix + key, stored])), hour)
      const unread = planReads(
        wanted,
        ({ key }) => !found.has(key),
        findDataset(source, series.dataset).maxChunksPerCall?.(series) ?? 1,
      )
      if (unread.length === 0) return found
      return new Map([...found, ...(await readMissing(source, series, unread, now, callContext, isGood))])
    }

    const readOurs = () =>
      // What is read is written before anyone hears of it: whoever finds the lock abortError finds the rows.
      readUnknown(chunks.filter(isOurs)).finally(locks.release)

    async function readTheirs() {
      const theirs = chunks.filter((chunk) => !isOurs(chunk))
      await locks.waitForOthers(callContext.signal)
      return readUnknown(theirs)
    }

    const [ours, theirs] = await Promise.all([readOurs(), readTheirs()])
    return new Map([...ours, ...theirs])
  }
}
