import { describe, expect, it } from 'vitest'
import { type Granularity, granularities, isoCalendar, toBuckets } from '../../src/report/time/bucket.ts'
import { addDays, minute } from '../../src/report/time/date.ts'
import { dayStart } from '../../src/report/time/zone.ts'
import { toSpan, writeInstant, writeSpan } from '../support/instants.ts'

const dayOf = (zone: string, date: string) => ({ start: dayStart(zone, date), end: dayStart(zone, addDays(date, 1)) })

describe('hours', () => {
  it.each([
    ['UTC', '2026-03-29', 24],
    ['Europe/Warsaw', '2026-03-29', 23],
    ['Europe/Warsaw', '2026-10-25', 25],
    ['America/New_York', '2026-03-08', 23],
    ['America/New_York', '2026-11-01', 25],
    ['America/Havana', '2026-03-08', 23],
    ['America/Havana', '2026-11-01', 25],
    ['America/St_Johns', '2026-11-01', 25],
    ['Australia/Adelaide', '2026-10-04', 23],
    ['Australia/Adelaide', '2026-04-05', 25],
    ['Africa/Cairo', '2026-04-24', 23],
    ['Africa/Cairo', '2026-10-29', 25],
    ['America/Sao_Paulo', '2017-10-15', 23],
    ['America/Sao_Paulo', '2018-02-17', 25],
    ['Asia/Kolkata', '2026-03-29', 24],
    ['Pacific/Apia', '2011-12-30', 0],
  ])('%s has in %s %i whole ones', (zone, date, count) => {
    const hours = toBuckets(dayOf(zone, date), 'HOUR', zone)

    expect(hours).toHaveLength(count)
    expect(hours.filter(({ start, end }) => end - start !== 60 * minute)).toEqual([])
  })

  it('counts each pass of a repeated hour', () => {
    const hours = toBuckets(toSpan('2026-10-24T23:00Z', '2026-10-25T02:00Z'), 'HOUR', 'Europe/Warsaw')

    expect(hours.map(writeSpan)).toEqual([
      '2026-10-24T23:00Z 2026-10-25T00:00Z',
      '2026-10-25T00:00Z 2026-10-25T01:00Z',
      '2026-10-25T01:00Z 2026-10-25T02:00Z',
    ])
  })

  it.each([
    ['divides the 90 minutes of Lord Howe into 60 and 30', '2026-04-05', '2026-04-04T15:00Z 2026-04-04T15:30Z', 25],
    ['begins after the gap of Lord Howe with 30 minutes', '2026-10-04', '2026-10-03T15:30Z 2026-10-03T16:00Z', 24],
  ])('%s', (_, date, half, count) => {
    const hours = toBuckets(dayOf('Australia/Lord_Howe', date), 'HOUR', 'Australia/Lord_Howe')

    expect(hours).toHaveLength(count)
    expect(hours.filter(({ start, end }) => end - start !== 60 * minute).map(writeSpan)).toEqual([half])
  })

  it.each([
    ['Asia/Kolkata', '2026-03-29T00:30Z', '2026-03-29T01:30Z'],
    ['Asia/Kathmandu', '2026-03-29T00:15Z', '2026-03-29T01:15Z'],
    ['America/St_Johns', '2026-03-29T00:30Z', '2026-03-29T01:30Z'],
  ])('in %s start at full hours of local time', (zone, first, second) => {
    const hours = toBuckets(toSpan('2026-03-29T00:00Z', '2026-03-29T02:00Z'), 'HOUR', zone)

    expect(hours.slice(1).map(({ start }) => writeInstant(start))).toEqual([first, second])
  })
})

describe('days, weeks, months, quarters and years', () => {
  it.each<[Granularity, readonly string[]]>([
    [
      'DAY',
      [
        '2026-03-28T11:00Z 2026-03-28T23:00Z',
        '2026-03-28T23:00Z 2026-03-29T22:00Z',
        '2026-03-29T22:00Z 2026-03-30T10:00Z',
      ],
    ],
    ['WEEK', ['2026-03-28T11:00Z 2026-03-29T22:00Z', '2026-03-29T22:00Z 2026-03-30T10:00Z']],
    ['MONTH', ['2026-03-28T11:00Z 2026-03-30T10:00Z']],
    ['QUARTER', ['2026-03-28T11:00Z 2026-03-30T10:00Z']],
    ['YEAR', ['2026-03-28T11:00Z 2026-03-30T10:00Z']],
  ])('cuts the first and the last %s at the range', (granularity, expected) => {
    const range = toSpan('2026-03-28T11:00Z', '2026-03-30T10:00Z')

    expect(toBuckets(range, granularity, 'Europe/Warsaw').map(writeSpan)).toEqual(expected)
  })

  it.each<[Granularity, string, readonly string[]]>([
    ['WEEK', 'on Monday, over new year too', ['2025-12-29T00:00Z', '2026-01-05T00:00Z']],
    ['MONTH', 'on the first', ['2026-01-01T00:00Z']],
    ['QUARTER', 'in January', ['2026-01-01T00:00Z']],
    ['YEAR', 'on the first of January', ['2026-01-01T00:00Z']],
  ])('begins a %s %s', (granularity, _, expected) => {
    const buckets = toBuckets(toSpan('2025-12-27T00:00Z', '2026-01-07T00:00Z'), granularity, 'UTC')

    expect(buckets.slice(1).map(({ start }) => writeInstant(start))).toEqual(expected)
  })

  it.each<[Granularity, number, string]>([
    ['DAY', 365, '2026-01-01T23:00Z'],
    ['WEEK', 53, '2026-01-04T23:00Z'],
    ['MONTH', 12, '2026-01-31T23:00Z'],
    ['QUARTER', 4, '2026-03-31T22:00Z'],
    ['YEAR', 1, '2026-12-31T23:00Z'],
  ])('divides 2026 in Warsaw by %s into %i, the first until %s', (granularity, count, firstEnd) => {
    const buckets = toBuckets(toSpan('2025-12-31T23:00Z', '2026-12-31T23:00Z'), granularity, 'Europe/Warsaw')

    expect(buckets).toHaveLength(count)
    expect(buckets.slice(0, 1).map(({ end }) => writeInstant(end))).toEqual([firstEnd])
  })

  it('there is no bucket for a date that the time zone skips', () => {
    const days = toBuckets(toSpan('2011-12-29T10:00Z', '2012-01-01T10:00Z'), 'DAY', 'Pacific/Apia')

    expect(days.map(writeSpan)).toEqual([
      '2011-12-29T10:00Z 2011-12-30T10:00Z',
      '2011-12-30T10:00Z 2011-12-31T10:00Z',
      '2011-12-31T10:00Z 2012-01-01T10:00Z',
    ])
  })

  it('a date that occurs again after midnight has one bucket', () => {
    // Until 2011 St Johns set its clock back at 00:01, to 23:01 of the day before.
    const days = toBuckets(toSpan('2010-11-06T02:30Z', '2010-11-08T03:30Z'), 'DAY', 'America/St_Johns')

    expect(days.map(writeSpan)).toEqual(['2010-11-06T02:30Z 2010-11-07T02:30Z', '2010-11-07T02:30Z 2010-11-08T03:30Z'])
  })
})

describe('toBuckets', () => {
  it.each(granularities)('has no %s for an empty range', (granularity) => {
    expect(toBuckets(toSpan('2026-01-01T00:00Z', '2026-01-01T00:00Z'), granularity, 'Europe/Warsaw')).toEqual([])
  })

  it('stops after one bucket more than its limit', () => {
    expect(
      toBuckets(toSpan('2000-01-01T00:00Z', '2099-12-31T00:00Z'), 'HOUR', 'America/New_York', isoCalendar, 10),
    ).toHaveLength(11)
  })
})
