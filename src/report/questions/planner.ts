import { type Aggregation, type Metric, metrics } from '../figures/metric.ts'
import type { DatasetDescription, FilterKind } from '../port/dataset.ts'
import { type Gap, type GapCode, GapError } from '../port/error.ts'
import type { Filter, ForeignId } from '../port/filter.ts'
import type { Read } from '../port/plan.ts'
import { type Scope, toTotalScope } from '../port/scope.ts'
import type { Layout, LayoutPiece } from '../port/series.ts'
import { findDataset, isSupported, type MetricMapping, type Source } from '../port/source.ts'
import type { Instant } from '../time/date.ts'

/** Plans reads at one instant: each question is planned once, each dataset laid out once for each scope. No I/O. */
export interface Planner {
  /** The plan of a question about the scope, computed on the first call: the cost estimate and the execution share it. */
  planOnce<Plan>(scope: Scope, question: string, plan: () => Plan): Plan
  /** The rows that answer the scope, or why the dataset cannot answer it. */
  planRead(source: Source, dataset: string, scope: Scope): Read | Gap
  /** The same for the total of the scope; a gap, too, where its buckets could not be answered. */
  planTotal(source: Source, dataset: string, scope: Scope): Read | Gap
}

export const isGap = (planned: object): planned is Gap => 'code' in planned

/** The planned read; throws GapError if it is a gap. */
export function requireRead(planned: Read | Gap): Read {
  if (isGap(planned)) throw new GapError(planned.code, planned.message, planned)
  return planned
}

export function createPlanner(): Planner {
  const layouts = new Map<string, Layout | Gap>()

  /** Filters by member do not change which days and hours are read. */
  function layOut(source: Source, dataset: string, scope: Scope): Layout | Gap {
    const { range, granularity, timeZone, calendar, buckets, filter } = scope
    const units = `${granularity} ${calendar.weekStart} ${calendar.fiscalYearStart} ${buckets.length}`
    const key = `${source.id} ${dataset} ${range.start} ${range.end} ${units} ${timeZone} ${filter.businessHours}`
    const known = layouts.get(key)
    if (known) return known
    const layout = tryToLayOut(source, dataset, scope)
    layouts.set(key, layout)
    return layout
  }

  function planRead(source: Source, dataset: string, scope: Scope): Read | Gap {
    const layout = layOut(source, dataset, scope)
    return isGap(layout) ? layout : { source, dataset, scope, layout }
  }

  const plansByScope = new Map<Scope, Map<string, unknown>>()

  return {
    planOnce<Plan>(scope: Scope, question: string, plan: () => Plan): Plan {
      const plans = plansByScope.get(scope) ?? new Map<string, unknown>()
      plansByScope.set(scope, plans)
      if (!plans.has(question)) plans.set(question, plan())
      return plans.get(question) as Plan
    },
    planRead,
    planTotal(source, dataset, scope) {
      const whole = planRead(source, dataset, scope)
      return isGap(whole) ? whole : planRead(source, dataset, toTotalScope(scope))
    },
  }
}

function tryToLayOut(source: Source, dataset: string, scope: Scope): Layout | Gap {
  try {
    const { pieces, ...notices } = findDataset(source, dataset).layOut(scope)
    return { pieces: listStarted(pieces, scope.now), ...notices }
  } catch (error) {
    if (error instanceof GapError) return error.gap
    throw error
  }
}

/** The pieces without future chunks. */
const listStarted = (pieces: readonly LayoutPiece[], now: Instant): readonly LayoutPiece[] =>
  pieces
    .map((piece) => ({ ...piece, chunks: piece.chunks.filter(({ start }) => start <= now) }))
    .filter(({ chunks }) => chunks.length > 0)

/** The upstream calls that a read takes when nothing of it is cached; repeats of failed calls are not counted. */
export const countRead = ({ source, dataset, scope, layout }: Read): number =>
  layout.pieces.reduce((sum, piece) => sum + findDataset(source, dataset).countCalls(piece, scope.now), 0)

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
