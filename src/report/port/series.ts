import type { Span } from '../time/date.ts'
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
