import type { Granularity } from '../time/bucket.ts'
import type { Instant } from '../time/date.ts'
import type { CallContext } from './call-context.ts'
import type { MemberDimension } from './directory.ts'
import type { Filter } from './filter.ts'
import type { Scope } from './scope.ts'
import type { Chunk, Layout, LayoutPiece, RowsByChunk, SeriesKey } from './series.ts'

export type FilterKind = 'AGENT' | 'TEAM' | 'INBOX' | 'TAGS' | 'GOAL' | 'GREETING' | 'BUSINESS_HOURS'

/** The zones in which a dataset can cut days: any requested zone, or only that of the account. */
export type ZoneSupport = 'ANY_ZONE' | 'ACCOUNT_ZONE'

/** Limits of one question to a dataset. What is absent is not limited by the provider. */
export interface Limits {
  /** Maximum number of days with hourly rows, not counting future ones. */
  readonly maxHourDays?: number
  /** Maximum number of buckets, not counting future ones. */
  readonly maxBuckets?: number
  /** Number of days that the provider keeps, including today. */
  readonly keptDays?: number
}

/** What one upstream endpoint can return, as data. */
export interface DatasetDescription<Figure extends string = string> {
  /** For people, e.g. `GET /reports/chats/total_chats`. */
  readonly upstream: string
  /** The figures of a row, and the upstream's name of each. */
  readonly fields: Readonly<Record<Figure, string>>
  /** Filters that the endpoint applies. Any other is a gap, and is never sent. */
  readonly filters: readonly FilterKind[]
  /** Filters that the endpoint accepts only one at a time. */
  readonly oneOf?: readonly FilterKind[]
  readonly granularities: readonly Granularity[]
  readonly zoneSupport: ZoneSupport
  readonly limits?: Limits
  /** How the dataset counts, where that may be unexpected; shown in the catalogue. */
  readonly note?: string
  /**
   * Whether a dimension is a partition at any one moment: true if no event counts for two of its members, so that
   * slices do not overlap and their counts add up to at most the total. The rest of the total belongs to no member, or
   * to one that is no longer listed. False if slices may overlap. Absent if the upstream does not document it, or if
   * the dataset cannot be split by the dimension.
   */
  readonly partitions?: Readonly<Partial<Record<MemberDimension, boolean>>>
}

/** A dataset of one account: what one upstream endpoint returns for one set of filters, as rows in time. */
export interface Dataset extends DatasetDescription {
  /** The chunks that answer a scope in the fewest calls. No I/O. Throws GapError if the scope cannot be answered. */
  layOut(scope: Scope): Layout
  /**
   * A filter in the upstream's own parameters. May read lists of the account. Throws GapError; NOT_FOUND for a member
   * that the account does not have.
   */
  toParameters(filter: Filter, callContext: CallContext): Promise<SeriesKey['parameters']>
  /**
   * Rows of all the chunks, in as few calls as the upstream allows; oldest first within each chunk. A chunk without
   * rows is present and empty. Throws GapError; never returns a part.
   */
  readRows(series: SeriesKey, chunks: readonly Chunk[], now: Instant, callContext: CallContext): Promise<RowsByChunk>
  /** Maximum number of calls that reading a piece of a layout sends, not counting retries. No I/O. */
  countCalls(piece: LayoutPiece, now: Instant): number
  /** Number of consecutive chunks that one call can return; 1 if absent. */
  maxChunksPerCall?(series: SeriesKey): number
  /** True if rows of past days can still change, e.g. because they follow the current team; false if absent. */
  hasMutableHistory?(series: SeriesKey): boolean
}

/** Datasets by name. The names occur in cache keys and traces. */
export type DatasetTable = Readonly<Record<string, DatasetDescription>>
