import type { Instant } from '../time/date.ts'
import type { CallContext } from './call-context.ts'
import type { ListName, LiveCounts, Member } from './directory.ts'
import { GapError } from './error.ts'
import type { Filter } from './filter.ts'
import type { PlanResult, SourcePlan } from './plan.ts'
import type { Chunk, Rows, SeriesKey } from './series.ts'
import type { Source } from './source.ts'

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
  /** The same list, never stale. */
  readList(source: Source, list: ListName): Promise<readonly Member[]>
  /** The product's version, if it reports one. */
  readVersion(source: Source): Promise<string | undefined>
  /** The current counts; undefined if the provider does not report them. */
  readLive(source: Source, filter: Filter): Promise<LiveCounts | undefined>
}

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

/** Reads with stale lists of up to an age in place of those that cannot be read; returns when the oldest of them was read. */
export const acceptStaleLists =
  (callContext: CallContext, staleFor: number) =>
  async <T>(
    ask: (callContext: CallContext) => Promise<T>,
  ): Promise<{ readonly answer: T; readonly staleSince?: Instant }> => {
    let since = Number.POSITIVE_INFINITY
    const onUse = (readAt: Instant) => {
      since = Math.min(since, readAt)
    }
    const isStale = () => since < Number.POSITIVE_INFINITY
    try {
      const answer = await ask({ ...callContext, staleLists: { staleFor, onUse } })
      return isStale() ? { answer, staleSince: since } : { answer }
    } catch (error) {
      // A member that is missing from a stale list may have been added since.
      if (isStale() && error instanceof GapError && error.gap.code === 'NOT_FOUND')
        throw new GapError('UNAVAILABLE', `the source does not respond, and in its last known list ${error.message}`)
      throw error
    }
  }
