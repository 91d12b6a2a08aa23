import type { Instant } from '../time/date.ts'
import type { Row } from './port.ts'

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

export function toRows(rows: readonly Row[]): Rows {
  const names = new Set<string>()
  for (const { figures } of rows) for (const name in figures) names.add(name)
  const toColumn = (name: string) => [name, rows.map(({ figures }) => figures[name] ?? null)] as const
  return {
    starts: rows.map(({ start }) => start),
    ends: rows.map(({ end }) => end),
    figures: Object.fromEntries([...names].map(toColumn)),
    ...(rows.some(({ member }) => member !== undefined) && { members: rows.map(({ member }) => member ?? null) }),
  }
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
