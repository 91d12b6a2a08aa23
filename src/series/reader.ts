import type { Instant } from '../report/date.ts'
import type { Cell, Source, Stream } from '../report/port.ts'
import { isFresh, type SeriesStore, type StoreAges, type StoredRows } from './store.ts'

/**
 * Rows by cell key, from the store where they are fresh, else from upstream. `freshFor` says how old rows of days under
 * way may be, where that is other than configured. Throws GapError.
 */
export type ReadCells = (
  source: Source,
  stream: Stream,
  cells: readonly Cell[],
  now: Instant,
  freshFor?: number,
) => Promise<ReadonlyMap<string, StoredRows>>

/**
 * Reads cells that are neither in the store nor being read in this process. `isGood` says whether rows that somebody
 * else has read meanwhile would do. Throws GapError.
 */
export type ReadMissing = (
  source: Source,
  stream: Stream,
  cells: readonly Cell[],
  now: Instant,
  isGood?: (stored: StoredRows, cell: Cell) => boolean,
) => Promise<ReadonlyMap<string, StoredRows>>

/** What names a stream's rows in the store: equal for equal questions of one account. */
export function toStreamKey(source: Source, { dataset, parameters, grain, rowZone }: Stream): string {
  const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([source.account, dataset, grain, rowZone, sorted])
}

/** Straight from the source. */
export const readUpstream: ReadMissing = async (source, stream, cells, now) => {
  const rowsByCell = await source.readRows(stream, cells, now)
  return new Map(cells.map(({ key }) => [key, { rows: rowsByCell.get(key) ?? [], readAt: now }]))
}

/** Reads each cell once: from the store, by waiting for another operation that is reading it, or by `readMissing`. */
export function createSeriesReader(store: SeriesStore, ages: StoreAges, readMissing = readUpstream): ReadCells {
  const underWay = new Map<string, Promise<ReadonlyMap<string, StoredRows>>>()

  async function readAndKeep(prefix: string, ...missing: Parameters<ReadMissing>) {
    const read = await readMissing(...missing)
    store.write(new Map([...read].map(([key, stored]) => [prefix + key, stored])), ages.settledFor)
    return read
  }

  return async (source, stream, cells, now, freshFor = ages.freshFor) => {
    const prefix = toStreamKey(source, stream)
    const keys = cells.map(({ key }) => prefix + key)
    const isGood = (stored: StoredRows, cell: Cell) => isFresh(stored, cell, now, { ...ages, freshFor })
    // What is under way now may be over, and only then in the store, when the store has answered.
    const before = keys.map((key) => underWay.get(key))
    const known = await store.read(keys)
    const found = new Map<string, StoredRows>()
    const missing: Cell[] = []
    const waitedFor = new Set<Promise<ReadonlyMap<string, StoredRows>>>()
    for (const [index, cell] of cells.entries()) {
      const stored = known.get(prefix + cell.key)
      const reading = before[index] ?? underWay.get(prefix + cell.key)
      if (stored && isGood(stored, cell)) found.set(cell.key, stored)
      else if (reading) waitedFor.add(reading)
      else missing.push(cell)
    }
    if (missing.length > 0) {
      const reading = readAndKeep(prefix, source, stream, missing, now, isGood)
      for (const cell of missing) underWay.set(prefix + cell.key, reading)
      const forget = () => {
        for (const cell of missing) underWay.delete(prefix + cell.key)
      }
      reading.then(forget, forget)
      waitedFor.add(reading)
    }
    for (const rows of await Promise.all(waitedFor))
      for (const { key } of cells) {
        const stored = rows.get(key)
        if (stored) found.set(key, stored)
      }
    return found
  }
}
