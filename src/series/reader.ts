import { LRUCache } from 'lru-cache'
import { type Asker, unending } from '../report/asker.ts'
import type { Instant } from '../report/date.ts'
import { GapError } from '../report/error.ts'
import type { Cell, Source, Stream } from '../report/port.ts'
import { isMany, takeTurn } from '../report/take-turn.ts'
import { beginSharedReading, type SharedReading } from '../shared-reading.ts'
import { judgeRows, type StoreAges } from './ages.ts'
import { planCells } from './plan-cells.ts'
import { createUpstreamReading, type ReadMissing } from './read-upstream.ts'
import { sortCells } from './sort-cells.ts'
import type { SeriesStore, StoredRows } from './store.ts'
import { toStreamKey } from './stream-key.ts'

/**
 * Rows by cell key, from the store where they are fresh, else from upstream. `freshFor` says how old rows of days under
 * way may be, where that is other than configured. Throws GapError.
 */
export type ReadCells = (
  source: Source,
  stream: Stream,
  cells: readonly Cell[],
  now: Instant,
  asker: Asker,
  freshFor?: number,
) => Promise<ReadonlyMap<string, StoredRows>>

export interface SeriesReader {
  readonly readCells: ReadCells
  /** The cells that `readCells` would have to ask for. */
  readonly listMissing: (...asked: Asked) => Promise<readonly Cell[]>
}

type Asked = readonly [
  source: Source,
  stream: Stream,
  cells: readonly Cell[],
  now: Instant,
  freshFor?: number | undefined,
]
type Reading = SharedReading<ReadonlyMap<string, StoredRows>>

/** Milliseconds that a stream whose refresh has failed is left alone. */
const restFor = 60_000

/**
 * Reads each cell once: from the store, by waiting for another operation that is reading it, or from upstream. Settled
 * cells past their age are answered from the store all the same, and read anew behind the answer.
 */
export function createSeriesReader(
  store: SeriesStore,
  ages: StoreAges,
  readMissing: ReadMissing = createUpstreamReading(store, ages),
): SeriesReader {
  const underWay = new Map<string, Reading>()
  /** What is read while operations ask the store, whose answer may be of before. */
  const heard = new Set<Map<string, StoredRows>>()
  /** Streams whose refresh has failed, lest every question tries again. */
  const failures = new LRUCache<string, { readonly failedAt: Instant; readonly isRefused: boolean }>({ max: 1_000 })

  function rest(prefix: string, now: Instant, error: unknown): void {
    const isRefused = error instanceof GapError && ['UNAUTHENTICATED', 'FORBIDDEN'].includes(error.gap.code)
    failures.set(prefix, { failedAt: now, isRefused })
  }

  /** What is being read; nobody waits any more for what is given up. */
  function findReading(key: string): Reading | undefined {
    const reading = underWay.get(key)
    return reading?.isGivenUp ? undefined : reading
  }

  /** Begins one read, for which all who want its cells meanwhile wait. Its failure is theirs who do. */
  function begin(...[source, stream, cells, now, asker, isGood]: Parameters<ReadMissing>): Reading {
    const prefix = toStreamKey(source, stream)
    const reading = beginSharedReading(asker, (all) => readMissing(source, stream, cells, now, all, isGood))
    for (const { key } of cells) underWay.set(prefix + key, reading)
    const forget = () => {
      for (const { key } of cells) if (underWay.get(prefix + key) === reading) underWay.delete(prefix + key)
    }
    const tell = (rows: ReadonlyMap<string, StoredRows>) => {
      failures.delete(prefix)
      for (const meanwhile of heard) for (const [key, stored] of rows) meanwhile.set(prefix + key, stored)
      forget()
    }
    reading.answer.then(tell, forget)
    return reading
  }

  /** Asks the store, and then goes on with what is at hand, which is so for as long as `goOn` does not wait. */
  async function look<T>(
    [source, stream, cells, now, freshFor = ages.freshFor]: Asked,
    goOn: (sorted: ReturnType<typeof sortCells<Reading>>, isFresh: (stored: StoredRows, cell: Cell) => boolean) => T,
  ): Promise<Awaited<T>> {
    const prefix = toStreamKey(source, stream)
    if (isMany(cells.length)) await takeTurn()
    const meanwhile = new Map<string, StoredRows>()
    heard.add(meanwhile)
    const known = await store.read(cells.map(({ key }) => prefix + key))
    // From here to `begin` nothing may wait, or two operations would begin the same read.
    heard.delete(meanwhile)
    const isMoving = source.isMoving?.(stream) ?? false
    const judge = (stored: StoredRows, cell: Cell) => judgeRows(stored, cell, now, { ...ages, freshFor }, isMoving)
    const sorted = sortCells<Reading>(cells, {
      find: ({ key }) => meanwhile.get(prefix + key) ?? known.get(prefix + key),
      judge,
      findReading: ({ key }) => findReading(prefix + key),
    })
    return await goOn(sorted, (stored, cell) => judge(stored, cell) === 'FRESH')
  }

  return {
    readCells: (source, stream, cells, now, asker, freshFor) =>
      look([source, stream, cells, now, freshFor], async ({ found, ageing, waitedFor, missing }, isFresh) => {
        const prefix = toStreamKey(source, stream)
        const cached = asker.onRead ? countRows(found) : 0
        const isIdle = ({ key }: Cell) => !findReading(prefix + key)
        const read = (needed: readonly Cell[], signal: AbortSignal) => {
          const isNeeded = new Set(needed)
          const length = source.runLength?.(stream) ?? 1
          const planned = planCells(cells.filter(isIdle), (cell) => isNeeded.has(cell), length)
          return begin(source, stream, planned, now, { ...asker, signal }, isFresh)
        }
        for (const { join } of waitedFor) join(asker.signal)
        const failed = failures.get(prefix)
        // Credentials that were refused may have been withdrawn: what is past its age is not answered from the store.
        const needed = failed?.isRefused ? [...missing, ...ageing.filter(isIdle)] : missing
        if (needed.length > 0) waitedFor.add(read(needed, asker.signal))
        const unread = failed && Math.abs(now - failed.failedAt) < restFor ? [] : ageing.filter(isIdle)
        // Nobody waits for it, so nobody leaves it.
        if (unread.length > 0) read(unread, unending).answer.catch((error) => rest(prefix, now, error))
        const answers = await Promise.all([...waitedFor].map(({ answer }) => answer))
        if (answers.length > 0 && isMany(cells.length)) await takeTurn()
        for (const rows of answers)
          for (const { key } of cells) {
            const stored = rows.get(key)
            if (stored) found.set(key, stored)
          }
        asker.onRead?.({ rows: countRows(found), cached })
        return found
      }),
    listMissing: (...asked) => look(asked, ({ missing }) => missing),
  }
}

function countRows(stored: ReadonlyMap<string, StoredRows>): number {
  let count = 0
  for (const { rows } of stored.values()) count += rows.length
  return count
}
