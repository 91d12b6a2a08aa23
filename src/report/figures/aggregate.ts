import type { Aggregation } from './metric.ts'

/**
 * What buckets and sources are merged by: never a finished mean or share, but its parts.
 * SUM, MIN, MAX, MEAN: `amount` is the figure. RATIO: `amount` is the part.
 */
export interface Aggregate {
  readonly amount: number
  /** Events behind a MEAN or RATIO; 0 means that none happened. */
  readonly weight: number
}

const merge: Readonly<Record<Aggregation, (a: Aggregate, b: Aggregate) => Aggregate>> = {
  SUM: addTallies,
  MEAN: averageTallies,
  RATIO: addTallies,
  MIN: (a, b) => (b.amount < a.amount ? b : a),
  MAX: (a, b) => (b.amount > a.amount ? b : a),
}

function addTallies(a: Aggregate, b: Aggregate): Aggregate {
  return { amount: a.amount + b.amount, weight: a.weight + b.weight }
}

/** Weighted. A mean that is not merged stays as the upstream returned it, to the last digit. */
function averageTallies(a: Aggregate, b: Aggregate): Aggregate {
  if (a.weight === 0) return b
  if (b.weight === 0) return a
  const weight = a.weight + b.weight
  return { amount: (a.amount * a.weight + b.amount * b.weight) / weight, weight }
}

/** Merges two aggregates; one that is undefined measured nothing. */
export function mergeAggregates(
  aggregation: Aggregation,
  a: Aggregate | undefined,
  b: Aggregate | undefined,
): Aggregate | undefined {
  return a && b ? merge[aggregation](a, b) : (a ?? b)
}

/** Merges all of them; undefined when none measured anything. */
export const mergeAll = (
  aggregation: Aggregation,
  aggregates: readonly (Aggregate | undefined)[],
): Aggregate | undefined =>
  aggregates.reduce((merged, aggregate) => mergeAggregates(aggregation, merged, aggregate), undefined)

const isWeighted = (aggregation: Aggregation): boolean => aggregation === 'MEAN' || aggregation === 'RATIO'

/** The figure a client sees: null when nothing was measured, 0 when zero was counted. */
export function toValue(aggregation: Aggregation, aggregate: Aggregate | undefined): number | null {
  if (!aggregate) return null
  if (!isWeighted(aggregation)) return aggregate.amount
  if (aggregate.weight === 0) return null
  return aggregation === 'MEAN' ? aggregate.amount : aggregate.amount / aggregate.weight
}

/** Events behind a MEAN or RATIO; null for other aggregations and where nothing was measured. */
export function toSampleSize(aggregation: Aggregation, aggregate: Aggregate | undefined): number | null {
  return aggregate && isWeighted(aggregation) ? aggregate.weight : null
}
