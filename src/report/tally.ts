import type { Aggregation } from './metric.ts'

/**
 * What buckets and sources are merged by: never a finished mean or share, but its parts.
 * SUM, MIN, MAX, MEAN: `amount` is the figure. RATIO: `amount` is the part.
 */
export interface Tally {
  readonly amount: number
  /** Events behind a MEAN or RATIO; 0 means that none happened. */
  readonly weight: number
}

const merge: Readonly<Record<Aggregation, (a: Tally, b: Tally) => Tally>> = {
  SUM: addTallies,
  MEAN: averageTallies,
  RATIO: addTallies,
  MIN: (a, b) => (b.amount < a.amount ? b : a),
  MAX: (a, b) => (b.amount > a.amount ? b : a),
}

function addTallies(a: Tally, b: Tally): Tally {
  return { amount: a.amount + b.amount, weight: a.weight + b.weight }
}

/** Weighted. A mean that nothing is merged with stays as the upstream told it, to the last digit. */
function averageTallies(a: Tally, b: Tally): Tally {
  if (a.weight === 0) return b
  if (b.weight === 0) return a
  const weight = a.weight + b.weight
  return { amount: (a.amount * a.weight + b.amount * b.weight) / weight, weight }
}

/** Merges two tallies; one that is undefined measured nothing. */
export function mergeTallies(aggregation: Aggregation, a: Tally | undefined, b: Tally | undefined): Tally | undefined {
  return a && b ? merge[aggregation](a, b) : (a ?? b)
}

/** Merges all of them; undefined when none measured anything. */
export const mergeAll = (aggregation: Aggregation, tallies: readonly (Tally | undefined)[]): Tally | undefined =>
  tallies.reduce((merged, tally) => mergeTallies(aggregation, merged, tally), undefined)

const isWeighted = (aggregation: Aggregation): boolean => aggregation === 'MEAN' || aggregation === 'RATIO'

/** The figure a client sees: null when nothing was measured, 0 when zero was counted. */
export function toValue(aggregation: Aggregation, tally: Tally | undefined): number | null {
  if (!tally) return null
  if (!isWeighted(aggregation)) return tally.amount
  if (tally.weight === 0) return null
  return aggregation === 'MEAN' ? tally.amount : tally.amount / tally.weight
}

/** Events behind a MEAN or RATIO; null for other aggregations and where nothing was measured. */
export function toSampleSize(aggregation: Aggregation, tally: Tally | undefined): number | null {
  return tally && isWeighted(aggregation) ? tally.weight : null
}
