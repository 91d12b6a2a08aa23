import type { Metric } from '../figures/metric.ts'
import type { Loaders } from '../port/loaders.ts'
import type { MemberDimension, Source } from '../port/port.ts'
import type { Scope } from '../port/scope.ts'
import { breakDownSource } from './break-down-source.ts'
import type { FigureNeeds, MemberQuestion } from './member-total.ts'
import { countSupporting, readSource, selectSources } from './run-report.ts'
import { mergeSlices, type Slice } from './slice.ts'
import { collectResults, type Notices, type SourceResult } from './source-result.ts'

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
): Promise<Breakdown> {
  const asked = selectSources(scope, sources)
  const isShared = countSupporting(metric, scope, asked) > 1
  const results = await Promise.all(
    asked.map((source) =>
      by === 'SOURCE'
        ? toSourceSlice({ source, metric, scope, needs, isShared }, loaders)
        : breakDownSource({ source, metric, scope, by, needs, isShared }, loaders),
    ),
  )
  const { answers, ...notices } = collectResults(metric, results)
  return { metric, scope, by, slices: mergeSlices(metric, scope, answers.flat()), ...notices }
}

async function toSourceSlice(
  { source, metric, scope, ...wanted }: MemberQuestion,
  loaders: Loaders,
): Promise<SourceResult<Slice[]>> {
  const { answer, ...notices } = await readSource(source, metric, scope, loaders, wanted)
  if (!answer) return notices
  const { total, aggregates } = answer
  const part = wanted.needs.buckets ? { total, aggregates } : { total }
  return { answer: [{ key: source.id, label: source.name, sources: [source], ...part }], ...notices }
}
