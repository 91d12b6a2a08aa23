import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  datesBetween,
  daysBetween,
  isCalendarDate,
  monthOf,
  utcMidnight,
  weekdayOf,
} from '../../src/report/time/date.ts'

describe('isCalendarDate', () => {
  it.each(['2026-03-29', '2024-02-29', '2000-02-29', '2099-12-31'])('accepts %s', (text) => {
    expect(isCalendarDate(text)).toBe(true)
  })

  it.each([
    '2026-02-30',
    '2026-02-29',
    '2100-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-3-9',
    '26-03-09',
    '20260309',
    '2026-03-09T00:00Z',
    '2026-03-09\n',
    '２０２６-03-09',
    '+002026-03-09',
    'today',
    '',
  ])('rejects %j', (text) => {
    expect(isCalendarDate(text)).toBe(false)
  })
})

describe('addDays', () => {
  it.each([
    ['2026-02-28', 1, '2026-03-01'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-29', 1, '2026-03-30'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2026-03-29', 0, '2026-03-29'],
  ])('of %s and %i is %s', (date, days, expected) => {
    expect(addDays(date, days)).toBe(expected)
  })
})

describe('addMonths', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-01'],
    ['2026-12-15', 1, '2027-01-01'],
    ['2026-01-15', -1, '2025-12-01'],
    ['2026-05-17', 0, '2026-05-01'],
    ['2026-05-17', -17, '2024-12-01'],
  ])('of %s and %i is the first of a month: %s', (date, months, expected) => {
    expect(addMonths(date, months)).toBe(expected)
  })
})

describe('weekdayOf', () => {
  it.each([
    ['2026-03-23', 0],
    ['2026-03-28', 5],
    ['2026-03-29', 6],
    ['2026-03-30', 0],
  ])('counts %s as day %i from Monday', (date, expected) => {
    expect(weekdayOf(date)).toBe(expected)
  })
})

describe('daysBetween and datesBetween', () => {
  it.each([
    ['2026-03-29', '2026-03-29', 0, ['2026-03-29']],
    ['2024-02-28', '2024-03-01', 2, ['2024-02-28', '2024-02-29', '2024-03-01']],
    ['2026-12-31', '2027-01-01', 1, ['2026-12-31', '2027-01-01']],
    ['2026-03-29', '2026-03-28', -1, []],
  ])('from %s to %s are %i days', (first, last, days, dates) => {
    expect(daysBetween(first, last)).toBe(days)
    expect(datesBetween(first, last)).toEqual(dates)
  })
})

it('a date is parsed without a time zone', () => {
  expect(monthOf('2026-03-29')).toBe(3)
  expect(utcMidnight('2026-03-29')).toBe(Date.UTC(2026, 2, 29))
})
