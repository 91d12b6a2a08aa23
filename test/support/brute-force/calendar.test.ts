import { describe, expect, it } from 'vitest'
import { type Bucket, bucketsOf, dayRange, type Granularity } from './calendar.ts'

describe('dayRange', () => {
  it.each([
    ['Europe/Warsaw', '2026-03-29', '2026-03-28T23:00Z', '2026-03-29T22:00Z'],
    ['Europe/Warsaw', '2026-10-25', '2026-10-24T22:00Z', '2026-10-25T23:00Z'],
    ['America/Havana', '2026-03-08', '2026-03-08T05:00Z', '2026-03-09T04:00Z'],
    ['America/Havana', '2026-11-01', '2026-11-01T04:00Z', '2026-11-02T05:00Z'],
    ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00Z', '2026-04-05T13:30Z'],
    ['Australia/Lord_Howe', '2026-10-04', '2026-10-03T13:30Z', '2026-10-04T13:00Z'],
    ['America/St_Johns', '2026-11-01', '2026-11-01T02:30Z', '2026-11-02T03:30Z'],
    ['Asia/Kathmandu', '2026-01-01', '2025-12-31T18:15Z', '2026-01-01T18:15Z'],
    ['Pacific/Kiritimati', '2026-01-01', '2025-12-31T10:00Z', '2026-01-01T10:00Z'],
  ])('in %s, %s lasts from %s to %s', (timeZone, date, start, end) => {
    expect(write([dayRange(date, date, timeZone)])).toEqual([`${start} ${end}`])
  })
})

describe('bucketsOf by hour', () => {
  it.each([
    ['the skipped hour of Warsaw is missing', 'Europe/Warsaw', '2026-03-29', 23, {}],
    ['both passes of the hour in Warsaw are there', 'Europe/Warsaw', '2026-10-25', 25, {}],
    ['the day in Havana begins with its second hour', 'America/Havana', '2026-03-08', 23, {}],
    ['the day in Havana has two midnights', 'America/Havana', '2026-11-01', 25, {}],
    [
      'the 90 minutes in Lord Howe are two buckets',
      'Australia/Lord_Howe',
      '2026-04-05',
      25,
      { '2026-04-04T15:00Z': 30 },
    ],
    [
      'the hour cut short in Lord Howe has 30 minutes',
      'Australia/Lord_Howe',
      '2026-10-04',
      24,
      { '2026-10-03T15:30Z': 30 },
    ],
    ['the hours of St Johns are whole', 'America/St_Johns', '2026-11-01', 25, {}],
  ])('%s', (_, timeZone, date, count, unusual) => {
    const buckets = bucketsOf(dayRange(date, date, timeZone), 'HOUR', timeZone)
    const minutes = buckets.map(({ start, end }) => [writeInstant(start), (end - start) / 60_000] as const)

    expect(buckets).toHaveLength(count)
    expect(Object.fromEntries(minutes.filter(([, length]) => length !== 60))).toEqual(unusual)
  })
})

describe('bucketsOf by calendar unit', () => {
  it.each<[Granularity, readonly string[]]>([
    ['DAY', ['2026-03-28T23:00Z 2026-03-29T22:00Z', '2026-03-29T22:00Z 2026-03-30T10:20Z']],
    ['WEEK', ['2026-03-28T23:00Z 2026-03-29T22:00Z', '2026-03-29T22:00Z 2026-03-30T10:20Z']],
    ['MONTH', ['2026-03-28T23:00Z 2026-03-30T10:20Z']],
  ])('cuts the first and the last %s at the range', (granularity, expected) => {
    const range = { start: Date.parse('2026-03-28T23:00Z'), end: Date.parse('2026-03-30T10:20Z') }

    expect(write(bucketsOf(range, granularity, 'Europe/Warsaw'))).toEqual(expected)
  })

  it.each<[Granularity, number, string]>([
    ['DAY', 365, '2026-01-01T23:00Z'],
    ['WEEK', 53, '2026-01-04T23:00Z'],
    ['MONTH', 12, '2026-01-31T23:00Z'],
    ['QUARTER', 4, '2026-03-31T22:00Z'],
    ['YEAR', 1, '2026-12-31T23:00Z'],
  ])('divides 2026 in Warsaw by %s into %i, the first until %s', (granularity, count, firstEnd) => {
    const buckets = bucketsOf(dayRange('2026-01-01', '2026-12-31', 'Europe/Warsaw'), granularity, 'Europe/Warsaw')

    expect(buckets).toHaveLength(count)
    expect(buckets.slice(0, 1).map(({ end }) => writeInstant(end))).toEqual([firstEnd])
  })

  it('gives a date that comes back after midnight no second bucket', () => {
    // Until 2011 St Johns set its clock back at 00:01, to 23:01 of the day before.
    const range = dayRange('2010-11-06', '2010-11-07', 'America/St_Johns')
    const expected = ['2010-11-06T02:30Z 2010-11-07T02:30Z', '2010-11-07T02:30Z 2010-11-08T03:30Z']

    expect(write(bucketsOf(range, 'DAY', 'America/St_Johns'))).toEqual(expected)
  })

  it('has no bucket for an empty range', () => {
    expect(bucketsOf({ start: 0, end: 0 }, 'DAY', 'UTC')).toEqual([])
  })
})

const write = (buckets: readonly Bucket[]) =>
  buckets.map(({ start, end }) => `${writeInstant(start)} ${writeInstant(end)}`)

const writeInstant = (instant: number) => `${new Date(instant).toISOString().slice(0, 16)}Z`
