import type { Aggregate, Aggregates } from '../figures/aggregate.ts'
import { mergeAll } from '../figures/aggregate.ts'
import { type Aggregation, metrics } from '../figures/metric.ts'
import { makesPartial } from '../port/error.ts'
import { findDataset, isSupported, type Source } from '../port/source.ts'
import type { Breakdown, Slice } from './breakdown.ts'
import type { Report } from './report.ts'

/** What is left of a total beside some slices: unassigned events, members no longer listed, slices that are not shown. */
export interface Rest {
  readonly total: Aggregate | undefined
  /** By bucket; absent if the slices have totals only. */
  readonly aggregates?: Aggregates
}

/**
 * The total of a report minus some slices of its breakdown, over the sources that are in the breakdown. Null where it
 * would not be exact: slices that may overlap, extremes, a member that failed, or more in the slices than in the total,
 * as happens with rows of different age.
 */
export function toRest(breakdown: Breakdown, slices: readonly Slice[], report: Report): Rest | null {
  const { metric, answered, gaps } = breakdown
  const { aggregation } = metrics[metric]
  const subtract = differences[aggregation]
  const hasFailed = gaps.some((gap) => answered.includes(gap.source) && makesPartial(gap))
  if (!subtract || hasFailed || !answered.every((source) => isPartition(source, breakdown))) return null
  const series = answered.flatMap((source) => report.series.find((one) => one.source === source) ?? [])
  if (series.length < answered.length) return null
  const toPart = (whole: readonly (Aggregate | undefined)[], parts: readonly (Aggregate | undefined)[]) =>
    subtract(mergeAll(aggregation, whole), mergeAll(aggregation, parts))
  const total = toPart(
    series.map((one) => one.total),
    slices.map((slice) => slice.total),
  )
  if (total === null) return null
  if (slices.some(({ aggregates }) => !aggregates) || series.some((one) => one.aggregates.length === 0))
    return { total }
  const aggregates = breakdown.scope.buckets.map((_, place) =>
    toPart(
      series.map((one) => one.aggregates[place]),
      slices.map((slice) => slice.aggregates?.[place]),
    ),
  )
  return aggregates.some((part) => part === null) ? null : { total, aggregates: aggregates as Aggregates }
}

/** Whether no event counts for two slices. */
function isPartition(source: Source, { metric, by }: Breakdown): boolean {
  if (by === 'SOURCE') return true
  const mapping = source.provider.mappings[metric]
  return isSupported(mapping) && findDataset(source, mapping.dataset).partitions?.[by] === true
}

type Subtract = (whole: Aggregate | undefined, parts: Aggregate | undefined) => Aggregate | undefined | null

/** Sums of floating-point numbers may be less than zero by this share of the whole. */
const roundingError = 1e-9

const subtractSums: Subtract = (whole, parts) => {
  if (!parts) return whole
  if (!whole) return null
  const [amount, weight] = [whole.amount - parts.amount, whole.weight - parts.weight]
  const isNegative = amount < -roundingError * Math.abs(whole.amount) || weight < 0
  return isNegative ? null : { amount: Math.max(0, amount), weight }
}

const subtractMeans: Subtract = (whole, parts) => {
  if (!parts || parts.weight === 0) return whole
  if (!whole || whole.weight < parts.weight) return null
  const weight = whole.weight - parts.weight
  if (weight === 0) return { amount: 0, weight }
  const amount = (whole.amount * whole.weight - parts.amount * parts.weight) / weight
  return amount < -roundingError * whole.amount * whole.weight ? null : { amount: Math.max(0, amount), weight }
}

const differences: Readonly<Partial<Record<Aggregation, Subtract>>> = {
  SUM: subtractSums,
  RATIO: subtractSums,
  MEAN: subtractMeans,
}
