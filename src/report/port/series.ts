import { memoize } from '../../concurrency/memoize.ts'
import { addDays, type CalendarDate, datesBetween, type Instant, type Span } from '../time/date.ts'
import { dayStart, dayStarts, localDate } from '../time/zone.ts'
import type { Gap, Warning } from './error.ts'

/** What rows must have in common to be shared: two questions with equal keys read the same rows. */
export interface SeriesKey {
  /** The name of the dataset. */
  readonly dataset: string
  /** The filters as the upstream takes them. */
  readonly parameters: Readonly<Record<string, string>>
  /** `span`: each row covers exactly one span, and rows cannot be added up. */
  readonly grain: 'hour' | 'day' | 'span'
  /** The zone whose days the chunks are: an IANA name, or an offset such as +05:30. */
  readonly rowZone: string
}

/** The unit in which rows are requested and cached: a day in the series's row zone, or one exact span. */
export interface Chunk extends Span {
  /** The date, or `start/end`; unique within a series. */
  readonly key: string
}

/** Figures of one interval; null where nothing was measured. */
export interface Row extends Span {
  /** Key of the member whose figures these are, in datasets with a row for each member. */
  readonly member?: string
  readonly figures: Readonly<Record<string, number | null>>
}

/** Rows by the key of their chunk. */
export type RowsByChunk = ReadonlyMap<string, readonly Row[]>

/** Which rows answer a scope, decided before any request is sent. */
export interface Layout {
  readonly pieces: readonly LayoutPiece[]
  /** What the rows do not cover, e.g. days that the provider no longer keeps. */
  readonly gaps: readonly Gap[]
  readonly warnings: readonly Warning[]
}

/** Chunks of one series. */
export interface LayoutPiece {
  readonly grain: SeriesKey['grain']
  readonly rowZone: string
  /** Oldest first. */
  readonly chunks: readonly Chunk[]
  /** Set if the rows are cut in this zone and are used for the same dates and hours of the requested zone. */
  readonly shiftedFrom?: string
}

/** One day of a zone, named by its date. */
export const toDayChunk = (zone: string, date: string): Chunk => ({
  key: date,
  start: dayStart(zone, date),
  end: dayStart(zone, addDays(date, 1)),
})

/** The dates whose days hold every instant of a range, oldest first. */
function toDates(zone: string, range: Span): CalendarDate[] {
  const first = localDate(zone, range.start)
  const shown = localDate(zone, range.end - 1)
  // Where the clock is set back over midnight, the date of the last instant is not the last date that had started.
  const next = addDays(shown, 1)
  return datesBetween(first, dayStart(zone, next) < range.end ? next : shown)
}

/** Each day begins where the day before ends, so that each beginning is looked up once. */
function toChunks(zone: string, dates: readonly CalendarDate[]): readonly Chunk[] {
  const [first] = dates
  const starts = first === undefined ? [] : dayStarts(zone, first, dates.length + 1)
  return dates.map((key, place) => ({ key, start: starts[place] ?? 0, end: starts[place + 1] ?? 0 }))
}

/** The days of a zone that hold every instant of a range, oldest first. */
export const toDayChunks = (zone: string, { start, end }: Span): readonly Chunk[] => rememberedChunks(zone, start, end)

const rememberedChunks = memoize(
  (zone: string, start: number, end: number): readonly Chunk[] => toChunks(zone, toDates(zone, { start, end })),
  100_000,
  ({ length }) => length,
)

/** A chunk for exactly one span. */
export const toSpanChunk = ({ start, end }: Span): Chunk => ({ key: `${start}/${end}`, start, end })

/** Chunks that follow each other without a gap, at most `limit` together: what one call can answer. */
export function toRuns(chunks: readonly Chunk[], limit: number): [Chunk, ...Chunk[]][] {
  const runs: [Chunk, ...Chunk[]][] = []
  for (const chunk of chunks) {
    const run = runs.at(-1)
    if (run && run.length < limit && run.at(-1)?.end === chunk.start) run.push(chunk)
    else runs.push([chunk])
  }
  return runs
}

/** The span from the first chunk of a run to its last. */
export const toSpan = ([first, ...rest]: readonly [Chunk, ...Chunk[]]): Span => ({
  start: first.start,
  end: (rest.at(-1) ?? first).end,
})

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
