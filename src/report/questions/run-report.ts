import { type Metric, metrics } from '../figures/metric.ts'
import type { Loaders } from '../port/loaders.ts'
import type { Source } from '../port/port.ts'
import type { Scope } from '../port/scope.ts'
import type { FigureNeeds } from './member-total.ts'
import { isGap, planMapping } from './plan.ts'
import { readAggregates } from './read.ts'
import { mergeResults, type Report, type SourceSeries } from './report.ts'
import { type SourceResult, toSourceResult } from './source-result.ts'
import { readTotal } from './total.ts'

/** Answers one metric over one scope from the sources given; throws NoAnswer when none of them answered. */
export async function runReport(
  metric: Metric,
  scope: Scope,
  sources: readonly Source[],
  loaders: Loaders,
  needs: FigureNeeds = everything,
): Promise<Report> {
  const asked = selectSources(scope, sources)
  const isShared = countSupporting(metric, scope, asked) > 1
  const results = await Promise.all(
    asked.map((source) => readSource(source, metric, scope, loaders, { needs, isShared })),
  )
  return mergeResults(metric, scope, results)
}

const everything: FigureNeeds = { buckets: true, sampleSize: true }

/** How many sources could answer. */
export const countSupporting = (metric: Metric, scope: Scope, sources: readonly Source[]): number =>
  sources.filter((source) => !isGap(planMapping(source, metric, scope))).length

/** One source's part of a report, or its gap. */
export const readSource = (
  source: Source,
  metric: Metric,
  scope: Scope,
  loaders: Loaders,
  { needs, isShared } = { needs: everything, isShared: true },
): Promise<SourceResult<SourceSeries>> =>
  toSourceResult(source, async () => {
    const mapping = planMapping(source, metric, scope)
    if (isGap(mapping)) return mapping
    const { aggregation } = metrics[metric]
    const { answer, ...notices } =
      (await readTotal({ source, metric, scope, needs, isShared }, mapping, loaders)) ??
      (await readAggregates(source, scope, aggregation, mapping, loaders, needs.buckets))
    return { answer: { source, ...answer }, ...notices }
  })

/** The sources that a scope asks. */
export const selectSources = ({ sources: ids }: Scope, sources: readonly Source[]): readonly Source[] =>
  ids ? sources.filter((source) => ids.includes(source.id)) : sources
