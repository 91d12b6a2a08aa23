import { describe, expect, it } from 'vitest'
import { type Aggregate, aggregateRows, createAggregator, matchRows } from '../../src/report/figures/aggregate.ts'
import type { Aggregation } from '../../src/report/figures/metric.ts'
import type { Row } from '../../src/report/port/series.ts'
import type { MetricMapping } from '../../src/report/port/source.ts'
import { at, toSpan } from '../support/instants.ts'
import { rowsOf } from '../support/rows-by-chunk.ts'

const count: MetricMapping = { dataset: 'chats', value: 'count' }
const mean: MetricMapping = { dataset: 'chats', value: 'seconds', weight: ['count'] }
const share: MetricMapping = { dataset: 'ratings', value: 'good', weight: ['good', 'bad'] }

describe('toAggregate', () => {
  it.each<[string, Aggregation, MetricMapping, Row['figures'], Aggregate | undefined]>([
    ['zero counted stays zero', 'SUM', count, { count: 0 }, { amount: 0, weight: 0 }],
    ['null was not measured', 'SUM', count, { count: null }, undefined],
    ['a figure that is absent was not measured', 'SUM', count, {}, undefined],
    ['a mean keeps the number of its events', 'MEAN', mean, { seconds: 30, count: 4 }, { amount: 30, weight: 4 }],
    ['a mean of zero seconds is one', 'MEAN', mean, { seconds: 0, count: 4 }, { amount: 0, weight: 4 }],
    ['a mean of 0 with count 0 counted no events', 'MEAN', mean, { seconds: 0, count: 0 }, { amount: 0, weight: 0 }],
    ['a mean of null with count 0 as well', 'MEAN', mean, { seconds: null, count: 0 }, { amount: 0, weight: 0 }],
    ['a mean without its count was not measured', 'MEAN', mean, { seconds: 30, count: null }, undefined],
    ['a mean of null with a count was not measured', 'MEAN', mean, { seconds: null, count: 4 }, undefined],
    ['a share is its part of the whole', 'RATIO', share, { good: 3, bad: 1 }, { amount: 3, weight: 4 }],
    ['a share of nothing counted nothing', 'RATIO', share, { good: 0, bad: 0 }, { amount: 0, weight: 0 }],
    ['a share without its part was not measured', 'RATIO', share, { good: null, bad: null }, undefined],
    ['a least of 0 is one', 'MIN', count, { count: 0 }, { amount: 0, weight: 0 }],
    ['a most of null was not measured', 'MAX', count, { count: null }, undefined],
  ])('%s', (_, aggregation, mapping, figures, expected) => {
    const rows = rowsOf({ start: 0, end: 1, figures: {} }, { start: 1, end: 2, figures })
    expect(createAggregator(rows, aggregation, mapping)(1)).toEqual(expected)
  })
})

describe('foldRows', () => {
  const now = at('2026-03-29T12:00Z')
  const buckets = [
    toSpan('2026-03-29T00:00Z', '2026-03-29T06:00Z'),
    toSpan('2026-03-29T06:00Z', '2026-03-29T12:00Z'),
    toSpan('2026-03-29T12:00Z', '2026-03-29T18:00Z'),
  ]
  const rowAt = (start: string, figure: number | null = 1): Row => ({
    start: at(start),
    end: at(start) + 1,
    figures: { count: figure },
  })
  const fold = (...rows: readonly Row[]) =>
    aggregateRows(rowsOf(...rows), buckets, 'SUM', count, now).map((aggregate) => aggregate?.amount ?? null)

  it.each([
    ['the first instant of a bucket', '2026-03-29T06:00:00Z', [null, 1, null]],
    ['the last second of a bucket', '2026-03-29T05:59:59Z', [1, null, null]],
    ['the last second before the range', '2026-03-28T23:59:59Z', [null, null, null]],
    ['now', '2026-03-29T12:00:00Z', [null, null, 1]],
    ['after now, where zero was not counted yet', '2026-03-29T12:00:01Z', [null, null, null]],
    ['the end of the range', '2026-03-29T18:00:00Z', [null, null, null]],
  ])('assigns a row at %s to its bucket', (_, start, expected) => {
    expect(fold(rowAt(start))).toEqual(expected)
  })

  it('merges the rows of a bucket, in whatever order they come', () => {
    const rows = [rowAt('2026-03-29T07:00Z', 4), rowAt('2026-03-29T01:00Z', 2), rowAt('2026-03-29T08:00Z', 3)]

    expect(fold(...rows)).toEqual([2, 7, null])
    expect(fold(...rows.toReversed())).toEqual([2, 7, null])
  })

  it('distinguishes zero from no value', () => {
    expect(fold(rowAt('2026-03-29T01:00Z', 0), rowAt('2026-03-29T07:00Z', null))).toEqual([0, null, null])
  })

  it('skips rows between two buckets', () => {
    const apart = buckets.filter((_, index) => index !== 1)

    expect(aggregateRows(rowsOf(rowAt('2026-03-29T07:00Z')), apart, 'SUM', count, now)).toEqual([undefined, undefined])
  })
})

describe('matchRows', () => {
  const span = toSpan('2026-03-27T00:00Z', '2026-03-28T00:00Z')
  const row: Row = { ...span, figures: { count: 5 } }

  it.each([
    ['takes the row of exactly the span', span, 5],
    ['takes no row that begins elsewhere', { ...span, start: span.start + 1 }, undefined],
    ['takes no row that ends elsewhere', { ...span, end: span.end + 1 }, undefined],
  ])('%s', (_, asked, expected) => {
    expect(matchRows(rowsOf(row), [asked], 'SUM', count).map((aggregate) => aggregate?.amount)).toEqual([expected])
  })
})
