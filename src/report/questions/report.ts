import { type Aggregate, type Aggregates, mergeAll } from '../figures/aggregate.ts'
import { type Metric, metrics } from '../figures/metric.ts'
import type { Gap } from '../port/error.ts'
import type { Loaders } from '../port/loaders.ts'
import type { FigureNeeds, SeriesAggregates, SourcePlan } from '../port/plan.ts'
import type { Scope } from '../port/scope.ts'
import type { Source } from '../port/source.ts'
import type { Instant } from '../time/date.ts'
import { planMapping } from './plan/find-unsupported.ts'
import { createPlanner, isGap, type Planner, planSource } from './plan/planner.ts'
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

/** Merges what the sources contribute; throws NoAnswer when there is nothing to merge. */
export function mergeResults(metric: Metric, scope: Scope, results: readonly SourceResult<SourceSeries>[]): Report {
  const { aggregation } = metrics[metric]
  const { answers: series, ...notices } = collectResults(metric, results)
  const merge = (pick: (one: SourceSeries) => Aggregate | undefined) => mergeAll(aggregation, series.map(pick))
  const mappings = series.flatMap(({ asOf }) => asOf ?? [])
  return {
    metric,
    scope,
    series,
    aggregates: scope.buckets.map((_, index) => merge((one) => one.aggregates[index])),
    total: merge((one) => one.total),
    ...notices,
    ...(mappings.length > 0 && { asOf: Math.min(...mappings) }),
  }
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

/** The plan of each source that a report includes. */
export function planReport(
  { metric, scope, sources, needs }: ReportQuestion,
  planner: Planner,
): ReadonlyMap<Source, SourcePlan | Gap> {
  const selected = selectSources(scope, sources)
  const question = [metric, needs.buckets, needs.sampleSize, ...selected.map(({ id }) => id)].join(' ')
  return planner.planOnce(scope, question, () => {
    const isShared = countSupporting(metric, scope, selected) > 1
    return new Map(
      selected.map((source) => [source, planSource({ source, metric, scope, needs, isShared }, planner)] as const),
    )
  })
}

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

/** How many sources have the metric and can apply the scope. */
export const countSupporting = (metric: Metric, scope: Scope, sources: readonly Source[]): number =>
  sources.filter((source) => !isGap(planMapping(source, metric, scope))).length

/** The sources that a scope includes. */
export const selectSources = ({ sources: ids }: Scope, sources: readonly Source[]): readonly Source[] =>
  ids ? sources.filter((source) => ids.includes(source.id)) : sources
