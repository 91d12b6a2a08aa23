import type { Asker } from './asker.ts'
import type { Granularity } from './bucket.ts'
import type { Instant, Span } from './date.ts'
import type { Directory } from './directory.ts'
import type { Gap, Warning } from './error.ts'
import type { LiveLoad } from './live-load.ts'
import type { Metric } from './metric.ts'
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
  readonly readings: Readonly<Record<Metric, Reading | Unsupported>>
  /**
   * Totals of all members in one call, where they mean what the series mean. Rows name their member. A MEAN without
   * `weight` stands alone: it can be shown, but not merged.
   */
  readonly memberReadings: Readonly<Record<MemberDimension, Readonly<Partial<Record<Metric, Reading>>>>>
  /** Totals of several metrics over one scope in one call. */
  readonly summary?: Summary
  readonly rankings: Readonly<Record<RankingSubject, RankingReading | Unsupported>>
  readonly queue: QueueReadings | Unsupported
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
export interface RankingReading {
  /** Its rows name agents by their e-mail addresses, and hold the figures `good` and `bad`. */
  readonly dataset: string
  /** Where the dataset cannot answer (another zone, a cut day, an agent): the metrics to ask agent by agent. */
  readonly byAgent?: { readonly good: Metric; readonly bad: Metric }
}

export type QueueOutcomeName = 'queued' | 'entered' | 'abandoned'

/** How each outcome of a queue is read. */
export type QueueReadings = Readonly<
  Record<QueueOutcomeName, Readonly<Record<'count' | 'min' | 'average' | 'max', Reading>>>
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
export interface Reading {
  readonly dataset: string
  /** The row's figure: a count, a mean, an extreme, or the part of a ratio. */
  readonly value: string
  /** MEAN: the figure that counts the events behind the mean. RATIO: the figures that add up to the whole. */
  readonly weight?: readonly string[]
  /** Of a reading of all members: how many must be wanted for it to be fewer calls than asking for each; 2 if absent. */
  readonly worthFrom?: number
  /** How this provider's definition differs from the metric's description. */
  readonly note?: string
}

/** Why the provider cannot answer, for people. */
export type Unsupported = { readonly unsupported: string }

/** What rows must have in common to be shared: two questions with equal streams read the same rows. */
export interface Stream {
  readonly dataset: string
  /** The filters as the upstream takes them. */
  readonly parameters: Readonly<Record<string, string>>
  /** `span` rows answer for exactly one stretch of time and cannot be added up. */
  readonly grain: 'hour' | 'day' | 'span'
  /** The zone in which the rows' days are cut: an IANA name, or an offset such as +05:30. */
  readonly rowZone: string
}

/** The unit in which rows are asked for and kept: a day of the stream's row zone, or one exact span. */
export interface Cell extends Span {
  /** The date, or `start/end`; unique within a stream. */
  readonly key: string
}

/** Figures of one stretch of time; null where nothing was measured. */
export interface Row extends Span {
  /** Key of the member whose figures these are, in datasets that tell members apart. */
  readonly member?: string
  readonly figures: Readonly<Record<string, number | null>>
}

export type RowsByCell = ReadonlyMap<string, readonly Row[]>

/** Which rows answer a scope, decided before anything is asked. */
export interface Layout {
  readonly pieces: readonly LayoutPiece[]
  /** What the rows leave out, e.g. days that the provider has forgotten. */
  readonly gaps: readonly Gap[]
  readonly warnings: readonly Warning[]
}

export interface LayoutPiece {
  readonly grain: Stream['grain']
  readonly rowZone: string
  readonly cells: readonly Cell[]
  /** The rows were cut in this zone and stand in for the same dates and hours of the asked one. */
  readonly cutIn?: string
}

/** One configured account of a provider. Calls are sent for an asker: none once he has left, and each is told to him. */
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
  selectRows(dataset: string, filter: Filter, asker: Asker): Promise<Readonly<Record<string, string>>>
  /**
   * Rows of the cells asked for, in as few calls as the provider allows, oldest first within each cell.
   * A cell that holds no row is present and empty. Throws GapError; never returns a part.
   */
  readRows(stream: Stream, cells: readonly Cell[], now: Instant, asker: Asker): Promise<RowsByCell>
  /** The most calls that reading a piece of a layout may send, by a dataset; repeats of what failed are not counted. */
  countCalls(dataset: string, piece: LayoutPiece, now: Instant): number
  /** How many cells that follow each other one call answers; where absent, or where calls do not go by runs, 1. */
  runLength?(stream: Stream): number
  /** True where figures of days long over still change, e.g. because they count by the present team; never when absent. */
  isMoving?(stream: Stream): boolean
  readonly directory: Directory
  /** True when this many report calls could be sent at once, now. */
  canAfford(calls: number): boolean
  /** What is going on right now; undefined where the product does not tell. Takes no filter but a team. */
  readLive?(filter: Filter, asker: Asker): Promise<LiveLoad>
}

export const isSupported = <T extends object>(reading: T | Unsupported): reading is T => !('unsupported' in reading)
