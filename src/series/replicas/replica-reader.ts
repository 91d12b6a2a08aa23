import type { Chunk } from '../../report/port/series.ts'
import { maxChunksPerCall } from '../../report/port/source.ts'
import { hour, type Instant } from '../../report/time/date.ts'
import { type Blocks, forEachChunk, getReadAt, mergeAll, pickChunks } from '../cache/block.ts'
import { type SeriesCache, toCacheKey } from '../cache/series-cache.ts'
import { planReads } from '../plan-reads.ts'
import type { IsFresh, ReadMissing } from '../read-upstream.ts'
import type { createReplicaLocks } from './replica-locks.ts'

/**
 * Reads chunks that no other replica is reading, and waits for those that one is: then they are in `shared`, and copied
 * to `near`; or that read failed, and they are read here. A replica that waits holds no lock that another waits for.
 * `readMissing` writes what it reads to both caches before it resolves.
 */
export function createReplicaReader(
  takeLocks: ReturnType<typeof createReplicaLocks>,
  near: SeriesCache,
  shared: SeriesCache,
  readMissing: ReadMissing,
): ReadMissing {
  return async (source, series, chunks, now, callContext, isFresh = wasJustRead(now)) => {
    const key = toCacheKey(source, series)
    const { grain } = series
    const locks = await takeLocks(
      key,
      chunks.map((chunk) => chunk.key),
    )

    async function readUnknown(wanted: readonly Chunk[]): Promise<Blocks> {
      if (wanted.length === 0) return new Map()
      // Another replica may have read them since the cache was looked up.
      const known = await shared.read(key, wanted)
      const good = new Set<Chunk>()
      forEachChunk(grain, wanted, known, (chunk, slot, block) => {
        if (block && getReadAt(block, slot) !== null && isFresh(block, slot, chunk)) good.add(chunk)
      })
      const found = pickChunks(grain, known, [...good])
      near.write(key, found, hour)
      const unread = planReads(wanted, (chunk) => !good.has(chunk), maxChunksPerCall(source, series))
      if (unread.length === 0) return found
      return mergeAll([found, await readMissing(source, series, unread, now, callContext, isFresh)])
    }

    const readOurs = () =>
      // What is read is written before its locks are released: a replica that finds a lock released finds the rows.
      readUnknown(chunks.filter((chunk) => locks.isOurs(chunk.key))).finally(locks.release)

    async function readTheirs() {
      const theirs = chunks.filter((chunk) => !locks.isOurs(chunk.key))
      await locks.waitForOthers(callContext.signal)
      return readUnknown(theirs)
    }

    return mergeAll(await Promise.all([readOurs(), readTheirs()]))
  }
}

/** For callers that do not judge what another replica has read. */
const wasJustRead =
  (now: Instant): IsFresh =>
  (block, slot) =>
    now - (getReadAt(block, slot) ?? 0) < 1_000
