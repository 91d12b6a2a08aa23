import { type Caller, requirePermission } from '../../auth/permission.ts'
import { type Metric, metrics } from '../../report/figures/metric.ts'
import type { FigureNeeds } from '../../report/port/plan.ts'
import type { Dimension } from '../../report/questions/breakdown.ts'
import { assertPageSize } from '../arguments/number-arguments.ts'

/** The arguments of a breakdown. */
export type BreakdownInput = { readonly by: Dimension; readonly first: number }

/** The dimension of a breakdown. Throws BadArgument for a wrong page size, Forbidden for agents without permission. */
export function readDimension({ by, first }: BreakdownInput, caller: Caller): Dimension {
  assertPageSize(first)
  if (by === 'AGENT') requirePermission(caller, 'people')
  return by
}

/** Adds what the rest of a breakdown needs of its slices: the rest of a mean is exact by their weights only. */
export const addRestNeeds = (
  metric: Metric,
  { buckets, sampleSize }: FigureNeeds,
  rest: { readonly buckets: boolean },
): FigureNeeds => ({
  buckets: buckets || rest.buckets,
  sampleSize: sampleSize || metrics[metric].aggregation === 'MEAN',
})

/** Which figures of slices are needed where these paths are selected below a breakdown. */
export function toBreakdownNeeds(metric: Metric, paths: ReadonlySet<string>): FigureNeeds {
  const needs = toNeeds(paths, 'slices.')
  return paths.has('rest') ? addRestNeeds(metric, needs, { buckets: paths.has('rest.buckets') }) : needs
}

/** Which figures are selected, of the paths that start with a prefix. */
export function toNeeds(paths: ReadonlySet<string>, start: string): FigureNeeds {
  const isSelected = (figure: string) => paths.has(`${start}${figure}`) || paths.has(`${start}bySource.${figure}`)
  return { buckets: isSelected('buckets'), sampleSize: isSelected('sampleSize') }
}
