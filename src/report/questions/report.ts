import { type Aggregate, type Aggregates, mergeAll } from '../figures/aggregate.ts'
import { type Metric, metrics } from '../figures/metric.ts'
import type { MemberDimension } from '../port/directory.ts'
import type { Gap } from '../port/error.ts'
import { takeMember } from '../port/filter.ts'
import type { Loaders } from '../port/loaders.ts'
import type {
  FigureNeeds,
  MappedRead,
  MemberTotal,
  SeriesAggregates,
  SourcePlan,
  SourceQuestion,
} from '../port/plan.ts'
import type { Scope } from '../port/scope.ts'
import type { Source } from '../port/source.ts'
import type { Instant } from '../time/date.ts'
import { createPlanner, isGap, type Planner, planMapping } from './planner.ts'
import { readSource } from './read/read.ts'
import { collectResults, type Notices, type SourceResult, toSourceResult } from './read/source-result.ts'

/** One source's part of a report. */
export interface SourceSeries extends SeriesAggregates {
  readonly source: Source
}

/** One metric over one scope, merged over the sources that answered. */
export interface Report extends Notices {
  readonly metric: Metric
  readonly scope: Scope
  readonly series: readonly SourceSeries[]
  readonly aggregates: Aggregates
  readonly total: Aggregate | undefined
  readonly isPartial: boolean
  readonly asOf?: Instant
}

/** One metric over one scope, as it is requested. */
export interface ReportQuestion {
  readonly metric: Metric
  readonly scope: Scope
  readonly sources: readonly Source[]
  readonly needs: FigureNeeds
}

/** Every figure of a report. */
export const everything: FigureNeeds = { buckets: true, sampleSize: true }

/** Returns one metric over one scope from the given sources; throws NoAnswer when none of them answered. */
export async function runReport(
  metric: Metric,
  scope: Scope,
  sources: readonly Source[],
  loaders: Loaders,
  needs: FigureNeeds = everything,
  planner: Planner = createPlanner(),
): Promise<Report> {
  const plans = planReport({ metric, scope, sources, needs }, planner)
  return mergeResults(
    metric,
    scope,
    await Promise.all([...plans].map(([source, plan]) => executePlan(source, plan, loaders))),
  )
}

/** One source's part of a report, or its gap. */
export const executePlan = (
  source: Source,
  plan: SourcePlan | Gap,
  loaders: Loaders,
): Promise<SourceResult<SourceSeries>> =>
  toSourceResult(source, async () => {
    if (isGap(plan)) return plan
    const { answer, ...notices } = await readSource(plan, loaders)
    return { answer: { source, ...answer }, ...notices }
  })

/** Merges what the sources contribute; throws NoAnswer when there is nothing to merge. */
export function mergeResults(metric: Metric, scope: Scope, results: readonly SourceResult<SourceSeries>[]): Report {
  const { aggregation } = metrics[metric]
  const { answers: series, ...notices } = collectResults(metric, results)
  const merge = (pick: (one: SourceSeries) => Aggregate | undefined) => mergeAll(aggregation, series.map(pick))
  const times = series.flatMap(({ asOf }) => asOf ?? [])
  return {
    metric,
    scope,
    series,
    aggregates: scope.buckets.map((_, index) => merge((one) => one.aggregates[index])),
    total: merge((one) => one.total),
    ...notices,
    ...(times.length > 0 && { asOf: Math.min(...times) }),
  }
}

/** The plan of each source that a report includes. */
export function planReport(question: ReportQuestion, planner: Planner): ReadonlyMap<Source, SourcePlan | Gap> {
  const { metric, scope, sources, needs } = question
  const key = [metric, needs.buckets, needs.sampleSize, ...selectSources(scope, sources).map(({ id }) => id)].join(' ')
  return planner.planOnce(
    scope,
    key,
    () => new Map(toSourceQuestions(question).map((one) => [one.source, planSource(one, planner)] as const)),
  )
}

/** A question to each source that the report includes. Its figures are shared if more than one source can answer. */
export function toSourceQuestions({ metric, scope, sources, needs }: ReportQuestion): readonly SourceQuestion[] {
  const mapped = selectSources(scope, sources).map((source) => ({
    source,
    mapping: planMapping(source, metric, scope),
  }))
  const isShared = mapped.filter(({ mapping }) => !isGap(mapping)).length > 1
  return mapped.map((one) => ({ ...one, metric, scope, needs, isShared }))
}

/** The sources that a scope includes. */
export const selectSources = ({ sources: ids }: Scope, sources: readonly Source[]): readonly Source[] =>
  ids ? sources.filter((source) => ids.includes(source.id)) : sources

/** How a source can answer a question, or why it cannot. No I/O. */
export function planSource(question: SourceQuestion, planner: Planner): SourcePlan | Gap {
  const { source, metric, scope, needs, mapping } = question
  if (isGap(mapping)) return mapping
  const own = needs.buckets
    ? planner.planRead(source, mapping.dataset, scope)
    : planner.planTotal(source, mapping.dataset, scope)
  const ofAll = planMemberTotal(question, planner)
  const summary = planSummary(question, planner)
  return {
    ...question,
    aggregation: metrics[metric].aggregation,
    mapping,
    own,
    ...(ofAll && { ofAll }),
    ...(summary && { summary }),
  }
}

/** The total of the one member that the filter names, where a call for all members can return it. */
function planMemberTotal(question: SourceQuestion, planner: Planner): MemberTotal | undefined {
  const named = takeMember(question.scope.filter)
  if (!named) return undefined
  const { by, key, rest } = named
  const total = planMemberTotals({ ...question, scope: { ...question.scope, filter: rest } }, by, planner)
  return total && { by, key, ...total }
}

/** The call for all members, where it means what the series mean and returns everything that is needed. */
export function planMemberTotals(
  { source, metric, scope, needs, isShared }: SourceQuestion,
  by: MemberDimension,
  planner: Planner,
): MappedRead | undefined {
  const { agentEmail, team, inbox, tags, goal, greeting } = scope.filter
  const isFiltered = [agentEmail, team, inbox, tags, goal, greeting].some((part) => part !== undefined)
  const mapping = source.provider.memberMappings[by][metric]
  if (!mapping || isFiltered || needs.buckets) return undefined
  // Without its weight a mean can neither be merged with another source's nor say how many events are behind it.
  const lacksWeight = metrics[metric].aggregation === 'MEAN' && !mapping.weight
  if (lacksWeight && (needs.sampleSize || (isShared && (by === 'AGENT' || by === 'TAG')))) return undefined
  const read = planner.planRead(source, mapping.dataset, scope)
  return isGap(read) ? undefined : { mapping, read }
}

/** The summary's figure, where it means what the series means and returns everything that is needed. */
function planSummary(
  { source, metric, scope, needs, isShared }: SourceQuestion,
  planner: Planner,
): MappedRead | undefined {
  const mapping = source.provider.summary?.mappings[metric]
  if (!mapping || needs.buckets) return undefined
  // Without its weight a mean can neither be merged nor say how many events are behind it; and of business hours the
  // series weigh events that have no value, so theirs is another mean.
  const needsSeries = needs.sampleSize || isShared || scope.filter.businessHours
  if (metrics[metric].aggregation === 'MEAN' && needsSeries) return undefined
  const read = planner.planTotal(source, mapping.dataset, scope)
  return isGap(read) ? undefined : { mapping, read }
}
