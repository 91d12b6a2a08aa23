import { describe, expect, it } from 'vitest'
import { hourEnd, hourStart, isHourStart } from '../../src/report/time/bucket.ts'
import { printInstant, toTimeZone } from '../../src/report/time/zone.ts'
import { at } from '../support/instants.ts'
import { placeZones } from '../support/wall-clock.ts'

describe('toTimeZone', () => {
  it('keeps every Area/Location name that Intl supports, in any letter case', () => {
    expect(placeZones.length).toBeGreaterThan(400)
    expect(placeZones.filter((name) => toTimeZone(name) !== name)).toEqual([])
    expect(placeZones.filter((name) => toTimeZone(name.toUpperCase()) !== name)).toEqual([])
  })

  it.each([
    ['UTC', 'UTC'],
    ['utc', 'UTC'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['asia/kolkata', 'Asia/Kolkata'],
    ['Europe/Kyiv', 'Europe/Kyiv'],
    ['america/argentina/buenos_aires', 'America/Argentina/Buenos_Aires'],
    ['US/Eastern', 'America/New_York'],
    ['Etc/UTC', 'UTC'],
    ['GMT', 'UTC'],
    ['etc/gmt+5', 'Etc/GMT+5'],
    ['NZ-CHAT', 'Pacific/Chatham'],
  ])('takes %j as %s', (name, expected) => {
    expect(toTimeZone(name)).toBe(expected)
  })

  it.each(['CET', 'EST5EDT', 'MST7MDT', 'EET'])('takes %s, which is in tzdata, as a zone with its rules', (name) => {
    const zone = toTimeZone(name) ?? ''
    const print = (timeZone: string, month: number) =>
      new Intl.DateTimeFormat('en', { timeZone, timeStyle: 'full' }).format(Date.UTC(2026, month)).slice(0, 8)
    expect([0, 6].map((month) => print(zone, month))).toEqual([0, 6].map((month) => print(name, month)))
  })

  it.each([
    ['an abbreviation that several zones share', 'IST'],
    ['an abbreviation that several zones share', 'PST'],
    ['a zone of ICU', 'SystemV/EST5'],
    ['an offset', '+05:30'],
    ['an offset', '-0300'],
    ['an offset', 'UTC+1'],
    ['an offset', 'GMT+5'],
    ['a placeholder of a tool', 'browser'],
    ['space around a name', ' Europe/Warsaw'],
    ['a line break after a name', 'Europe/Warsaw\n'],
    ['a place that is none', 'Mars/Olympus_Mons'],
    ['a way out of a folder', 'Europe/../etc/passwd'],
    ['a letter that is not ASCII', 'Europe/War\u017faw'],
    ['nothing', ''],
    ['what any object has', 'constructor'],
    ['a long text', 'Europe/'.repeat(20)],
  ])('rejects %s: %j', (_, name) => {
    expect(toTimeZone(name)).toBeUndefined()
  })
})

describe('hourStart and hourEnd', () => {
  it.each([
    ['Europe/Warsaw', '2026-11-30T08:17:33Z', '2026-11-30T08:00Z', '2026-11-30T09:00Z'],
    ['Europe/Warsaw', '2026-11-30T08:00Z', '2026-11-30T08:00Z', '2026-11-30T08:00Z'],
    ['Asia/Kolkata', '2026-11-30T08:00Z', '2026-11-30T07:30Z', '2026-11-30T08:30Z'],
    // The clock is put back from 02:00 to 01:30: the hour of 01:00 is over after an hour, the next after half an hour.
    ['Australia/Lord_Howe', '2026-04-04T14:10Z', '2026-04-04T14:00Z', '2026-04-04T15:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T15:10Z', '2026-04-04T15:00Z', '2026-04-04T15:30Z'],
    ['Pacific/Chatham', '2026-04-04T13:50Z', '2026-04-04T13:15Z', '2026-04-04T14:00Z'],
  ])('in %s at %s are %s and %s', (zone, instant, start, end) => {
    expect([hourStart(zone, at(instant)), hourEnd(zone, at(instant))].map((edge) => new Date(edge))).toEqual(
      [start, end].map((edge) => new Date(at(edge))),
    )
  })
})

describe('printInstant', () => {
  it.each([
    ['UTC', '2026-03-29T01:00Z', '2026-03-29T01:00:00+00:00'],
    ['Europe/Warsaw', '2026-03-29T00:59:59Z', '2026-03-29T01:59:59+01:00'],
    ['Europe/Warsaw', '2026-03-29T01:00Z', '2026-03-29T03:00:00+02:00'],
    ['Europe/Warsaw', '2026-10-25T00:00Z', '2026-10-25T02:00:00+02:00'],
    ['Europe/Warsaw', '2026-10-25T01:00Z', '2026-10-25T02:00:00+01:00'],
    ['America/St_Johns', '2026-11-01T02:30Z', '2026-11-01T00:00:00-02:30'],
    ['America/St_Johns', '2026-11-02T03:30Z', '2026-11-02T00:00:00-03:30'],
    ['Asia/Kathmandu', '2025-12-31T18:15Z', '2026-01-01T00:00:00+05:45'],
    ['Australia/Lord_Howe', '2026-04-04T15:00Z', '2026-04-05T01:30:00+10:30'],
    ['Pacific/Marquesas', '2026-01-01T09:30Z', '2026-01-01T00:00:00-09:30'],
  ])('prints in %s the instant %s as %s', (zone, instant, expected) => {
    expect(printInstant(zone, at(instant))).toBe(expected)
    expect(at(expected)).toBe(at(instant))
  })
})

describe('isHourStart', () => {
  it.each([
    ['Europe/Warsaw', '2026-03-29T01:00Z', true],
    ['Europe/Warsaw', '2026-03-29T01:30Z', false],
    ['Europe/Warsaw', '2026-03-29T01:00:01Z', false],
    ['Asia/Kolkata', '2026-03-29T01:30Z', true],
    ['Asia/Kolkata', '2026-03-29T01:00Z', false],
    ['Asia/Kathmandu', '2026-03-29T00:15Z', true],
    ['Australia/Lord_Howe', '2026-04-04T15:00Z', true],
    ['Australia/Lord_Howe', '2026-04-04T15:30Z', true],
    ['Australia/Lord_Howe', '2026-10-03T15:30Z', true],
    ['Australia/Lord_Howe', '2026-10-03T16:00Z', true],
    ['Australia/Lord_Howe', '2026-10-03T15:45Z', false],
  ])('in %s, %s: %s', (zone, instant, expected) => {
    expect(isHourStart(zone, at(instant))).toBe(expected)
  })
})
