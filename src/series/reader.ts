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

export interface SeriesReader {
  readonly readCells: ReadCells
  /** The cells that `readCells` would have to ask for. */
  readonly listMissing: (...asked: Parameters<ReadCells>) => Promise<readonly Cell[]>
}

/** What names a stream's rows in the store: equal for equal questions of one source. */
export function toStreamKey(source: Source, { dataset, parameters, grain, rowZone }: Stream): string {
  const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([source.id, dataset, grain, rowZone, sorted])
}

/**
 * Reads each cell once: from the store, by waiting for another operation that is reading it, or from upstream. Tells
 * `onRead` how many rows came, and how many of them from the store.
 */
export function createSeriesReader(
  store: SeriesStore,
  ages: StoreAges,
  onRead?: (counts: { readonly rows: number; readonly cached: number }) => void,
): SeriesReader {
  const underWay = new Map<string, Promise<ReadonlyMap<string, StoredRows>>>()

  async function readUpstream(source: Source, stream: Stream, cells: readonly Cell[], now: Instant, prefix: string) {
    const rowsByCell = await source.readRows(stream, cells, now)
    const stored = new Map(cells.map(({ key }) => [key, { rows: rowsByCell.get(key) ?? [], readAt: now }]))
    for (const [key, rows] of stored) store.set(prefix + key, rows)
    return stored
  }

  const readCells: ReadCells = async (source, stream, cells, now, freshFor = ages.freshFor) => {
    const prefix = toStreamKey(source, stream)
    const found = new Map<string, StoredRows>()
    const missing: Cell[] = []
    const waitedFor = new Set<Promise<ReadonlyMap<string, StoredRows>>>()
    for (const cell of cells) {
      const stored = store.get(prefix + cell.key)
      const reading = underWay.get(prefix + cell.key)
      if (stored && isFresh(stored, cell, now, { ...ages, freshFor })) found.set(cell.key, stored)
      else if (reading) waitedFor.add(reading)
      else missing.push(cell)
    }
    const cached = countRows(found)
    if (missing.length > 0) {
      const reading = readUpstream(source, stream, missing, now, prefix)
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
    onRead?.({ rows: countRows(found), cached })
    return found
  }

  return {
    readCells,
    async listMissing(source, stream, cells, now, freshFor = ages.freshFor) {
      const prefix = toStreamKey(source, stream)
      return cells.filter((cell) => {
        const stored = store.get(prefix + cell.key)
        const isAtHand = stored && isFresh(stored, cell, now, { ...ages, freshFor })
        return !isAtHand && !underWay.has(prefix + cell.key)
      })
    },
  }
}

function countRows(stored: ReadonlyMap<string, StoredRows>): number {
  let count = 0
  for (const { rows } of stored.values()) count += rows.length
  return count
}
