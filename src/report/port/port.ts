import type { Metric } from '../figures/metric.ts'
import type { Granularity } from '../time/bucket.ts'
import type { Instant, Span } from '../time/date.ts'
import type { CallContext } from './call-context.ts'
import type { Directory } from './directory.ts'
import type { Gap, Warning } from './error.ts'
import type { LiveCounts } from './live-counts.ts'
import type { Filter, Scope } from './scope.ts'
import type { Summary } from './summary.ts'

export type ProviderName = 'CHATWOOT' | 'LIVECHAT'

export type FilterKind = 'AGENT' | 'TEAM' | 'INBOX' | 'TAGS' | 'GOAL' | 'GREETING' | 'BUSINESS_HOURS'

/**
 * What a product is to the gateway. One folder each below `src/provider`; all its answers to "which metric from
 * where" are data. Everything that a provider returns is in the gateway's units: seconds, counts, instants.
 */
export interface Provider {
  readonly name: ProviderName
  /** What each upstream endpoint can do, by the provider's own name for it. */
  readonly datasets: Readonly<Record<string, Dataset>>
  /** Total: a new metric does not compile until every provider answers it or says why it cannot. */
  readonly mappings: Readonly<Record<Metric, MetricMapping | Unsupported>>
  /**
   * Totals of all members in one call, where they mean what the series mean. Rows name their member. A MEAN without
   * `weight` stands alone: it can be shown, but not merged.
   */
  readonly memberMappings: Readonly<Record<MemberDimension, Readonly<Partial<Record<Metric, MetricMapping>>>>>
  /** Totals of several metrics over one scope in one call. */
  readonly summary?: Summary
  readonly rankings: Readonly<Record<RankingSubject, RankingMapping | Unsupported>>
  readonly queue: QueueMappings | Unsupported
}

/** What a report can be split by, besides its sources. */
export type MemberDimension = 'AGENT' | 'TEAM' | 'INBOX' | 'TAG'

/** As many members as a source is taken to have where nothing has been asked of it; no breakdown asks for more one by one. */
export const assumedMembers = 100

/** One of those that a dimension splits by. */
export interface Member {
  /** The agent's e-mail address, the upstream id of a team or inbox, the name of a tag. */
  readonly key: string
  /** Empty where the source tells none. */
  readonly name: string
}

export type RankingSubject = 'CONVERSATIONS' | 'TICKETS'

/** Good and bad ratings of every agent, in one call or few. */
export interface RankingMapping {
  /** Its rows name agents by their e-mail addresses, and hold the figures `good` and `bad`. */
  readonly dataset: string
  /** Where the dataset cannot answer (another zone, a cut day, an agent): the metrics to ask agent by agent. */
  readonly byAgent?: { readonly good: Metric; readonly bad: Metric }
}

export type QueueOutcomeName = 'queued' | 'entered' | 'abandoned'

/** How each outcome of a queue is read. */
export type QueueMappings = Readonly<
  Record<QueueOutcomeName, Readonly<Record<'count' | 'min' | 'average' | 'max', MetricMapping>>>
>

/** In which zones a dataset can be cut: any that is asked, or the account's own alone. */
export type ZoneSupport = 'ANY_ZONE' | 'ACCOUNT_ZONE'

/** How much one question may ask of a dataset; what is absent has no limit of the provider's. */
export interface Limits {
  /** Days that are cut by the hour. */
  readonly maxHourDays?: number
  /** Buckets that have begun. */
  readonly maxBuckets?: number
  /** Days that the provider remembers, today the last. */
  readonly keptDays?: number
}

/** What one upstream endpoint yields for one set of filters: rows in time. */
export interface Dataset {
  /** For people, e.g. `GET /reports/chats/total_chats`. */
  readonly upstream: string
  /** The upstream's names of the rows' figures, by ours. */
  readonly fields: Readonly<Record<string, string>>
  /** Filters the endpoint applies. Any other is a gap, and is never sent. */
  readonly filters: readonly FilterKind[]
  /** Of these filters the endpoint takes one at a time. */
  readonly oneOf?: readonly FilterKind[]
  readonly granularities: readonly Granularity[]
  readonly zoneSupport: ZoneSupport
  readonly limits?: Limits
  /** What differs from what one would expect, for the catalogue. */
  readonly note?: string
}

/** How a metric is read from the rows of a dataset. */
export interface MetricMapping {
  readonly dataset: string
  /** The row's figure: a count, a mean, an extreme, or the part of a ratio. */
  readonly value: string
  /** MEAN: the figure that counts the events behind the mean. RATIO: the figures that add up to the whole. */
  readonly weight?: readonly string[]
  /** Of a mapping of all members: how many must be wanted for it to be fewer calls than asking for each; 2 if absent. */
  readonly worthFrom?: number
  /** How this provider's definition differs from the metric's description. */
  readonly note?: string
}

/** Why the provider cannot answer, for people. */
export type Unsupported = { readonly unsupported: string }

/** What rows must have in common to be shared: two questions with equal streams read the same rows. */
export interface SeriesKey {
  readonly dataset: string
  /** The filters as the upstream takes them. */
  readonly parameters: Readonly<Record<string, string>>
  /** `span` rows answer for exactly one stretch of time and cannot be added up. */
  readonly grain: 'hour' | 'day' | 'span'
  /** The zone in which the rows' days are cut: an IANA name, or an offset such as +05:30. */
  readonly rowZone: string
}

/** The unit in which rows are asked for and kept: a day of the series's row zone, or one exact span. */
export interface Chunk extends Span {
  /** The date, or `start/end`; unique within a series. */
  readonly key: string
}

/** Figures of one stretch of time; null where nothing was measured. */
export interface Row extends Span {
  /** Key of the member whose figures these are, in datasets that tell members apart. */
  readonly member?: string
  readonly figures: Readonly<Record<string, number | null>>
}

export type RowsByChunk = ReadonlyMap<string, readonly Row[]>

/** Which rows answer a scope, decided before anything is asked. */
export interface Layout {
  readonly pieces: readonly LayoutPiece[]
  /** What the rows leave out, e.g. days that the provider has forgotten. */
  readonly gaps: readonly Gap[]
  readonly warnings: readonly Warning[]
}

export interface LayoutPiece {
  readonly grain: SeriesKey['grain']
  readonly rowZone: string
  readonly chunks: readonly Chunk[]
  /** The rows were cut in this zone and stand in for the same dates and hours of the asked one. */
  readonly shiftedFrom?: string
}

/** One configured account of a provider. Calls are sent for an callContext: none once he has left, and each is told to him. */
export interface Source {
  readonly id: string
  /** Equal for sources that read the same account with the same credentials, in any gateway; shows neither. */
  readonly account: string
  readonly name: string
  readonly provider: Provider
  /** IANA name of the zone in which the account works. */
  readonly timeZone: string
  /** Which rows of a dataset answer a scope in the fewest calls. Throws GapError when none can. No I/O. */
  layOut(dataset: string, scope: Scope): Layout
  /** A filter in the provider's own parameters; throws GapError NOT_FOUND for an agent or tag that the account lacks. */
  toParameters(dataset: string, filter: Filter, callContext: CallContext): Promise<Readonly<Record<string, string>>>
  /**
   * Rows of the chunks asked for, in as few calls as the provider allows, oldest first within each chunk.
   * A chunk that holds no row is present and empty. Throws GapError; never returns a part.
   */
  readRows(series: SeriesKey, chunks: readonly Chunk[], now: Instant, callContext: CallContext): Promise<RowsByChunk>
  /** The most calls that mapping a piece of a layout may send, by a dataset; repeats of what failed are not counted. */
  countCalls(dataset: string, piece: LayoutPiece, now: Instant): number
  /** How many chunks that follow each other one call answers; where absent, or where calls do not go by runs, 1. */
  maxChunksPerCall?(series: SeriesKey): number
  /** True where figures of days long over still change, e.g. because they count by the present team; never when absent. */
  hasMutableHistory?(series: SeriesKey): boolean
  readonly directory: Directory
  /** True when this many report calls could be sent at once, now. */
  hasBudgetFor(calls: number): boolean
  /** What is going on right now; undefined where the product does not tell. Takes no filter but a team. */
  readLive?(filter: Filter, callContext: CallContext): Promise<LiveCounts>
}

export const isSupported = <T extends object>(mapping: T | Unsupported): mapping is T => !('unsupported' in mapping)
