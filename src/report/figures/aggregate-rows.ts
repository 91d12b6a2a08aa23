import type { MetricMapping } from '../port/provider.ts'
import type { Rows } from '../port/rows.ts'
import type { Span } from '../time/date.ts'
import { type Aggregate, mergeAggregates } from './aggregate.ts'
import type { Aggregation } from './metric.ts'

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
