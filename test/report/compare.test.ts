import { describe, expect, it } from 'vitest'
import {
  type ComparisonInput,
  type ComparisonPeriod,
  toComparisonTarget,
  toEarlierScope,
} from '../../src/report/questions/compared-range.ts'
import type { RangeInput, RangePreset } from '../../src/report/time/range.ts'
import { at, toSpan, writeSpan } from '../support/instants.ts'
import { askFor } from '../support/scopes.ts'

const warsaw = 'Europe/Warsaw'
const havana = 'America/Havana'
const lordHowe = 'Australia/Lord_Howe'

type Question = readonly [name: string, range: RangeInput, timeZone: string, asked: string, from: string, until: string]

const preset = (name: RangePreset, from: string, until: string, timeZone = warsaw): Question => [
  name,
  { preset: name },
  timeZone,
  '2026-11-20T14:20+01:00',
  from,
  until,
]

const days = (first: string, last: string, from: string, until: string, timeZone = warsaw): Question => [
  `the days ${first} to ${last}`,
  { days: { first, last } },
  timeZone,
  '2026-11-20T14:20+01:00',
  from,
  until,
]

const last = (duration: string, from: string, until: string): Question => [
  `the last ${duration}`,
  { last: duration },
  warsaw,
  '2026-11-20T14:20+01:00',
  from,
  until,
]

const between = (from: string, to: string, start: string, end: string, timeZone = warsaw): Question => [
  `${from} to ${to}`,
  { between: { from, to } },
  timeZone,
  '2026-11-20T14:20+01:00',
  start,
  end,
]

function findEarlier(to: ComparisonPeriod, [, range, timeZone, asked]: Question) {
  const scope = askFor({ range, timeZone }, at(asked))
  return { scope, earlier: toEarlierScope(scope, to) }
}

describe('the previous period', () => {
  it.each<Question>([
    preset('TODAY', '2026-11-19T00:00+01:00', '2026-11-20T00:00+01:00'),
    preset('YESTERDAY', '2026-11-18T00:00+01:00', '2026-11-19T00:00+01:00'),
    preset('THIS_WEEK', '2026-11-09T00:00+01:00', '2026-11-16T00:00+01:00'),
    preset('LAST_WEEK', '2026-11-02T00:00+01:00', '2026-11-09T00:00+01:00'),
    preset('THIS_MONTH', '2026-10-01T00:00+02:00', '2026-11-01T00:00+01:00'),
    preset('LAST_MONTH', '2026-09-01T00:00+02:00', '2026-10-01T00:00+02:00'),
    preset('THIS_QUARTER', '2026-07-01T00:00+02:00', '2026-10-01T00:00+02:00'),
    preset('LAST_QUARTER', '2026-04-01T00:00+02:00', '2026-07-01T00:00+02:00'),
    preset('THIS_YEAR', '2025-01-01T00:00+01:00', '2026-01-01T00:00+01:00'),
    preset('LAST_YEAR', '2024-01-01T00:00+01:00', '2025-01-01T00:00+01:00'),
    preset('THIS_MONTH', '2026-10-01T00:00-04:00', '2026-11-01T00:00-04:00', havana),
    last('P7D', '2026-11-07T00:00+01:00', '2026-11-14T00:00+01:00'),
    last('P4W', '2026-09-28T00:00+02:00', '2026-10-26T00:00+01:00'),
    last('P2M', '2026-08-01T00:00+02:00', '2026-10-01T00:00+02:00'),
    last('PT24H', '2026-11-18T15:00+01:00', '2026-11-19T15:00+01:00'),
    days('2026-10-25', '2026-10-25', '2026-10-24T00:00+02:00', '2026-10-25T00:00+02:00'),
    days('2026-10-26', '2026-10-26', '2026-10-25T00:00+02:00', '2026-10-26T00:00+01:00'),
    // Whole months, however they are written, are compared with as many months.
    days('2026-03-01', '2026-03-31', '2026-02-01T00:00+01:00', '2026-03-01T00:00+01:00'),
    days('2026-10-01', '2026-10-31', '2026-09-01T00:00+02:00', '2026-10-01T00:00+02:00'),
    days('2026-07-01', '2026-09-30', '2026-04-01T00:00+02:00', '2026-07-01T00:00+02:00'),
    days('2026-01-01', '2026-12-31', '2025-01-01T00:00+01:00', '2026-01-01T00:00+01:00'),
    // February 2027 is a month and four weeks: it counts as a month.
    days('2027-02-01', '2027-02-28', '2027-01-01T00:00+01:00', '2027-02-01T00:00+01:00'),
    days('2026-03-02', '2026-03-31', '2026-01-31T00:00+01:00', '2026-03-02T00:00+01:00'),
    days('2026-11-09', '2026-11-15', '2026-11-02T00:00+01:00', '2026-11-09T00:00+01:00'),
    last('P1M', '2026-10-01T00:00+02:00', '2026-11-01T00:00+01:00'),
    between('2026-10-01T00:00+02:00', '2026-11-01T00:00+01:00', '2026-09-01T00:00+02:00', '2026-10-01T00:00+02:00'),
    days('2026-03-09', '2026-03-09', '2026-03-08T01:00-04:00', '2026-03-09T00:00-04:00', havana),
    days('2026-11-02', '2026-11-02', '2026-11-01T00:00-04:00', '2026-11-02T00:00-05:00', havana),
    between('2026-10-25T10:00+01:00', '2026-10-25T12:00+01:00', '2026-10-25T08:00+01:00', '2026-10-25T10:00+01:00'),
    between('2026-10-25T03:00+01:00', '2026-10-26T03:00+01:00', '2026-10-24T04:00+02:00', '2026-10-25T03:00+01:00'),
  ])('of %s, %j in %s requested at %s, is %s to %s', (...question) => {
    const { earlier } = findEarlier('PREVIOUS_PERIOD', question)
    expect(writeSpan(earlier.range)).toBe(writeSpan(toSpan(question[4], question[5])))
  })
})

describe('the previous year', () => {
  it.each<Question>([
    preset('TODAY', '2025-11-20T00:00+01:00', '2025-11-21T00:00+01:00'),
    preset('THIS_WEEK', '2025-11-16T00:00+01:00', '2025-11-23T00:00+01:00'),
    preset('THIS_MONTH', '2025-11-01T00:00+01:00', '2025-12-01T00:00+01:00'),
    preset('LAST_MONTH', '2025-10-01T00:00+02:00', '2025-11-01T00:00+01:00'),
    preset('LAST_QUARTER', '2025-07-01T00:00+02:00', '2025-10-01T00:00+02:00'),
    preset('THIS_YEAR', '2025-01-01T00:00+01:00', '2026-01-01T00:00+01:00'),
    last('P7D', '2025-11-14T00:00+01:00', '2025-11-21T00:00+01:00'),
    last('PT24H', '2025-11-19T15:00+01:00', '2025-11-20T15:00+01:00'),
    days('2024-02-29', '2024-02-29', '2023-02-28T00:00+01:00', '2023-03-01T00:00+01:00'),
    days('2024-02-01', '2024-02-29', '2023-02-01T00:00+01:00', '2023-03-01T00:00+01:00'),
    days('2025-02-01', '2025-02-28', '2024-02-01T00:00+01:00', '2024-02-29T00:00+01:00'),
    days('2024-02-29', '2024-03-01', '2023-02-28T00:00+01:00', '2023-03-02T00:00+01:00'),
    days('2026-03-29', '2026-03-30', '2025-03-29T00:00+01:00', '2025-03-31T00:00+02:00'),
    days('2027-03-08', '2027-03-08', '2026-03-08T01:00-04:00', '2026-03-09T00:00-04:00', havana),
    between('2026-03-29T12:00+02:00', '2026-03-30T12:00+02:00', '2025-03-29T12:00+01:00', '2025-03-30T12:00+02:00'),
    between('2024-02-29T10:00+01:00', '2024-02-29T12:00+01:00', '2023-02-28T10:00+01:00', '2023-02-28T12:00+01:00'),
    between('2024-02-28T15:00+01:00', '2024-02-29T15:00+01:00', '2023-02-28T15:00+01:00', '2023-03-01T15:00+01:00'),
    between('2024-02-28T15:00+01:00', '2024-02-29T09:00+01:00', '2023-02-28T15:00+01:00', '2023-03-01T09:00+01:00'),
    between('2027-03-29T02:00+02:00', '2027-03-29T03:00+02:00', '2026-03-29T03:00+02:00', '2026-03-29T04:00+02:00'),
  ])('of %s, %j in %s requested at %s, is %s to %s', (...question) => {
    const { earlier } = findEarlier('PREVIOUS_YEAR', question)
    expect(writeSpan(earlier.range)).toBe(writeSpan(toSpan(question[4], question[5])))
  })
})

describe('the same weekdays of the previous year', () => {
  it.each<Question>([
    preset('TODAY', '2025-11-21T00:00+01:00', '2025-11-22T00:00+01:00'),
    preset('LAST_WEEK', '2025-11-10T00:00+01:00', '2025-11-17T00:00+01:00'),
    preset('LAST_MONTH', '2025-10-02T00:00+02:00', '2025-11-02T00:00+01:00'),
    // Over the 29th of February.
    days('2028-03-06', '2028-03-12', '2027-03-08T00:00+01:00', '2027-03-15T00:00+01:00'),
    days('2024-02-29', '2024-02-29', '2023-03-02T00:00+01:00', '2023-03-03T00:00+01:00'),
    // The clock changes on one of the two days only.
    days('2026-03-29', '2026-03-29', '2025-03-30T00:00+01:00', '2025-03-31T00:00+02:00'),
    days('2026-10-25', '2026-10-25', '2025-10-26T00:00+02:00', '2025-10-27T00:00+01:00'),
    between('2026-03-30T12:00+02:00', '2026-03-30T14:00+02:00', '2025-03-31T12:00+02:00', '2025-03-31T14:00+02:00'),
  ])('of %s, %j in %s requested at %s, are %s to %s', (...question) => {
    const { earlier } = findEarlier('PREVIOUS_YEAR_SAME_WEEKDAY', question)
    expect(writeSpan(earlier.range)).toBe(writeSpan(toSpan(question[4], question[5])))
  })

  it('of a week are one bucket beside one', () => {
    const scope = askFor({ range: { preset: 'LAST_WEEK' }, granularity: 'WEEK', timeZone: warsaw })
    expect(scope.buckets).toHaveLength(1)
    expect(toEarlierScope(scope, 'PREVIOUS_YEAR_SAME_WEEKDAY').buckets).toHaveLength(1)
  })
})

describe('a comparison with a range of its own', () => {
  const scope = askFor({ range: { days: { first: '2026-11-23', last: '2026-11-29' } }, timeZone: warsaw })
  const refuse = (input: ComparisonInput) => {
    try {
      return toComparisonTarget(input, scope)
    } catch (error) {
      return (error as Error).message
    }
  }

  it('covers that range in the time zone and granularity of the report', () => {
    const target = toComparisonTarget({ range: { days: { first: '2025-11-24', last: '2025-11-30' } } }, scope)
    const other = toEarlierScope(scope, target)
    expect(writeSpan(other.range)).toBe(writeSpan(toSpan('2025-11-24T00:00+01:00', '2025-12-01T00:00+01:00')))
    expect(other.buckets).toHaveLength(7)
  })

  it.each<[ComparisonInput, string]>([
    [
      { to: 'PREVIOUS_YEAR', range: { preset: 'LAST_YEAR' } },
      'comparison: has both to (PREVIOUS_YEAR) and range; give one of them',
    ],
    [
      { range: { days: { first: '2026-02-30', last: '2026-03-01' } } },
      'comparison.range.days.first: "2026-02-30" is not a calendar date such as 2026-03-29',
    ],
    [{ range: {} }, 'comparison.range: specify exactly one of days, last, between and preset'],
    [
      { range: { days: { first: '2000-01-01', last: '2099-12-31' } } },
      'comparison.range: has more than 10000 buckets of DAY; use a shorter range',
    ],
  ])('is rejected if it is %j', (input, message) => {
    expect(refuse(input)).toBe(message)
  })

  it('is the previous period when neither is given', () => {
    expect(toComparisonTarget({ to: null, range: null }, scope)).toBe('PREVIOUS_PERIOD')
  })
})

describe('an earlier scope', () => {
  it('has the same sources, filter, time zone and granularity', () => {
    const filter = { agentEmail: 'bo@x', sources: ['sales'] }
    const scope = askFor({ range: { preset: 'THIS_MONTH' }, granularity: 'WEEK', timeZone: warsaw, filter })
    const { range: _, buckets: __, ...same } = scope
    const earlier = toEarlierScope(scope, 'PREVIOUS_PERIOD')
    expect(earlier).toMatchObject(same)
    expect(earlier.buckets.map(writeSpan)).toEqual([
      '2026-01-31T23:00Z 2026-02-01T23:00Z',
      '2026-02-01T23:00Z 2026-02-08T23:00Z',
      '2026-02-08T23:00Z 2026-02-15T23:00Z',
      '2026-02-15T23:00Z 2026-02-22T23:00Z',
      '2026-02-22T23:00Z 2026-02-28T23:00Z',
    ])
  })

  it('starts at a full hour, even if half an hour was repeated', () => {
    const range = { between: { from: '2026-04-05T12:00+10:30', to: '2026-04-06T12:00+10:30' } }
    const earlier = toEarlierScope(askFor({ range, timeZone: lordHowe }), 'PREVIOUS_PERIOD')
    expect(writeSpan(earlier.range)).toBe(writeSpan(toSpan('2026-04-04T12:00+11:00', '2026-04-05T12:00+10:30')))
  })
})
