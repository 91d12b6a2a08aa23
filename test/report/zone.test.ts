import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, hour } from '../../src/report/time/date.ts'
import { dayStart, dayStarts, firstInstant, localDate, offsetAt, offsetPeriods } from '../../src/report/time/zone.ts'
import { at, writeInstant, writeSpan } from '../support/instants.ts'
import { anyInstant, anyZone, readOffset, readWallClock } from '../support/wall-clock.ts'

describe('dayStarts', () => {
  it.each([
    ['Pacific/Apia', '2011-12-27', 8],
    ['America/Havana', '2026-10-29', 8],
    ['Australia/Lord_Howe', '2026-04-01', 8],
    ['America/Sao_Paulo', '2018-02-14', 8],
    ['Africa/Casablanca', '2025-01-01', 800],
    ['UTC', '2025-12-30', 4],
  ])('in %s from %s are the beginnings of %d single days', (zone, first, count) => {
    const single = Array.from({ length: count }, (_, days) => dayStart(zone, addDays(first, days)))
    expect(dayStarts(zone, first, count)).toEqual(single)
  })

  it('are the beginnings of single days in any zone', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, fc.integer({ min: 1, max: 500 }), (zone, instant, count) => {
        const first = localDate(zone, instant)
        const single = Array.from({ length: count }, (_, days) => dayStart(zone, addDays(first, days)))
        expect(dayStarts(zone, first, count)).toEqual(single)
      }),
    )
  })
})

describe('dayStart', () => {
  it.each([
    ['UTC', '2026-03-29', '2026-03-29T00:00Z'],
    ['Europe/Warsaw', '2026-03-29', '2026-03-28T23:00Z'],
    ['Europe/Warsaw', '2026-03-30', '2026-03-29T22:00Z'],
    ['Europe/Warsaw', '2026-10-25', '2026-10-24T22:00Z'],
    ['Europe/Warsaw', '2026-10-26', '2026-10-25T23:00Z'],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00Z'],
    ['America/New_York', '2026-03-09', '2026-03-09T04:00Z'],
    ['America/New_York', '2026-11-01', '2026-11-01T04:00Z'],
    ['America/New_York', '2026-11-02', '2026-11-02T05:00Z'],
    ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00Z'],
    ['Australia/Lord_Howe', '2026-04-06', '2026-04-05T13:30Z'],
    ['Australia/Lord_Howe', '2026-10-04', '2026-10-03T13:30Z'],
    ['Australia/Lord_Howe', '2026-10-05', '2026-10-04T13:00Z'],
    ['America/St_Johns', '2026-03-08', '2026-03-08T03:30Z'],
    ['America/St_Johns', '2026-11-01', '2026-11-01T02:30Z'],
    ['America/St_Johns', '2026-11-02', '2026-11-02T03:30Z'],
    ['Australia/Adelaide', '2026-04-05', '2026-04-04T13:30Z'],
    ['Australia/Adelaide', '2026-04-06', '2026-04-05T14:30Z'],
    ['Asia/Kolkata', '2026-01-01', '2025-12-31T18:30Z'],
    ['Asia/Kathmandu', '2026-01-01', '2025-12-31T18:15Z'],
    ['Pacific/Kiritimati', '2026-01-01', '2025-12-31T10:00Z'],
    ['America/Sao_Paulo', '2018-02-18', '2018-02-18T03:00Z'],
    ['Africa/Cairo', '2026-10-30', '2026-10-29T22:00Z'],
  ])('%s begins %s at %s', (zone, date, expected) => {
    const start = dayStart(zone, date)

    expect(writeInstant(start)).toBe(expected)
    expect(localDate(zone, start)).toBe(date)
    expect(localDate(zone, start - 1) < date).toBe(true)
  })

  it('returns the earlier of two midnights: Havana sets its clocks back at 01:00', () => {
    expect(writeInstant(dayStart('America/Havana', '2026-11-01'))).toBe('2026-11-01T04:00Z')
  })

  it.each([
    ['America/Havana', '2026-03-08', '2026-03-08T05:00Z'],
    ['America/Sao_Paulo', '2017-10-15', '2017-10-15T03:00Z'],
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00Z'],
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00Z'],
  ])('starts the day of %s without a midnight, %s, at its first instant %s', (zone, date, expected) => {
    const start = dayStart(zone, date)

    expect(writeInstant(start)).toBe(expected)
    expect(readWallClock(zone, start)).toBe(`${date} 01:00`)
  })

  it('a skipped date has length zero: Apia went from 29 to 31 December 2011', () => {
    const starts = ['2011-12-29', '2011-12-30', '2011-12-31'].map((date) => dayStart('Pacific/Apia', date))

    expect(starts.map(writeInstant)).toEqual(['2011-12-29T10:00Z', '2011-12-30T10:00Z', '2011-12-30T10:00Z'])
  })
})

describe('firstInstant', () => {
  it.each([
    ['the first pass of a repeated time', 'Europe/Warsaw', '2026-10-25T02:30Z', '2026-10-25T00:30Z'],
    ['the end of the gap for a skipped time', 'Europe/Warsaw', '2026-03-29T02:30Z', '2026-03-29T01:00Z'],
    ['the first pass of a repeated half hour', 'Australia/Lord_Howe', '2026-04-05T01:45Z', '2026-04-04T14:45Z'],
    ['the clock itself in UTC', 'UTC', '2026-03-29T02:30Z', '2026-03-29T02:30Z'],
  ])('is %s', (_, zone, clock, expected) => {
    expect(writeInstant(firstInstant(zone, at(clock)))).toBe(expected)
  })
})

describe('offsetPeriods', () => {
  const write = (zone: string, from: string, to: string) =>
    offsetPeriods(zone, at(from), at(to)).map((period) => `${writeSpan(period)} ${period.offset / hour}`)

  it.each([
    ['goes on over new year in the half-hour zone of Adelaide', 'Australia/Adelaide', 10.5],
    ['goes on over new year in St Johns, west of Greenwich', 'America/St_Johns', -3.5],
    ['goes on over new year in Kolkata, which never changes', 'Asia/Kolkata', 5.5],
    ['goes on over new year in Lord Howe', 'Australia/Lord_Howe', 11],
  ])('%s', (_, zone, offset) => {
    expect(write(zone, '2025-12-31T03:00Z', '2026-01-01T21:00Z')).toEqual([
      `2025-12-31T03:00Z 2026-01-01T21:00Z ${offset}`,
    ])
  })

  it('lists the periods of a year, truncated at both ends', () => {
    expect(write('Australia/Adelaide', '2025-12-31T12:00Z', '2026-12-01T12:00Z')).toEqual([
      '2025-12-31T12:00Z 2026-04-04T16:30Z 10.5',
      '2026-04-04T16:30Z 2026-10-03T16:30Z 9.5',
      '2026-10-03T16:30Z 2026-12-01T12:00Z 10.5',
    ])
  })

  it.each([
    ['begins at the change', '2026-03-29T01:00Z', '2026-03-29T02:00Z', 2],
    ['ends at the change', '2026-03-29T00:00Z', '2026-03-29T01:00Z', 1],
  ])('returns one period when the range %s', (_, from, to, offset) => {
    expect(write('Europe/Warsaw', from, to)).toEqual([`${from} ${to} ${offset}`])
  })

  it('finds periods of a single week', () => {
    expect(write('America/Recife', '2000-10-01T00:00Z', '2000-11-01T00:00Z')).toEqual([
      '2000-10-01T00:00Z 2000-10-08T03:00Z -3',
      '2000-10-08T03:00Z 2000-10-15T02:00Z -2',
      '2000-10-15T02:00Z 2000-11-01T00:00Z -3',
    ])
  })
})

describe('localDate and offsetAt', () => {
  it.each([
    ['Europe/Warsaw', '2026-03-29T00:59:59Z', '2026-03-29', 1],
    ['Europe/Warsaw', '2026-03-29T01:00:00Z', '2026-03-29', 2],
    ['America/Havana', '2026-11-01T03:59:59Z', '2026-10-31', -4],
    ['America/Havana', '2026-11-01T05:00:00Z', '2026-11-01', -5],
    ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29', -10],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31', 14],
  ])('in %s, %s is on %s at %d hours', (zone, instant, date, offset) => {
    expect(localDate(zone, at(instant))).toBe(date)
    expect(offsetAt(zone, at(instant))).toBe(offset * hour)
  })

  it('agree with Intl in any zone at any time (seed 2026)', () => {
    const agrees = fc.property(anyZone, anyInstant, (zone, instant) => {
      expect(offsetAt(zone, instant)).toBe(readOffset(zone, instant))
      expect(localDate(zone, instant)).toBe(readWallClock(zone, instant).slice(0, 10))
    })

    fc.assert(agrees, { seed: 2026, numRuns: 1000 })
  })
})
