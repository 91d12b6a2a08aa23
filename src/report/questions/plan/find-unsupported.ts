import { type Aggregation, type Metric, metrics } from '../../figures/metric.ts'
import type { DatasetDescription, FilterKind } from '../../port/dataset.ts'
import type { Gap, GapCode } from '../../port/error.ts'
import type { Filter, ForeignId } from '../../port/filter.ts'
import type { Scope } from '../../port/scope.ts'
import { findDataset, isSupported, type MetricMapping, type Source } from '../../port/source.ts'

/** The mapping that answers a metric at a source, or the gap that says why there is none. No I/O. */
export function planMapping(source: Source, metric: Metric, scope: Scope): MetricMapping | Gap {
  const mapping = source.provider.mappings[metric]
  if (!isSupported(mapping)) return toGap('METRIC_UNSUPPORTED', mapping.unsupported)
  return findUnsupported(source, mapping.dataset, scope, metrics[metric].aggregation) ?? mapping
}

/** Why a dataset cannot answer a scope, or undefined when it can. */
export function findUnsupported(source: Source, name: string, scope: Scope, aggregation: Aggregation): Gap | undefined {
  const dataset = findDataset(source, name)
  return (
    findForeignId(source, scope.filter) ??
    findUnsupportedFilter(dataset, scope.filter, aggregation) ??
    findUnsupportedGranularity(dataset, scope)
  )
}

const foreignIds = ['team', 'inbox', 'goal', 'greeting'] as const

function findForeignId(source: Source, filter: Filter): Gap | undefined {
  for (const name of foreignIds) {
    const id: ForeignId | undefined = filter[name]
    if (id && id.source !== source.id)
      return toGap('NOT_FOUND', `${name} ${id.source}:${id.id} belongs to source ${id.source}`)
  }
  return undefined
}

function findUnsupportedFilter(dataset: DatasetDescription, filter: Filter, aggregation: Aggregation): Gap | undefined {
  const used = usedFilters(filter, aggregation)
  const lacking = used.filter((kind) => !dataset.filters.includes(kind))
  if (lacking.length > 0)
    return toGap('FILTER_UNSUPPORTED', `${dataset.upstream} cannot be filtered by ${lacking.map(toWords).join(' or ')}`)
  const exclusive = used.filter((kind) => dataset.oneOf?.includes(kind))
  if (exclusive.length > 1)
    return toGap(
      'FILTER_UNSUPPORTED',
      `${dataset.upstream} accepts only one of the filters ${exclusive.map(toWords).join(', ')} at a time`,
    )
  if (filter.tags && filter.tags.length > 1)
    return toGap('FILTER_UNSUPPORTED', `${filter.tags.length} tags are requested, but only one at a time is supported`)
  return undefined
}

/** Kinds that narrow the figures. Business hours change means alone, so elsewhere they need no support. */
function usedFilters(filter: Filter, aggregation: Aggregation): FilterKind[] {
  const used: Readonly<Record<FilterKind, boolean>> = {
    AGENT: filter.agentEmail !== undefined,
    TEAM: filter.team !== undefined,
    INBOX: filter.inbox !== undefined,
    TAGS: filter.tags !== undefined,
    GOAL: filter.goal !== undefined,
    GREETING: filter.greeting !== undefined,
    BUSINESS_HOURS: filter.businessHours && aggregation === 'MEAN',
  }
  return (Object.keys(used) as FilterKind[]).filter((kind) => used[kind])
}

function findUnsupportedGranularity(dataset: DatasetDescription, { granularity }: Scope): Gap | undefined {
  if (dataset.granularities.includes(granularity)) return undefined
  return toGap('GRANULARITY_UNSUPPORTED', `${dataset.upstream} does not support the granularity ${granularity}`)
}

const toWords = (kind: FilterKind): string => kind.toLowerCase().replace('_', ' ')

export const toGap = (code: GapCode, message: string): Gap => ({ code, message, isFailure: false })
