import type { Asker } from '../report/asker.ts'
import type { Instant } from '../report/date.ts'
import { GapError } from '../report/error.ts'
import type { Cell, RowsByCell, Source, Stream } from '../report/port.ts'
import { isMany, takeTurn } from '../report/take-turn.ts'
import { type StoreAges, toKeepFor } from './ages.ts'
import type { SeriesStore, StoredRows } from './store.ts'
import { toStreamKey } from './stream-key.ts'

/**
 * Rows by cell key, of cells that nobody has and nobody in this process is reading. `isGood` says whether rows that
 * another process has read meanwhile would do. Throws GapError.
 */
export type ReadMissing = (
  source: Source,
  stream: Stream,
  cells: readonly Cell[],
  now: Instant,
  asker: Asker,
  isGood?: (stored: StoredRows, cell: Cell) => boolean,
) => Promise<ReadonlyMap<string, StoredRows>>

/** Reads cells upstream, all of them or none; they are in the store before anyone hears of them. */
export function createUpstreamReading(store: SeriesStore, ages: StoreAges): ReadMissing {
  return async (source, stream, cells, now, asker) => {
    const prefix = toStreamKey(source, stream)
    const isMoving = source.isMoving?.(stream) ?? false
    const rowsByCell = await source.readRows(stream, cells, now, asker)
    if (isMany(cells.length)) await takeTurn()
    requirePlausible(rowsByCell)
    const read = new Map<string, StoredRows>()
    const byKeepFor = new Map<number, Map<string, StoredRows>>()
    for (const cell of cells) {
      const stored = { rows: rowsByCell.get(cell.key) ?? [], readAt: now }
      const keepFor = toKeepFor(now, cell, ages, isMoving)
      const alike = byKeepFor.get(keepFor) ?? new Map<string, StoredRows>()
      byKeepFor.set(keepFor, alike.set(prefix + cell.key, stored))
      read.set(cell.key, stored)
    }
    for (const [keepFor, entries] of byKeepFor) store.write(entries, keepFor)
    return read
  }
}

/** A sum of figures beyond this is no longer exact, and no product counts as much. */
const maxFigure = Number.MAX_SAFE_INTEGER

function requirePlausible(rowsByCell: RowsByCell): void {
  for (const rows of rowsByCell.values())
    for (const { figures } of rows)
      for (const name in figures)
        if ((figures[name] ?? 0) > maxFigure)
          throw new GapError('BAD_RESPONSE', `${name} is ${figures[name]}, more than any product counts`)
}
