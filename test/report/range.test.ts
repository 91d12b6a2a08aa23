import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Calendar, isHourStart, isoCalendar } from '../../src/report/time/bucket.ts'
import { hour } from '../../src/report/time/date.ts'
import { type RangePreset, resolveRange } from '../../src/report/time/range.ts'
import { at, writeSpan } from '../support/instants.ts'
import { anyInstant, anyZone } from '../support/wall-clock.ts'

/** Sunday, the day on which Warsaw's clock goes forward; 12:20 there. */
const now = at('2026-03-29T10:20Z')

describe('days', () => {
  it.each([
    ['UTC', '2026-03-29', '2026-03-29', '2026-03-29T00:00Z 2026-03-30T00:00Z'],
    ['Europe/Warsaw', '2026-03-29', '2026-03-29', '2026-03-28T23:00Z 2026-03-29T22:00Z'],
    ['Europe/Warsaw', '2026-03-28', '2026-03-30', '2026-03-27T23:00Z 2026-03-30T22:00Z'],
    ['America/Havana', '2026-11-01', '2026-11-01', '2026-11-01T04:00Z 2026-11-02T05:00Z'],
    ['America/Havana', '2026-03-08', '2026-03-08', '2026-03-08T05:00Z 2026-03-09T04:00Z'],
    ['Pacific/Apia', '2011-12-29', '2011-12-31', '2011-12-29T10:00Z 2011-12-31T10:00Z'],
    ['Pacific/Apia', '2011-12-30', '2011-12-30', '2011-12-30T10:00Z 2011-12-30T10:00Z'],
    ['UTC', '2000-01-01', '2000-01-01', '2000-01-01T00:00Z 2000-01-02T00:00Z'],
    ['Europe/Warsaw', '2000-01-01', '2000-01-01', '1999-12-31T23:00Z 2000-01-01T23:00Z'],
    ['UTC', '2099-12-31', '2099-12-31', '2099-12-31T00:00Z 2100-01-01T00:00Z'],
    ['America/New_York', '2099-12-31', '2099-12-31', '2099-12-31T05:00Z 2100-01-01T05:00Z'],
  ])('in %s from %s to %s, both included, are %s', (zone, first, last, expected) => {
    expect(writeSpan(resolveRange({ days: { first, last } }, { zone, calendar: isoCalendar, now }))).toBe(expected)
  })
})

describe('last', () => {
  it.each([
    ['PT1H', '2026-03-29T10:00Z 2026-03-29T11:00Z'],
    ['PT24H', '2026-03-28T11:00Z 2026-03-29T11:00Z'],
    ['P1D', '2026-03-28T23:00Z 2026-03-29T22:00Z'],
    ['P7D', '2026-03-22T23:00Z 2026-03-29T22:00Z'],
    ['P1W', '2026-03-22T23:00Z 2026-03-29T22:00Z'],
    ['P4W', '2026-03-01T23:00Z 2026-03-29T22:00Z'],
    ['P1M', '2026-02-28T23:00Z 2026-03-31T22:00Z'],
    ['P6M', '2025-09-30T22:00Z 2026-03-31T22:00Z'],
    ['P1Y', '2025-12-31T23:00Z 2026-12-31T23:00Z'],
    ['P2Y', '2024-12-31T23:00Z 2026-12-31T23:00Z'],
  ])('%s ends in Warsaw with the current unit: %s', (last, expected) => {
    expect(writeSpan(resolveRange({ last }, { zone: 'Europe/Warsaw', calendar: isoCalendar, now }))).toBe(expected)
  })

  it.each([
    ['Asia/Kolkata', '2026-03-29T10:29:59.999Z', '2026-03-29T09:30Z 2026-03-29T10:30Z'],
    ['Asia/Kolkata', '2026-03-29T10:30:00.000Z', '2026-03-29T10:30Z 2026-03-29T11:30Z'],
    ['Australia/Lord_Howe', '2026-04-04T14:40Z', '2026-04-04T14:00Z 2026-04-04T15:00Z'],
    ['Australia/Lord_Howe', '2026-10-03T16:10Z', '2026-10-03T16:00Z 2026-10-03T17:00Z'],
  ])('PT1H in %s at %s is the current hour of local time: %s', (zone, instant, expected) => {
    expect(writeSpan(resolveRange({ last: 'PT1H' }, { zone, calendar: isoCalendar, now: at(instant) }))).toBe(expected)
  })

  it('hours are whole and include the current time, in any zone at any time (seed 2026)', () => {
    const hours = fc.integer({ min: 1, max: 72 })
    const holdsNow = fc.property(anyZone, anyInstant, hours, (zone, instant, count) => {
      const { start, end } = resolveRange({ last: `PT${count}H` }, { zone, calendar: isoCalendar, now: instant })

      expect([start, end].filter((edge) => !isHourStart(zone, edge))).toEqual([])
      expect(end - hour <= instant && instant < end).toBe(true)
      expect(end - start >= count * hour && end - start < (count + 1) * hour).toBe(true)
    })

    fc.assert(holdsNow, { seed: 2026, numRuns: 500 })
  })
})

describe('between', () => {
  it.each([
    ['2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', '2026-03-28T23:00Z 2026-03-29T22:00Z'],
    ['2026-03-29T00:00:00+01:00', '2026-03-30T00:00+02:00', '2026-03-28T23:00Z 2026-03-29T22:00Z'],
    ['2026-03-28T19:00:00.000-04:00', '2026-03-29T05:30+05:30', '2026-03-28T23:00Z 2026-03-29T00:00Z'],
    ['2000-01-01T00:00Z', '2099-12-31T23:00Z', '2000-01-01T00:00Z 2099-12-31T23:00Z'],
  ])('from %s to %s, in Warsaw, is %s', (from, to, expected) => {
    expect(
      writeSpan(resolveRange({ between: { from, to } }, { zone: 'Europe/Warsaw', calendar: isoCalendar, now })),
    ).toBe(expected)
  })

  it.each([
    ['Europe/Warsaw', 1764490653123, '2026-11-30T08:17:33.123Z', '2025-11-30T08:00Z 2026-11-30T09:00Z'],
    ['Europe/Warsaw', '1764490653123', 1780000000000, '2025-11-30T08:00Z 2026-05-28T21:00Z'],
    ['Europe/Warsaw', '2026-11-29T23:00Z', '2026-11-30T22:59:59.999Z', '2026-11-29T23:00Z 2026-11-30T23:00Z'],
    ['Asia/Kolkata', '2026-11-30T08:00:00Z', '2026-11-30T09:30Z', '2026-11-30T07:30Z 2026-11-30T09:30Z'],
    ['Australia/Lord_Howe', '2026-04-04T15:10Z', '2026-04-04T15:20Z', '2026-04-04T15:00Z 2026-04-04T15:30Z'],
  ])('in %s from %j to %j is widened to whole hours: %s', (zone, from, to, expected) => {
    const range = resolveRange({ between: { from, to } }, { zone, calendar: isoCalendar, now })
    expect(writeSpan(range)).toBe(expected)
    expect(range.isWidened).toBe(true)
  })

  it('is not widened where both instants begin an hour', () => {
    const between = { from: '2026-11-30T07:30Z', to: '2026-11-30T09:30Z' }
    expect(resolveRange({ between }, { zone: 'Asia/Kolkata', calendar: isoCalendar, now }).isWidened).toBe(false)
  })

  it('accepts the half hour at which Lord Howe sets its clocks back', () => {
    const between = { from: '2026-04-05T01:30+10:30', to: '2026-04-05T02:00+10:30' }

    expect(writeSpan(resolveRange({ between }, { zone: 'Australia/Lord_Howe', calendar: isoCalendar, now }))).toBe(
      '2026-04-04T15:00Z 2026-04-04T15:30Z',
    )
  })
})

describe('a preset of another calendar', () => {
  const asked = at('2026-11-20T12:00Z')

  it.each<[RangePreset, Partial<Calendar>, string]>([
    ['THIS_WEEK', { weekStart: 'SUNDAY' }, '2026-11-15T00:00Z 2026-11-22T00:00Z'],
    ['LAST_WEEK', { weekStart: 'SATURDAY' }, '2026-11-07T00:00Z 2026-11-14T00:00Z'],
    ['THIS_WEEK', { weekStart: 'FRIDAY' }, '2026-11-20T00:00Z 2026-11-27T00:00Z'],
    ['THIS_YEAR', { fiscalYearStart: 4 }, '2026-04-01T00:00Z 2027-04-01T00:00Z'],
    ['LAST_YEAR', { fiscalYearStart: 12 }, '2024-12-01T00:00Z 2025-12-01T00:00Z'],
    ['THIS_QUARTER', { fiscalYearStart: 2 }, '2026-11-01T00:00Z 2027-02-01T00:00Z'],
    ['LAST_QUARTER', { fiscalYearStart: 4 }, '2026-07-01T00:00Z 2026-10-01T00:00Z'],
    ['LAST_MONTH', { fiscalYearStart: 4 }, '2026-10-01T00:00Z 2026-11-01T00:00Z'],
  ])('%s with %j is %s', (preset, calendar, expected) => {
    const setting = { zone: 'UTC', calendar: { ...isoCalendar, ...calendar }, now: asked }
    expect(writeSpan(resolveRange({ preset }, setting))).toBe(expected)
  })
})

describe('preset', () => {
  it.each<[RangePreset, string]>([
    ['TODAY', '2026-03-28T23:00Z 2026-03-29T22:00Z'],
    ['YESTERDAY', '2026-03-27T23:00Z 2026-03-28T23:00Z'],
    ['THIS_WEEK', '2026-03-22T23:00Z 2026-03-29T22:00Z'],
    ['LAST_WEEK', '2026-03-15T23:00Z 2026-03-22T23:00Z'],
    ['THIS_MONTH', '2026-02-28T23:00Z 2026-03-31T22:00Z'],
    ['LAST_MONTH', '2026-01-31T23:00Z 2026-02-28T23:00Z'],
    ['THIS_QUARTER', '2025-12-31T23:00Z 2026-03-31T22:00Z'],
    ['LAST_QUARTER', '2025-09-30T22:00Z 2025-12-31T23:00Z'],
    ['THIS_YEAR', '2025-12-31T23:00Z 2026-12-31T23:00Z'],
    ['LAST_YEAR', '2024-12-31T23:00Z 2025-12-31T23:00Z'],
  ])('%s is in Warsaw %s', (preset, expected) => {
    expect(writeSpan(resolveRange({ preset }, { zone: 'Europe/Warsaw', calendar: isoCalendar, now }))).toBe(expected)
  })

  it.each([
    ['2026-03-28T22:59:59.999Z', '2026-03-27T23:00Z 2026-03-28T23:00Z'],
    ['2026-03-28T23:00:00.000Z', '2026-03-28T23:00Z 2026-03-29T22:00Z'],
  ])('TODAY at %s is in Warsaw %s', (instant, expected) => {
    expect(
      writeSpan(resolveRange({ preset: 'TODAY' }, { zone: 'Europe/Warsaw', calendar: isoCalendar, now: at(instant) })),
    ).toBe(expected)
  })
})
