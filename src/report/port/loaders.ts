import type { Instant } from '../time/date.ts'
import type { ListName, LiveCounts, Member } from './directory.ts'
import type { Filter } from './filter.ts'
import type { PlanResult, SourcePlan } from './plan.ts'
import type { Chunk, Rows, SeriesKey } from './series.ts'
import type { Source } from './source.ts'

/** Reads from sources, batched and with the deadline of one operation. All functions throw GapError. */
export interface Loaders {
  /** A filter in the source's own parameters. */
  readParameters(source: Source, dataset: string, filter: Filter): Promise<SelectedParameters>
  /** Rows of the chunks, in their order, and when the oldest of them was read upstream. */
  readSeries(source: Source, series: SeriesKey, chunks: readonly Chunk[]): Promise<SeriesRows>
  /** The total from a call that returns totals of several plans of the operation, where that saves calls. */
  readTotal(plan: SourcePlan): Promise<SharedTotal>
  /** The members of a list of the account; those of the last known list if the source does not respond. */
  listMembers(source: Source, list: ListName): Promise<ListedMembers>
  /** The same list, never stale. */
  readList(source: Source, list: ListName): Promise<readonly Member[]>
  /** The product's version, if it reports one. */
  readVersion(source: Source): Promise<string | undefined>
  /** The current counts; undefined if the provider does not report them. */
  readLive(source: Source, filter: Filter): Promise<LiveCounts | undefined>
}

/** OWN_SERIES: the plan's own series has to be read, which needs no more calls or is all that the source can return. */
export type SharedTotal = PlanResult | 'OWN_SERIES'

/** When the oldest stale list was read; absent if all lists are fresh. */
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
  /** Set if the source did not respond and cached rows are used: when the oldest of the stale ones was read. */
  readonly staleSince?: Instant
}
