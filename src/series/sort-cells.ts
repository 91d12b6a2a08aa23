import type { Cell } from '../report/port.ts'
import type { Freshness } from './ages.ts'
import type { StoredRows } from './store.ts'

/** What is known of a cell just now. */
export interface CellLookup<Reading> {
  readonly find: (cell: Cell) => StoredRows | undefined
  readonly judge: (stored: StoredRows, cell: Cell) => Freshness
  readonly findReading: (cell: Cell) => Reading | undefined
}

/** Sorts cells into those at hand, those that are being read, and those that are missing. */
export function sortCells<Reading>(cells: readonly Cell[], { find, judge, findReading }: CellLookup<Reading>) {
  const found = new Map<string, StoredRows>()
  /** At hand, but past their age. */
  const ageing: Cell[] = []
  const waitedFor = new Set<Reading>()
  const missing: Cell[] = []
  for (const cell of cells) {
    const stored = find(cell)
    const reading = findReading(cell)
    const freshness = stored && judge(stored, cell)
    if (stored && (freshness === 'FRESH' || freshness === 'AGEING')) {
      found.set(cell.key, stored)
      if (freshness === 'AGEING') ageing.push(cell)
    } else if (reading) waitedFor.add(reading)
    else missing.push(cell)
  }
  return { found, ageing, waitedFor, missing }
}
