import type { Instant } from '../time/date.ts'
import type { ListName } from './directory.ts'
import type { LiveCounts } from './live-counts.ts'
import type { PlanResult, SourcePlan } from './plan.ts'
import type { Chunk, Member, SeriesKey, Source } from './port.ts'
import type { Rows } from './rows.ts'
import type { Filter } from './scope.ts'

/** What a question asks of the sources, within one operation's batching and deadline. All throw GapError. */
export interface Loaders {
  /** A filter in the source's own parameters. */
  readParameters(source: Source, dataset: string, filter: Filter): Promise<SelectedParameters>
  /** Rows of the chunks, in their order, and when the oldest of them was read upstream. */
  readSeries(source: Source, series: SeriesKey, chunks: readonly Chunk[]): Promise<SeriesRows>
  /**
   * The total from a call that returns totals of several plans of the operation; undefined where reading the plan's own
   * series needs no more calls.
   */
  readTotal(plan: SourcePlan): Promise<PlanResult | undefined>
  /** Everyone or everything that one of the account's lists holds, or held where the source does not answer. */
  listMembers(source: Source, list: ListName): Promise<ListedMembers>
  /** The same list as data of its own: none of before stands in. */
  readList(source: Source, list: ListName): Promise<readonly Member[]>
  /** The product's version, where it tells. */
  readVersion(source: Source): Promise<string | undefined>
  /** What is going on right now; undefined where the provider does not tell. */
  readLive(source: Source, filter: Filter): Promise<LiveCounts | undefined>
}

/** When the oldest list was read that stands in; absent where none does. */
interface ListAge {
  readonly staleSince?: Instant
}

export interface SelectedParameters extends ListAge {
  readonly parameters: SeriesKey['parameters']
}

export interface ListedMembers extends ListAge {
  readonly members: readonly Member[]
}

export interface SeriesRows {
  readonly rows: Rows
  readonly readAt?: Instant
  /** The source did not answer: rows from before stand in, of which the oldest past its time was read then. */
  readonly staleSince?: Instant
}
