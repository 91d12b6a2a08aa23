import { describe, expect, it } from 'vitest'
import { BadArgument } from '../../src/report/port/error.ts'
import { isoCalendar } from '../../src/report/time/bucket.ts'
import { type RangeInput, resolveRange } from '../../src/report/time/range.ts'
import { at } from '../support/instants.ts'

const now = at('2026-03-29T10:20Z')

function refuse(input: RangeInput, zone = 'Europe/Warsaw'): BadArgument {
  try {
    resolveRange(input, { zone, calendar: isoCalendar, now })
  } catch (error) {
    if (error instanceof BadArgument) return error
    throw error
  }
  throw new Error('nothing was refused')
}

const outOfYears = 'is not within the years 2000 to 2099'
const noDay = (text: string) => `${JSON.stringify(text)} is not a calendar date such as 2026-03-29`
const noDuration = (text: string) =>
  `${JSON.stringify(text)} is not a duration in hours, days, weeks, months or years such as PT24H, P30D, P4W, P6M or P1Y`
const noInstant = (text: string) =>
  `${JSON.stringify(text)} is neither a date and time with a UTC offset such as 2026-03-29T00:00:00+01:00 nor epoch milliseconds such as 1774738800000`

describe('days rejects', () => {
  it.each([
    ['first', '2026-02-30', noDay('2026-02-30')],
    ['first', '2026-3-1', noDay('2026-3-1')],
    ['first', '１９９９-01-01', noDay('１９９９-01-01')],
    ['first', '', noDay('')],
    ['first', '1999-12-31', `"1999-12-31" ${outOfYears}`],
    ['first', '0001-01-01', `"0001-01-01" ${outOfYears}`],
    ['last', '2100-01-01', `"2100-01-01" ${outOfYears}`],
    ['last', '9999-12-31', `"9999-12-31" ${outOfYears}`],
    ['last', '2026-04-31', noDay('2026-04-31')],
    ['last', '2026-03-29T00:00:00Z', noDay('2026-03-29T00:00:00Z')],
  ])('as %s the text %j', (member, text, expected) => {
    const { argument, message } = refuse({ days: { first: '2026-03-01', last: '2026-03-31', [member]: text } })

    expect(argument).toBe(`scope.range.days.${member}`)
    expect(message).toBe(`scope.range.days.${member}: ${expected}`)
  })

  it('days in the wrong order, and does not swap them', () => {
    expect(refuse({ days: { first: '2026-03-30', last: '2026-03-29' } }).message).toBe(
      'scope.range.days: first (2026-03-30) must not be after last (2026-03-29); both days are inclusive',
    )
  })
})

describe('last rejects', () => {
  it.each([
    'P0D',
    'P-1D',
    '-P1D',
    'P1.5D',
    'P1,5D',
    'P1DT1H',
    'P1M2D',
    'PT90M',
    'PT60S',
    'P1H',
    'P',
    'PT',
    'P１D',
    'p1d',
    ' P1D',
    'P1D\n',
    'P100000D',
    `P${'9'.repeat(200)}D`,
    '30 days',
    '',
  ])('%j', (last) => {
    const { argument, message } = refuse({ last })

    expect(argument).toBe('scope.range.last')
    expect(message).toBe(`scope.range.last: ${noDuration(last.slice(0, 80))}`)
  })

  it.each(['P99999D', 'P99999W', 'P99999M', 'P99999Y', 'P28Y'])(
    '%s, because it starts before the year 2000',
    (last) => {
      expect(refuse({ last }).message).toContain(outOfYears)
    },
  )
})

describe('between rejects', () => {
  it.each([
    '2026-03-29T00:00:00',
    '2026-03-29 00:00:00Z',
    '2026-03-29',
    '2026-02-30T00:00:00Z',
    '2026-03-29T25:00:00Z',
    '2026-03-29T00:60:00Z',
    '2026-03-29T00:00:00+0100',
    '2026-03-29T00:00:00+25:00',
    '2026-03-29T00:00:00[Europe/Warsaw]',
    '2026-W13-7T00:00:00Z',
    '17747388000000',
    '1774738800000.5',
    '-1774738800000',
    'now',
    '',
  ])('as from the text %j', (from) => {
    const { argument, message } = refuse({ between: { from, to: '2026-03-30T00:00:00Z' } })

    expect(argument).toBe('scope.range.between.from')
    expect(message).toBe(`scope.range.between.from: ${noInstant(from)}`)
  })

  it.each([1774738800, '1774738800', 999_999_999])('as from epoch seconds: %j', (from) => {
    const { message } = refuse({ between: { from, to: '2026-03-30T00:00:00Z' } })
    expect(message).toBe(
      `scope.range.between.from: ${JSON.stringify(from)} has the ${String(from).length} digits of epoch seconds; send epoch milliseconds, such as ${from}000`,
    )
  })

  it.each([
    ['an empty range', '2026-03-29T00:00:00Z', '2026-03-29T00:00:00Z'],
    ['a range written in two offsets that is empty', '2026-03-29T00:00:00Z', '2026-03-29T01:00:00+01:00'],
    ['the wrong order', '2026-03-29T01:00:00Z', '2026-03-29T00:00:00Z'],
  ])('%s', (_, from, to) => {
    expect(refuse({ between: { from, to } }).message).toBe(
      `scope.range.between: from (${from}) must be before to (${to}), which is exclusive`,
    )
  })

  it.each([
    ['from', '1999-12-31T22:00:00Z'],
    ['to', '2100-01-01T01:00:00Z'],
    ['to', '9999-12-31T23:00:00Z'],
  ])('as %s a time outside the years 2000 to 2099: %s', (member, text) => {
    const between = { from: '2026-03-29T00:00:00Z', to: '2026-03-30T00:00:00Z', [member]: text }

    expect(refuse({ between }).message).toBe(`scope.range.between.${member}: "${text}" ${outOfYears}`)
  })
})

it('the error of a range without a form names the four forms', () => {
  expect(refuse({ days: null, last: null }).message).toBe(
    'scope.range: specify exactly one of days, last, between and preset',
  )
})

it('a preset that starts before the year 2000 is rejected', () => {
  expect(() =>
    resolveRange({ preset: 'LAST_YEAR' }, { zone: 'UTC', calendar: isoCalendar, now: at('2000-06-01T00:00Z') }),
  ).toThrow(outOfYears)
})
