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
  // The cheapest calls for the first `count` needed cells: their cost, and the needed cell that the last call starts with.
  // A call over needed cells `from` to `index` rereads the known cells between them, so what depends on `from` alone is
  // kept in a queue whose first entry is the minimum of the window: linear, however long the range.
  const cheapest = [{ cost: 0, from: 0 }]
  const window: { readonly from: number; readonly cost: number }[] = []
  let first = 0
  for (const [index, last] of needed.entries()) {
    const started = { from: index, cost: (cheapest[index]?.cost ?? 0) - last + index }
    while (window.length > first && (window.at(-1)?.cost ?? 0) > started.cost) window.pop()
    window.push(started)
    while (last - placeOf(window[first]?.from ?? 0) >= runLength) first += 1
    const { from, cost } = window[first] ?? started
    cheapest.push({ cost: cost + worth + last - index, from })
  }
  const calls: (readonly Cell[])[] = []
  for (let count = needed.length; count > 0; ) {
    const from = cheapest[count]?.from ?? 0
    calls.push(run.slice(placeOf(from), placeOf(count - 1) + 1))
    count = from
  }
  return calls.reverse().flat()
}
