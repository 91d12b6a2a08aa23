import { toRuns } from '../report/cell.ts'
import type { Cell } from '../report/port.ts'

/** What a call is worth: so many known cells may be read again where that saves one. */
const cellsACall = 40

/**
 * What to read of cells that are needed or known, oldest first, where a call answers `runLength` cells that follow each
 * other: all that are needed, and of the known ones between them those that make calls fewer.
 */
export function planCells(
  cells: readonly Cell[],
  isNeeded: (cell: Cell) => boolean,
  runLength: number,
  worth = cellsACall,
): readonly Cell[] {
  if (runLength === 1) return cells.filter(isNeeded)
  return toRuns(cells, Number.POSITIVE_INFINITY).flatMap((run) => planRun(run, isNeeded, runLength, worth))
}

function planRun(
  run: readonly Cell[],
  isNeeded: (cell: Cell) => boolean,
  runLength: number,
  worth: number,
): readonly Cell[] {
  const needed = run.flatMap((cell, place) => (isNeeded(cell) ? [place] : []))
  const placeOf = (index: number) => needed[index] ?? 0
  const isUnbroken = placeOf(needed.length - 1) - placeOf(0) < needed.length
  if (isUnbroken) return needed.flatMap((place) => run[place] ?? [])
  // For the first so many needed cells: the cost of the cheapest calls, and the cell with which the last of them begins.
  const cheapest = [{ cost: 0, from: 0 }]
  const costOf = (count: number) => cheapest[count]?.cost ?? 0
  for (const [index, last] of needed.entries()) {
    let best = { cost: Number.POSITIVE_INFINITY, from: index }
    for (let from = index; from >= 0 && last - placeOf(from) < runLength; from -= 1) {
      const known = last - placeOf(from) - (index - from)
      const cost = costOf(from) + worth + known
      if (cost <= best.cost) best = { cost, from }
    }
    cheapest.push(best)
  }
  const calls: (readonly Cell[])[] = []
  for (let count = needed.length; count > 0; ) {
    const from = cheapest[count]?.from ?? 0
    calls.unshift(run.slice(placeOf(from), placeOf(count - 1) + 1))
    count = from
  }
  return calls.flat()
}
