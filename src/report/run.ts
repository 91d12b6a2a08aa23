import { type Contribution, contribute } from './contribution.ts'
import type { FigureNeeds } from './member-total.ts'
import { type Metric, metrics } from './metric.ts'
import { isGap, planReading } from './plan.ts'
import type { Source } from './port.ts'
import { readTallies } from './read.ts'
import { mergeContributions, type Report, type SourceSeries } from './report.ts'
import type { Scope } from './scope.ts'
import { readTotal } from './total.ts'
import type { Upstream } from './upstream.ts'

/** Answers one metric over one scope from the sources given; throws NoAnswer when none of them answered. */
export async function runReport(
  metric: Metric,
  scope: Scope,
  sources: readonly Source[],
  upstream: Upstream,
  needs: FigureNeeds = everything,
): Promise<Report> {
  const asked = selectSources(scope, sources)
  const isShared = countAble(metric, scope, asked) > 1
  const contributions = await Promise.all(
    asked.map((source) => askSource(source, metric, scope, upstream, { needs, isShared })),
  )
  return mergeContributions(metric, scope, contributions)
}

const everything: FigureNeeds = { buckets: true, sampleSize: true }

/** How many sources could answer. */
export const countAble = (metric: Metric, scope: Scope, sources: readonly Source[]): number =>
  sources.filter((source) => !isGap(planReading(source, metric, scope))).length

/** One source's part of a report, or its gap. */
export const askSource = (
  source: Source,
  metric: Metric,
  scope: Scope,
  upstream: Upstream,
  { needs, isShared } = { needs: everything, isShared: true },
): Promise<Contribution<SourceSeries>> =>
  contribute(source, async () => {
    const reading = planReading(source, metric, scope)
    if (isGap(reading)) return reading
    const { aggregation } = metrics[metric]
    const { answer, ...remarks } =
      (await readTotal({ source, metric, scope, needs, isShared }, reading, upstream)) ??
      (await readTallies(source, scope, aggregation, reading, upstream, needs.buckets))
    return { answer: { source, ...answer }, ...remarks }
  })

/** The sources that a scope asks. */
export const selectSources = ({ sources: ids }: Scope, sources: readonly Source[]): readonly Source[] =>
  ids ? sources.filter((source) => ids.includes(source.id)) : sources
