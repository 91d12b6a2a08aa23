import { type Contribution, gather, type Remarks } from './contribution.ts'
import type { FigureNeeds, MemberQuestion } from './member-total.ts'
import type { Metric } from './metric.ts'
import type { MemberDimension, Source } from './port.ts'
import { askSource, countAble, selectSources } from './run.ts'
import type { Scope } from './scope.ts'
import { mergeSlices, type Slice } from './slice.ts'
import { splitSource } from './split-source.ts'
import type { Upstream } from './upstream.ts'

export type Dimension = MemberDimension | 'SOURCE'

export interface Breakdown extends Remarks {
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
  upstream: Upstream,
): Promise<Breakdown> {
  const asked = selectSources(scope, sources)
  const isShared = countAble(metric, scope, asked) > 1
  const contributions = await Promise.all(
    asked.map((source) =>
      by === 'SOURCE'
        ? toSourceSlice({ source, metric, scope, needs, isShared }, upstream)
        : splitSource({ source, metric, scope, by, needs, isShared }, upstream),
    ),
  )
  const { answers, ...remarks } = gather(metric, contributions)
  return { metric, scope, by, slices: mergeSlices(metric, scope, answers.flat()), ...remarks }
}

async function toSourceSlice(
  { source, metric, scope, ...wanted }: MemberQuestion,
  upstream: Upstream,
): Promise<Contribution<Slice[]>> {
  const { answer, ...remarks } = await askSource(source, metric, scope, upstream, wanted)
  if (!answer) return remarks
  const { total, tallies } = answer
  const part = wanted.needs.buckets ? { total, tallies } : { total }
  return { answer: [{ key: source.id, label: source.name, sources: [source], ...part }], ...remarks }
}
