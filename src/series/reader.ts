import type { Instant } from '../report/date.ts'
import type { Cell, Source, Stream } from '../report/port.ts'
import { judgeRows, type StoreAges } from './ages.ts'
import { planCells } from './plan-cells.ts'
import { createUpstreamReading, type ReadMissing } from './read-upstream.ts'
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
  freshFor?: number,
) => Promise<ReadonlyMap<string, StoredRows>>

type Reading = ReturnType<ReadMissing>

/**
 * Reads each cell once: from the store, by waiting for another operation that is reading it, or from upstream. Settled
 * cells past their age are answered from the store all the same, and read anew behind the answer.
 */
export function createSeriesReader(
  store: SeriesStore,
  ages: StoreAges,
  readMissing: ReadMissing = createUpstreamReading(store, ages),
): ReadCells {
  const underWay = new Map<string, Reading>()
  /** What is read while operations ask the store, whose answer may be of before. */
  const heard = new Set<Map<string, StoredRows>>()

  /** Begins one read, for which all who want its cells meanwhile wait. Its failure is theirs who do. */
  function begin(...asked: Parameters<ReadMissing>): Reading {
    const [source, stream, cells] = asked
    const prefix = toStreamKey(source, stream)
    const reading = readMissing(...asked)
    for (const { key } of cells) underWay.set(prefix + key, reading)
    const forget = () => {
      for (const { key } of cells) if (underWay.get(prefix + key) === reading) underWay.delete(prefix + key)
    }
    const tell = (rows: ReadonlyMap<string, StoredRows>) => {
      for (const meanwhile of heard) for (const [key, stored] of rows) meanwhile.set(prefix + key, stored)
      forget()
    }
    reading.then(tell, forget)
    return reading
  }

  return async (source, stream, cells, now, freshFor = ages.freshFor) => {
    const prefix = toStreamKey(source, stream)
    const meanwhile = new Map<string, StoredRows>()
    heard.add(meanwhile)
    const known = await store.read(cells.map(({ key }) => prefix + key))
    // From here to `begin` nothing may wait, or two operations would begin the same read.
    heard.delete(meanwhile)
    const isMoving = source.isMoving?.(stream) ?? false
    const judge = ({ readAt }: StoredRows, cell: Cell) => judgeRows(readAt, cell, now, { ...ages, freshFor }, isMoving)
    const found = new Map<string, StoredRows>()
    const missing: Cell[] = []
    const ageing: Cell[] = []
    const waitedFor = new Set<Reading>()
    for (const cell of cells) {
      const stored = meanwhile.get(prefix + cell.key) ?? known.get(prefix + cell.key)
      const reading = underWay.get(prefix + cell.key)
      const freshness = stored && judge(stored, cell)
      if (stored && (freshness === 'FRESH' || freshness === 'AGEING')) {
        found.set(cell.key, stored)
        if (freshness === 'AGEING') ageing.push(cell)
      } else if (reading) waitedFor.add(reading)
      else missing.push(cell)
    }
    const read = (needed: readonly Cell[]) => {
      const isNeeded = new Set(needed)
      const idle = cells.filter(({ key }) => !underWay.has(prefix + key))
      return begin(
        source,
        stream,
        planCells(idle, (cell) => isNeeded.has(cell), source.runLength?.(stream) ?? 1),
        now,
        (stored, cell) => judge(stored, cell) === 'FRESH',
      )
    }
    if (missing.length > 0) waitedFor.add(read(missing))
    const unread = ageing.filter(({ key }) => !underWay.has(prefix + key))
    if (unread.length > 0) read(unread)
    for (const rows of await Promise.all(waitedFor))
      for (const { key } of cells) {
        const stored = rows.get(key)
        if (stored) found.set(key, stored)
      }
    return found
  }
}
