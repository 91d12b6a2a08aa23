import type { MetricMapping, Row } from '../port/port.ts'
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
  rows: readonly Row[],
  buckets: readonly Span[],
  aggregation: Aggregation,
  mapping: MetricMapping,
  now: number,
): Aggregates {
  const aggregates: (Aggregate | undefined)[] = buckets.map(() => undefined)
  let index = 0
  for (const row of rows) {
    if (row.start > now) continue
    if ((buckets[index]?.start ?? Number.POSITIVE_INFINITY) > row.start) index = 0
    while (index < buckets.length && (buckets[index]?.end ?? 0) <= row.start) index += 1
    if ((buckets[index]?.start ?? Number.POSITIVE_INFINITY) > row.start) continue
    aggregates[index] = mergeAggregates(aggregation, aggregates[index], toAggregate(row, aggregation, mapping))
  }
  return aggregates
}

/** Each bucket's own row, where rows answer for exact spans and cannot be added up. */
export function matchRows(
  rows: readonly Row[],
  spans: readonly Span[],
  aggregation: Aggregation,
  mapping: MetricMapping,
): Aggregates {
  return spans.map(({ start, end }) => {
    const row = rows.find((candidate) => candidate.start === start && candidate.end === end)
    return row && toAggregate(row, aggregation, mapping)
  })
}

/** The parts of a row's figure; undefined where nothing was measured. */
export function toAggregate(
  { figures }: Row,
  aggregation: Aggregation,
  { value, weight = [] }: MetricMapping,
): Aggregate | undefined {
  const figure = figures[value] ?? null
  const total = weight.reduce((sum, name) => sum + (figures[name] ?? 0), 0)
  // A mean of nothing is null upstream or, in Chatwoot, 0 with a count of 0; that nothing happened was still counted.
  if (aggregation === 'MEAN' && weight.length > 0) {
    if (total === 0) return weight.some((name) => figures[name] === 0) ? { amount: 0, weight: 0 } : undefined
    return figure === null ? undefined : { amount: figure, weight: total }
  }
  // A mean that comes without its events stands alone, as one: it is shown, and never merged.
  const events = aggregation === 'MEAN' ? 1 : total
  return figure === null ? undefined : { amount: figure, weight: events }
}
