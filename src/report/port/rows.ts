import type { Instant } from '../time/date.ts'
import type { Row } from './series.ts'

/** A figure of each row; null where nothing was measured. */
type Column = readonly (number | null)[]

/**
 * Rows in columns: entry i of each column belongs to row i. A few arrays per series cost far less memory and garbage
 * collection than an object per row. Shared by all readers, so they are never changed.
 */
export interface Rows {
  readonly starts: readonly Instant[]
  readonly ends: readonly Instant[]
  /** By name of the figure. */
  readonly figures: Readonly<Record<string, Column>>
  /** Keys of members; absent where no row has one. */
  readonly members?: readonly (string | null)[]
}

/** A sum of figures above this is not exact, and no product counts as much. */
export const maxFigure = Number.MAX_SAFE_INTEGER

/** Rows `from` up to, not including, `to`. */
export interface RowRange {
  readonly rows: Rows
  readonly from: number
  readonly to: number
}

/** One pass without closures: every row that is read upstream passes here. */
export function toRows(rows: readonly Row[]): Rows {
  const starts: Instant[] = []
  const ends: Instant[] = []
  const members: (string | null)[] = []
  const figures: Record<string, (number | null)[]> = {}
  for (const row of rows) {
    for (const name in row.figures) {
      const column = figures[name] ?? []
      figures[name] = column
      while (column.length < starts.length) column.push(null)
      column.push(row.figures[name] ?? null)
    }
    starts.push(row.start)
    ends.push(row.end)
    members.push(row.member ?? null)
  }
  for (const column of Object.values(figures)) while (column.length < starts.length) column.push(null)
  return { starts, ends, figures, ...(members.some((member) => member !== null) && { members }) }
}

/** The rows of several ranges as one. */
export function joinRows(ranges: readonly RowRange[]): Rows {
  const [first] = ranges
  if (first && ranges.length === 1 && first.from === 0 && first.to === first.rows.starts.length) return first.rows
  const joinNumbers = (toColumn: (rows: Rows) => readonly number[]): readonly number[] =>
    concatenate(ranges.map(({ rows, from, to }) => toColumn(rows).slice(from, to)))
  const join = <T>(toColumn: (rows: Rows) => readonly (T | null)[] | undefined): readonly (T | null)[] =>
    concatenate(ranges.map(({ rows, from, to }) => toColumn(rows)?.slice(from, to) ?? Array(to - from).fill(null)))
  const names = new Set(ranges.flatMap(({ rows }) => Object.keys(rows.figures)))
  return {
    starts: joinNumbers(({ starts }) => starts),
    ends: joinNumbers(({ ends }) => ends),
    figures: Object.fromEntries([...names].map((name) => [name, join(({ figures }) => figures[name])])),
    ...(ranges.some(({ rows }) => rows.members) && { members: join(({ members }) => members) }),
  }
}

/** `concat` copies arrays of numbers as blocks of memory, which `flat` does not. */
const concatenate = <T>(parts: readonly (readonly T[])[]): readonly T[] => ([] as T[]).concat(...parts)
