import { describe, expect, it } from 'vitest'
import { type Aggregate, mergeAggregates, toSampleSize, toValue } from '../../src/report/figures/aggregate.ts'
import type { Aggregation } from '../../src/report/figures/metric.ts'

const write = (aggregation: Aggregation, aggregate: Aggregate | undefined) => [
  toValue(aggregation, aggregate),
  toSampleSize(aggregation, aggregate),
]

describe('the value of an aggregate', () => {
  it.each<[string, Aggregation, Aggregate | undefined, number | null, number | null]>([
    ['a count', 'SUM', { amount: 7, weight: 0 }, 7, null],
    ['zero that was counted', 'SUM', { amount: 0, weight: 0 }, 0, null],
    ['a count where nothing was measured', 'SUM', undefined, null, null],
    ['a mean', 'MEAN', { amount: 22.5, weight: 4 }, 22.5, 4],
    ['a mean to its last digit', 'MEAN', { amount: 4073.85, weight: 9 }, 4073.85, 9],
    ['a mean of zeros', 'MEAN', { amount: 0, weight: 3 }, 0, 3],
    ['a mean of no events', 'MEAN', { amount: 0, weight: 0 }, null, 0],
    ['a mean where nothing was measured', 'MEAN', undefined, null, null],
    ['a share', 'RATIO', { amount: 3, weight: 4 }, 0.75, 4],
    ['a share of none', 'RATIO', { amount: 0, weight: 4 }, 0, 4],
    ['a share of nothing', 'RATIO', { amount: 0, weight: 0 }, null, 0],
    ['a least of zero', 'MIN', { amount: 0, weight: 0 }, 0, null],
    ['a most', 'MAX', { amount: 12, weight: 0 }, 12, null],
    ['a most where nothing was measured', 'MAX', undefined, null, null],
  ])('%s', (_, aggregation, aggregate, value, sampleSize) => {
    expect(write(aggregation, aggregate)).toEqual([value, sampleSize])
  })
})

describe('two merged aggregates', () => {
  it.each<[string, Aggregation, Aggregate, Aggregate, number | null, number | null]>([
    ['counts add up', 'SUM', { amount: 2, weight: 0 }, { amount: 3, weight: 0 }, 5, null],
    ['means are weighted by their events', 'MEAN', { amount: 20, weight: 1 }, { amount: 10, weight: 9 }, 11, 10],
    ['a mean of no events changes no other', 'MEAN', { amount: 0, weight: 0 }, { amount: 10, weight: 9 }, 10, 9],
    ['two means of no events are one', 'MEAN', { amount: 0, weight: 0 }, { amount: 0, weight: 0 }, null, 0],
    ['shares merge their parts', 'RATIO', { amount: 1, weight: 1 }, { amount: 0, weight: 9 }, 0.1, 10],
    ['the least stays', 'MIN', { amount: 4, weight: 0 }, { amount: 0, weight: 0 }, 0, null],
    ['the most stays', 'MAX', { amount: 4, weight: 0 }, { amount: 9, weight: 0 }, 9, null],
  ])('%s, in either order', (_, aggregation, one, other, value, sampleSize) => {
    expect(write(aggregation, mergeAggregates(aggregation, one, other))).toEqual([value, sampleSize])
    expect(write(aggregation, mergeAggregates(aggregation, other, one))).toEqual([value, sampleSize])
  })

  it.each<Aggregation>(['SUM', 'MEAN', 'RATIO', 'MIN', 'MAX'])(
    '%s: what was not measured changes nothing',
    (aggregation) => {
      const aggregate = { amount: 6, weight: 2 }

      expect(mergeAggregates(aggregation, aggregate, undefined)).toEqual(aggregate)
      expect(mergeAggregates(aggregation, undefined, aggregate)).toEqual(aggregate)
      expect(mergeAggregates(aggregation, undefined, undefined)).toBeUndefined()
    },
  )
})
