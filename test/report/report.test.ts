import { describe, expect, it } from 'vitest'
import { type Aggregate, toValue } from '../../src/report/figures/aggregate.ts'
import type { Metric } from '../../src/report/figures/metric.ts'
import type { GapCode } from '../../src/report/port/error.ts'
import { NoAnswer, type SourceResult } from '../../src/report/questions/read/source-result.ts'
import { mergeResults, type Report, type SourceSeries } from '../../src/report/questions/report.ts'
import { inventSource } from '../support/invented-source.ts'
import { askFor } from '../support/scopes.ts'

const scope = askFor()
const [support] = inventSource()
const sales = { ...support, id: 'sales', name: 'Sales' }

const tell = (
  source: typeof support,
  aggregates: readonly (Aggregate | undefined)[],
  total: Aggregate | undefined,
  asOf?: number,
): SourceResult<SourceSeries> => ({
  answer: { source, aggregates, total, ...(asOf !== undefined && { asOf }) },
  gaps: [],
  warnings: [],
})

const lack = (code: GapCode, isFailure: boolean, source = support): SourceResult<SourceSeries> => ({
  gaps: [{ code, message: `${code} it is`, isFailure, source }],
  warnings: [],
})

const figures = tell(sales, [{ amount: 1, weight: 0 }], { amount: 1, weight: 0 })

function findNoAnswer(metric: Metric, results: readonly SourceResult<SourceSeries>[]): NoAnswer {
  try {
    mergeResults(metric, scope, results)
  } catch (error) {
    if (error instanceof NoAnswer) return error
    throw error
  }
  throw new Error('there is an answer')
}

describe('the figures of two sources', () => {
  const read = (aggregation: 'SUM' | 'MEAN' | 'MIN' | 'MAX' | 'RATIO', { aggregates, total }: Report) => [
    ...aggregates.map((aggregate) => toValue(aggregation, aggregate)),
    toValue(aggregation, total),
  ]
  const both = (metric: Metric) =>
    mergeResults(metric, scope, [
      tell(support, [{ amount: 10, weight: 1 }, undefined, undefined], { amount: 10, weight: 1 }),
      tell(sales, [{ amount: 80, weight: 8 }, { amount: 0, weight: 1 }, undefined], { amount: 80, weight: 9 }),
    ])

  it.each<['SUM' | 'MEAN' | 'MIN' | 'MAX' | 'RATIO', Metric, readonly (number | null)[]]>([
    ['SUM', 'CONVERSATIONS', [90, 0, null, 90]],
    ['MEAN', 'FIRST_RESPONSE_TIME', [650 / 9, 0, null, 73]],
    ['RATIO', 'SATISFACTION', [10, 0, null, 9]],
    ['MIN', 'QUEUE_WAITING_TIME_MIN', [10, 0, null, 10]],
    ['MAX', 'QUEUE_WAITING_TIME_MAX', [80, 0, null, 80]],
  ])('merge by %s', (aggregation, metric, expected) => {
    expect(read(aggregation, both(metric))).toEqual(expected)
  })

  it('have the age of the oldest row', () => {
    const told = [tell(support, [], undefined, 2000), tell(sales, [], undefined, 1000)]

    expect(mergeResults('CONVERSATIONS', scope, told).asOf).toBe(1000)
    expect(mergeResults('CONVERSATIONS', scope, [figures])).not.toHaveProperty('asOf')
  })

  it('carry their gaps and warnings in the order of the sources', () => {
    const warned: SourceResult<SourceSeries> = {
      ...figures,
      warnings: [{ code: 'ESTIMATED', message: 'roughly', source: sales }],
    }
    const report = mergeResults('CONVERSATIONS', scope, [lack('TIMEOUT', true), warned])

    expect(report.gaps.map(({ code, source }) => [source.id, code])).toEqual([['support', 'TIMEOUT']])
    expect(report.warnings.map(({ code, source }) => [source.id, code])).toEqual([['sales', 'ESTIMATED']])
  })
})

describe('isPartial of a report in which a source', () => {
  it.each<[string, GapCode, boolean, boolean]>([
    ['lacks the metric is whole', 'METRIC_UNSUPPORTED', false, false],
    ['does not know the agent is whole', 'NOT_FOUND', false, false],
    ['cannot apply the filter is partial', 'FILTER_UNSUPPORTED', false, true],
    ['has no hours is partial', 'GRANULARITY_UNSUPPORTED', false, true],
    ['has forgotten is partial', 'OUT_OF_RETENTION', false, true],
    ['refuses the length is partial', 'RANGE_TOO_LONG', false, true],
    ['fails is partial', 'UNAVAILABLE', true, true],
    ['fails with a page not found is partial', 'NOT_FOUND', true, true],
  ])('%s', (_, code, isFailure, isPartial) => {
    const report = mergeResults('CONVERSATIONS', scope, [lack(code, isFailure), figures])

    expect(report.isPartial).toBe(isPartial)
    expect(report.gaps).toHaveLength(1)
    expect(report.total).toEqual({ amount: 1, weight: 0 })
  })
})

describe('a report without a response from any source', () => {
  it.each<[string, readonly SourceResult<SourceSeries>[], readonly GapCode[]]>([
    [
      'when every source failed',
      [lack('TIMEOUT', true), lack('RATE_LIMITED', true, sales)],
      ['TIMEOUT', 'RATE_LIMITED'],
    ],
    [
      'when no source supports the metric',
      [lack('METRIC_UNSUPPORTED', false), lack('METRIC_UNSUPPORTED', false, sales)],
      ['METRIC_UNSUPPORTED', 'METRIC_UNSUPPORTED'],
    ],
    [
      'when all that support the metric failed',
      [lack('METRIC_UNSUPPORTED', false), lack('TIMEOUT', true, sales)],
      ['TIMEOUT'],
    ],
  ])('%s', (_, results, codes) => {
    expect(findNoAnswer('CONVERSATIONS', results).gaps.map(({ code }) => code)).toEqual(codes)
  })

  it('lists the gap of each source in its error', () => {
    expect(findNoAnswer('GOALS', [lack('TIMEOUT', true), lack('UNAVAILABLE', true, sales)]).message).toBe(
      'Cannot return GOALS: support: TIMEOUT it is; sales: UNAVAILABLE it is',
    )
  })
})

describe('a report without figures', () => {
  it.each<[string, readonly SourceResult<SourceSeries>[], boolean]>([
    ['an agent whom nobody knows', [lack('NOT_FOUND', false), lack('NOT_FOUND', false, sales)], false],
    [
      'an agent unknown to those who have the metric',
      [lack('METRIC_UNSUPPORTED', false), lack('NOT_FOUND', false, sales)],
      false,
    ],
    ['a filter that nobody can apply', [lack('FILTER_UNSUPPORTED', false)], true],
    ['an agent unknown here, and a failure there', [lack('NOT_FOUND', false), lack('TIMEOUT', true, sales)], true],
  ])('is returned for %s', (_, results, isPartial) => {
    const report = mergeResults('CONVERSATIONS', scope, results)

    expect(report.series).toEqual([])
    expect(report.aggregates).toEqual([undefined, undefined, undefined])
    expect(report.total).toBeUndefined()
    expect(report.isPartial).toBe(isPartial)
  })
})
