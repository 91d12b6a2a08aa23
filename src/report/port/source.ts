import type { CallContext } from './call-context.ts'
import type { Dataset } from './dataset.ts'
import type { Directory, LiveCounts } from './directory.ts'
import type { Provider } from './provider.ts'
import type { Filter } from './scope.ts'
import type { SeriesKey } from './series.ts'

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
