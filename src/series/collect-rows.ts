import type { Cell } from '../report/port.ts'
import type { SeriesRows } from '../report/upstream.ts'
import type { StoredRows } from './store.ts'

/** The rows of the cells, in their order, and when the oldest were read. */
export function collectRows(stored: ReadonlyMap<string, StoredRows>, cells: readonly Cell[]): SeriesRows {
  const parts = cells.flatMap(({ key }) => stored.get(key) ?? [])
  return { rows: parts.flatMap(({ rows }) => rows), readAt: Math.min(...parts.map(({ readAt }) => readAt)) }
}
