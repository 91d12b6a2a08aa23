import type { Metric } from '../figures/metric.ts'
import type { Loaders } from '../port/loaders.ts'
import type { MemberDimension } from '../port/member.ts'
import type { FigureNeeds, SourceQuestion } from '../port/plan.ts'
import type { Scope } from '../port/scope.ts'
import type { Source } from '../port/source.ts'
import { breakDownSource } from './break-down-source.ts'
import { planSource } from './plan/plan-source.ts'
import type { Planner } from './plan/planner.ts'
import { collectResults, type Notices, type SourceResult } from './read/source-result.ts'
import { countSupporting, executePlan, selectSources } from './run-report.ts'
import { mergeSlices, type Slice } from './slice.ts'

export type Dimension = MemberDimension | 'SOURCE'

export interface Breakdown extends Notices {
  readonly metric: Metric
  readonly scope: Scope
  readonly by: Dimension
  readonly slices: readonly Slice[]
  readonly isPartial: boolean
}

/** A report split by a dimension, in the fewest calls; throws NoAnswer when no source answered. */
export async function runBreakdown(
  metric: Metric,
  scope: Scope,
  by: Dimension,
  needs: FigureNeeds,
  sources: readonly Source[],
  loaders: Loaders,
  planner: Planner,
): Promise<Breakdown> {
  const selected = selectSources(scope, sources)
  const isShared = countSupporting(metric, scope, selected) > 1
  const results = await Promise.all(
    selected.map((source) => {
      const question = { source, metric, scope, needs, isShared }
      return by === 'SOURCE'
        ? toSourceSlice(question, loaders, planner)
        : breakDownSource({ ...question, by }, loaders, planner)
    }),
  )
  const { answers, ...notices } = collectResults(metric, results)
  return { metric, scope, by, slices: mergeSlices(metric, scope, answers.flat()), ...notices }
}

async function toSourceSlice(
  question: SourceQuestion,
  loaders: Loaders,
  planner: Planner,
): Promise<SourceResult<Slice[]>> {
  const { source, needs } = question
  const { answer, ...notices } = await executePlan(source, planSource(question, planner), loaders)
  if (!answer) return notices
  const { total, aggregates } = answer
  const part = needs.buckets ? { total, aggregates } : { total }
  return { answer: [{ key: source.id, label: source.name, sources: [source], ...part }], ...notices }
}
