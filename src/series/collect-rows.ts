import type { Cell, Row } from '../report/port.ts'
import type { SeriesRows } from '../report/upstream.ts'
import type { StoredRows } from './store.ts'

/** The rows of the cells in their order, and when the oldest of them were read. */
export function collectRows(stored: ReadonlyMap<string, StoredRows>, cells: readonly Cell[]): SeriesRows {
  // A loop, for a year of hours is thousands of rows for each field that wants them.
  const rows: Row[] = []
  let oldest = Number.POSITIVE_INFINITY
  for (const { key } of cells) {
    const part = stored.get(key)
    if (!part) continue
    oldest = Math.min(oldest, part.readAt)
    for (const row of part.rows) rows.push(row)
  }
  return { rows, readAt: oldest }
}
