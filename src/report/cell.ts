import { addDays, type CalendarDate, datesBetween, type Span } from './date.ts'
import type { Cell } from './port.ts'
import { remember } from './remember.ts'
import { dayStart, localDate } from './zone.ts'

/** One day of a zone, named by its date. */
export const toDayCell = (zone: string, date: string): Cell => ({
  key: date,
  start: dayStart(zone, date),
  end: dayStart(zone, addDays(date, 1)),
})

/** The dates whose days hold every instant of a range, oldest first. */
function toDates(zone: string, range: Span): CalendarDate[] {
  const first = localDate(zone, range.start)
  const shown = localDate(zone, range.end - 1)
  // Where the clock goes back over midnight the date shown last is not the last that had begun.
  const next = addDays(shown, 1)
  return datesBetween(first, dayStart(zone, next) < range.end ? next : shown)
}

/** Each day begins where the day before ends, so that each beginning is looked up once. */
function toCells(zone: string, dates: readonly CalendarDate[]): readonly Cell[] {
  const last = dates.at(-1)
  const starts = last === undefined ? [] : [...dates, addDays(last, 1)].map((date) => dayStart(zone, date))
  return dates.map((key, place) => ({ key, start: starts[place] ?? 0, end: starts[place + 1] ?? 0 }))
}

/** The days of a zone that hold every instant of a range, oldest first. */
export const toDayCells = (zone: string, { start, end }: Span): readonly Cell[] => rememberedCells(zone, start, end)

const rememberedCells = remember(
  (zone: string, start: number, end: number): readonly Cell[] => toCells(zone, toDates(zone, { start, end })),
  100_000,
  ({ length }) => length,
)

/** A cell for exactly one span. */
export const toSpanCell = ({ start, end }: Span): Cell => ({ key: `${start}/${end}`, start, end })

/** Cells that follow each other without a gap, at most `limit` together: what one call can answer. */
export function toRuns(cells: readonly Cell[], limit: number): [Cell, ...Cell[]][] {
  const runs: [Cell, ...Cell[]][] = []
  for (const cell of cells) {
    const run = runs.at(-1)
    if (run && run.length < limit && run.at(-1)?.end === cell.start) run.push(cell)
    else runs.push([cell])
  }
  return runs
}

/** The span from the first cell of a run to its last. */
export const toSpan = ([first, ...rest]: readonly [Cell, ...Cell[]]): Span => ({
  start: first.start,
  end: (rest.at(-1) ?? first).end,
})
