import { describe, expect, it } from 'vitest'
import { type ComparisonPeriod, toEarlierScope, toElapsed } from '../../src/report/questions/compared-range.ts'
import type { RangeInput } from '../../src/report/time/range.ts'
import { at, writeSpan } from '../support/instants.ts'
import { askFor } from '../support/scopes.ts'

const warsaw = 'Europe/Warsaw'
const [period, year] = ['PREVIOUS_PERIOD', 'PREVIOUS_YEAR'] as const

const month: RangeInput = { preset: 'THIS_MONTH' }
const quarter: RangeInput = { preset: 'THIS_QUARTER' }
const today: RangeInput = { preset: 'TODAY' }
const hours: RangeInput = { last: 'PT24H' }

function findElapsed(range: RangeInput, to: ComparisonPeriod, asked: string, timeZone = warsaw) {
  const scope = askFor({ range, timeZone }, at(asked))
  const earlier = toEarlierScope(scope, to)
  return { scope, earlier, elapsed: toElapsed(scope, earlier, to) }
}

type Question = [range: RangeInput, to: ComparisonPeriod, asked: string, until: string, then: string, timeZone?: string]

describe('a range that ends in the future', () => {
  it.each<Question>([
    [month, period, '2026-11-20T14:20+01:00', '2026-11-20T14:00+01:00', '2026-10-20T14:00+02:00'],
    [month, year, '2026-11-20T14:59+01:00', '2026-11-20T14:00+01:00', '2025-11-20T14:00+01:00'],
    [month, period, '2026-10-31T14:00+01:00', '2026-10-31T14:00+01:00', '2026-10-01T00:00+02:00'],
    [month, year, '2028-02-29T14:20+01:00', '2028-02-29T14:00+01:00', '2027-03-01T00:00+01:00'],
    [quarter, period, '2026-11-20T14:20+01:00', '2026-11-20T14:00+01:00', '2026-08-20T14:00+02:00'],
    [quarter, period, '2026-05-31T14:20+02:00', '2026-05-31T14:00+02:00', '2026-03-01T00:00+01:00'],
    [quarter, year, '2026-05-31T14:20+02:00', '2026-05-31T14:00+02:00', '2025-05-31T14:00+02:00'],
    [{ preset: 'THIS_YEAR' }, period, '2028-02-29T14:20+01:00', '2028-02-29T14:00+01:00', '2027-03-01T00:00+01:00'],
    [{ preset: 'THIS_WEEK' }, period, '2026-10-25T14:20+01:00', '2026-10-25T14:00+01:00', '2026-10-18T14:00+02:00'],
    [today, year, '2028-02-29T14:20+01:00', '2028-02-29T14:00+01:00', '2027-02-28T14:00+01:00'],
    [today, period, '2026-03-29T09:20+02:00', '2026-03-29T09:00+02:00', '2026-03-28T09:00+01:00'],
    [today, period, '2026-03-30T02:20+02:00', '2026-03-30T02:00+02:00', '2026-03-29T03:00+02:00'],
    [today, period, '2026-10-25T02:20+02:00', '2026-10-25T02:00+02:00', '2026-10-24T02:00+02:00'],
    [today, period, '2026-10-25T02:20+01:00', '2026-10-25T02:00+01:00', '2026-10-24T02:00+02:00'],
    [today, period, '2026-10-26T02:20+01:00', '2026-10-26T02:00+01:00', '2026-10-25T02:00+02:00'],
    [{ last: 'P7D' }, period, '2026-11-20T14:20+01:00', '2026-11-20T14:00+01:00', '2026-11-13T14:00+01:00'],
    [{ last: 'P2M' }, period, '2026-11-20T14:20+01:00', '2026-11-20T14:00+01:00', '2026-09-20T14:00+02:00'],
    [hours, period, '2026-11-20T14:20+01:00', '2026-11-20T14:00+01:00', '2026-11-19T14:00+01:00'],
    [hours, year, '2028-02-29T14:20+01:00', '2028-02-29T14:00+01:00', '2027-03-01T14:00+01:00'],
    [today, period, '2026-11-20T14:50+05:45', '2026-11-20T14:00+05:45', '2026-11-19T14:00+05:45', 'Asia/Kathmandu'],
    [
      today,
      period,
      '2026-04-05T01:50+10:30',
      '2026-04-05T01:30+10:30',
      '2026-04-04T01:00+11:00',
      'Australia/Lord_Howe',
    ],
  ])(
    '%j against the %s, requested at %s, is compared until %s with the earlier period until %s',
    (range, to, asked, ...edges) => {
      const [until, then, timeZone] = edges
      const { scope, earlier, elapsed } = findElapsed(range, to, asked, timeZone)
      expect(elapsed && [writeSpan(elapsed.present.range), writeSpan(elapsed.past.range)]).toEqual([
        writeSpan({ start: scope.range.start, end: at(until) }),
        writeSpan({ start: earlier.range.start, end: at(then) }),
      ])
    },
  )

  it('is divided into buckets again in both periods', () => {
    const { elapsed } = findElapsed({ preset: 'THIS_WEEK' }, period, '2026-11-18T14:20+01:00')
    expect(elapsed?.present.buckets.map(writeSpan).at(-1)).toBe('2026-11-17T23:00Z 2026-11-18T13:00Z')
    expect(elapsed?.past.buckets.map(writeSpan).at(-1)).toBe('2026-11-10T23:00Z 2026-11-11T13:00Z')
  })

  it.each<[string, RangeInput]>([
    ['in the first hour of a day', today],
    ['before the range has begun', { days: { first: '2026-12-01', last: '2026-12-24' } }],
  ])('cannot be compared %s', (_, range) => {
    expect(findElapsed(range, period, '2026-11-20T00:59+01:00').elapsed?.present.buckets).toEqual([])
  })
})

it.each<[string, RangeInput]>([
  ['a month that is over', { preset: 'LAST_MONTH' }],
  ['a range that ends just now', { between: { from: '2026-11-19T00:00+01:00', to: '2026-11-20T14:00+01:00' } }],
])('%s is compared in full', (_, range) => {
  expect(findElapsed(range, period, '2026-11-20T14:00+01:00').elapsed).toBeUndefined()
})
