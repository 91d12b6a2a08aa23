import type { Rows } from '../port/series.ts'
import type { MetricMapping } from '../port/source.ts'
import type { Span } from '../time/date.ts'
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

/** One aggregate per bucket; undefined where nothing was measured. */
export type Aggregates = readonly (Aggregate | undefined)[]

/**
 * Sorts rows into the buckets that hold them and merges them there. Rows outside every bucket, or that begin after
 * `now`, are left out: upstreams fill the rest of today with zeros, and zero was not counted there.
 */
export function aggregateRows(
  rows: Rows,
  buckets: readonly Span[],
  aggregation: Aggregation,
  mapping: MetricMapping,
  now: number,
): Aggregates {
  const toAggregate = createAggregator(rows, aggregation, mapping)
  const aggregates: (Aggregate | undefined)[] = buckets.map(() => undefined)
  let index = 0
  for (let row = 0; row < rows.starts.length; row += 1) {
    const start = rows.starts[row] ?? Number.POSITIVE_INFINITY
    if (start > now) continue
    if ((buckets[index]?.start ?? Number.POSITIVE_INFINITY) > start) index = 0
    while (index < buckets.length && (buckets[index]?.end ?? 0) <= start) index += 1
    if ((buckets[index]?.start ?? Number.POSITIVE_INFINITY) > start) continue
    aggregates[index] = mergeAggregates(aggregation, aggregates[index], toAggregate(row))
  }
  return aggregates
}

/** Each bucket's own row, where rows answer for exact spans and cannot be added up. */
export function matchRows(
  rows: Rows,
  spans: readonly Span[],
  aggregation: Aggregation,
  mapping: MetricMapping,
): Aggregates {
  const toAggregate = createAggregator(rows, aggregation, mapping)
  const toKey = (start: number, end: number) => `${start}/${end}`
  const rowByKey = new Map(rows.starts.map((start, row) => [toKey(start, rows.ends[row] ?? 0), row]))
  return spans.map(({ start, end }) => {
    const row = rowByKey.get(toKey(start, end))
    return row === undefined ? undefined : toAggregate(row)
  })
}

/** A function that returns the parts of one row's figure; undefined where nothing was measured. */
export function createAggregator(
  { figures }: Rows,
  aggregation: Aggregation,
  { value, weight = [] }: MetricMapping,
): (row: number) => Aggregate | undefined {
  const values = figures[value]
  const weights = weight.map((name) => figures[name])
  return (row) => {
    const figure = values?.[row] ?? null
    let total = 0
    for (const column of weights) total += column?.[row] ?? 0
    // A mean of nothing is null upstream or, in Chatwoot, 0 with a count of 0; that nothing happened was still counted.
    if (aggregation === 'MEAN' && weights.length > 0) {
      if (total === 0) return weights.some((column) => column?.[row] === 0) ? { amount: 0, weight: 0 } : undefined
      return figure === null ? undefined : { amount: figure, weight: total }
    }
    // A mean without its events counts as one event: it is shown, and never merged.
    return figure === null ? undefined : { amount: figure, weight: aggregation === 'MEAN' ? 1 : total }
  }
}
