import type { Metric } from '../figures/metric.ts'
import type { CallContext } from './call-context.ts'
import type { Dataset, DatasetTable } from './dataset.ts'
import type { Directory, LiveCounts, MemberDimension } from './directory.ts'
import type { Filter } from './filter.ts'
import type { Chunk, SeriesKey } from './series.ts'

/** One configured account of a provider. Every call belongs to a call context, which counts and can cancel it. */
export interface Source {
  /** The configured id. */
  readonly id: string
  /** Part of cache keys: equal for sources with the same account and credentials, in any gateway; reveals neither. */
  readonly account: string
  /** The configured display name. */
  readonly name: string
  readonly provider: Provider
  /** IANA name of the zone in which the account works. */
  readonly timeZone: string
  /** The datasets by name, as this account reads them. They have those of its provider that the credentials allow. */
  readonly datasets: Readonly<Record<string, Dataset>>
  readonly directory: Directory
  /** True if this many report calls could be sent now without waiting for the rate limit. */
  hasBudgetFor(calls: number): boolean
  /** What is open right now; absent if the product does not report it. Applies no filter but a team. Throws GapError. */
  readLive?(filter: Filter, callContext: CallContext): Promise<LiveCounts>
}

/** Whether rows of past days of a series can still change. */
export const hasMutableHistory = (source: Source, series: SeriesKey): boolean =>
  findDataset(source, series.dataset).hasMutableHistory?.(series) ?? false

/** The number of consecutive chunks of a series that one call can return. */
export const maxChunksPerCall = (source: Source, series: SeriesKey): number =>
  findDataset(source, series.dataset).maxChunksPerCall?.(series) ?? 1

/** A dataset of a source by its name. One that does not exist is a mistake of the provider's tables, not a gap. */
export function findDataset({ datasets, provider }: Source, name: string): Dataset {
  const dataset = Object.hasOwn(datasets, name) ? datasets[name] : undefined
  if (!dataset) throw new Error(`${provider.name} has no dataset ${name}`)
  return dataset
}

/**
 * What a product is to the gateway, as data: which metric comes from which dataset, or why it does not exist. There is
 * one folder for each product below `src/provider`. All figures are in the gateway's units: seconds, counts, instants.
 */
export interface Provider<Datasets extends DatasetTable = DatasetTable> {
  /** The value of the GraphQL enum `Provider`, in capitals; unique. */
  readonly name: string
  /** The description of that value. */
  readonly description: string
  readonly datasets: Datasets
  /** Total: a new metric does not compile until every provider has an entry for it. */
  readonly mappings: Readonly<Record<Metric, MetricMapping<Datasets> | Unsupported>>
  /**
   * Datasets with the totals of all members in one call, where they mean the same as the series; rows name their
   * member. A MEAN without `weight` can be shown, but not merged.
   */
  readonly memberMappings: Readonly<Record<MemberDimension, Readonly<Partial<Record<Metric, MetricMapping<Datasets>>>>>>
  /** Totals of several metrics of one scope in one call. */
  readonly summary?: Summary<Datasets>
  readonly rankings: Readonly<Record<RankingSubject, RankingMapping<RatingDatasetName<Datasets>> | Unsupported>>
  readonly queue: QueueMappings<Datasets> | Unsupported
}

/** How a metric is read from rows. The compiler checks that the dataset exists and has the figures. */
export type MetricMapping<Datasets extends DatasetTable = DatasetTable> = {
  readonly [Name in DatasetName<Datasets>]: FigureMapping<Name, keyof Datasets[Name]['fields'] & string>
}[DatasetName<Datasets>]

type DatasetName<Datasets extends DatasetTable> = keyof Datasets & string

export interface FigureMapping<Dataset extends string, Figure extends string> {
  /** The name of the dataset. */
  readonly dataset: Dataset
  /** The row's figure: a count, a mean, an extreme, or the numerator of a ratio. */
  readonly value: Figure
  /** MEAN: the figure that counts the events behind the mean. RATIO: the figures whose sum is the denominator. */
  readonly weight?: readonly Figure[]
  /** In `memberMappings`: the number of members from which one call for all is fewer calls than one each; 2 if absent. */
  readonly worthFrom?: number
  /** How this provider's definition differs from the metric's description. */
  readonly note?: string
}

/** A call that returns the totals of several metrics of one scope. */
export interface Summary<Datasets extends DatasetTable = DatasetTable> {
  /** Metrics that mean the same as their series. A MEAN without `weight` can be shown, but not merged. */
  readonly mappings: Readonly<Partial<Record<Metric, MetricMapping<Datasets>>>>
  /** Number of calls that return all of these spans. */
  countCalls(spans: readonly Chunk[]): number
}

export type RankingSubject = 'CONVERSATIONS' | 'TICKETS'

/** Good and bad ratings of every agent. */
export interface RankingMapping<Dataset extends string = string> {
  /** A dataset whose rows name agents by e-mail address and have the figures `good` and `bad`. */
  readonly dataset: Dataset
  /** Metrics to read for each agent where the dataset is not exact (another zone, part of a day, an agent filter). */
  readonly byAgent?: { readonly good: Metric; readonly bad: Metric }
}

/** Names of the datasets that have the figures `good` and `bad`. */
type RatingDatasetName<Datasets extends DatasetTable> = {
  [Name in DatasetName<Datasets>]: 'good' | 'bad' extends keyof Datasets[Name]['fields'] ? Name : never
}[DatasetName<Datasets>]

export type QueueOutcomeName = 'queued' | 'entered' | 'abandoned'

/** How each outcome of a queue is read. */
export type QueueMappings<Datasets extends DatasetTable = DatasetTable> = Readonly<
  Record<QueueOutcomeName, Readonly<Record<'count' | 'min' | 'average' | 'max', MetricMapping<Datasets>>>>
>

/** Why the provider cannot answer, for people. */
export type Unsupported = { readonly unsupported: string }

export const isSupported = <T extends object>(mapping: T | Unsupported): mapping is T => !('unsupported' in mapping)
