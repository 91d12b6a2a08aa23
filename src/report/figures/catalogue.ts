import type { DatasetDescription, FilterKind, Limits, ZoneSupport } from '../port/dataset.ts'
import { isSupported, type MetricMapping, type Provider } from '../port/source.ts'
import type { Granularity } from '../time/bucket.ts'
import { type Metric, type MetricDefinition, metricNames, metrics } from './metric.ts'

/** What one provider says of one metric, for people. */
export interface Support {
  readonly provider: string
  readonly isSupported: boolean
  readonly upstream: string | null
  readonly filters: FilterKind[]
  readonly granularities: Granularity[]
  readonly zoneSupport: ZoneSupport | null
  readonly limits: Limits
  readonly note: string | null
}

export interface CatalogueEntry extends MetricDefinition {
  readonly metric: Metric
  readonly support: Support[]
}

/** Every metric with what each provider says of it, from the tables that answer it. */
export const listMetrics = (providers: readonly Provider[]): CatalogueEntry[] =>
  metricNames.map((metric) => ({
    metric,
    ...metrics[metric],
    support: providers.map((provider) => describeSupport(provider, metric)),
  }))

function describeSupport({ name, mappings, datasets }: Provider, metric: Metric): Support {
  const mapping = mappings[metric]
  const dataset = isSupported(mapping) ? datasets[mapping.dataset] : undefined
  if (!isSupported(mapping) || !dataset) {
    const note = isSupported(mapping) ? null : mapping.unsupported
    const nothing = { upstream: null, filters: [], granularities: [], zoneSupport: null, limits: {} }
    return { provider: name, isSupported: false, ...nothing, note }
  }
  const exclusive = dataset.oneOf?.filter((kind) => dataset.filters.includes(kind)) ?? []
  const oneOf =
    exclusive.length > 0
      ? `Only one of the filters ${exclusive.join(', ').toLowerCase()} can be used at a time.`
      : undefined
  return {
    provider: name,
    isSupported: true,
    upstream: describeUpstream(dataset, mapping),
    filters: [...dataset.filters],
    granularities: [...dataset.granularities],
    zoneSupport: dataset.zoneSupport,
    limits: dataset.limits ?? {},
    note: [mapping.note, dataset.note, oneOf].filter(Boolean).join(' ') || null,
  }
}

function describeUpstream({ upstream, fields }: DatasetDescription, { value, weight = [] }: MetricMapping): string {
  const names = [...new Set([value, ...weight])].map((name) => fields[name])
  return `${upstream}, field${names.length > 1 ? 's' : ''} ${names.join(' and ')}`
}
