import { hour } from '../report/date.ts'
import type { Cell } from '../report/port.ts'
import { planCells } from './plan-cells.ts'
import type { ReadMissing } from './read-upstream.ts'
import type { createReplicaLocks } from './replica-locks.ts'
import type { SeriesStore, StoredRows } from './store.ts'
import { toStreamKey } from './stream-key.ts'

/**
 * Reads cells that no other replica is reading, and waits for those that one is: then they are in `shared` and kept in
 * `near` too, or it failed, and they are read here. Nobody waits while he holds up another. `readMissing` writes what it
 * reads to both stores before it resolves.
 */
export function createReplicaReading(
  takeLocks: ReturnType<typeof createReplicaLocks>,
  near: SeriesStore,
  shared: SeriesStore,
  readMissing: ReadMissing,
): ReadMissing {
  return async (source, stream, cells, now, asker, isGood = ({ readAt }) => now - readAt < 1_000) => {
    const prefix = toStreamKey(source, stream)
    const locks = await takeLocks(cells.map(({ key }) => prefix + key))
    const isOurs = ({ key }: Cell) => locks.isOurs(prefix + key)

    async function readUnknown(wanted: readonly Cell[]): Promise<ReadonlyMap<string, StoredRows>> {
      // Somebody may have read them since the store was asked.
      const known = await shared.read(wanted.map(({ key }) => prefix + key))
      const good = wanted.flatMap((cell) => {
        const stored = known.get(prefix + cell.key)
        return stored && isGood(stored, cell) ? [[cell.key, stored] as const] : []
      })
      const found = new Map(good)
      near.write(new Map(good.map(([key, stored]) => [prefix + key, stored])), hour)
      const unread = planCells(wanted, ({ key }) => !found.has(key), source.runLength?.(stream) ?? 1)
      if (unread.length === 0) return found
      return new Map([...found, ...(await readMissing(source, stream, unread, now, asker, isGood))])
    }

    const readOurs = () =>
      // What is read is written before anyone hears of it: whoever finds the lock gone finds the rows.
      readUnknown(cells.filter(isOurs)).finally(locks.release)

    async function readTheirs() {
      const theirs = cells.filter((cell) => !isOurs(cell))
      await locks.waitForOthers(asker.signal)
      return readUnknown(theirs)
    }

    const [ours, theirs] = await Promise.all([readOurs(), readTheirs()])
    return new Map([...ours, ...theirs])
  }
}
