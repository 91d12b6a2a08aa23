import { describe, expect, it } from 'vitest'
import { isHourStart, isTimeZone, normalizeTimeZone, printInstant } from '../../src/report/time/zone.ts'
import { at } from '../support/instants.ts'
import { placeZones } from '../support/wall-clock.ts'

describe('isTimeZone', () => {
  it('accepts every Area/Location name that Intl supports', () => {
    expect(placeZones.length).toBeGreaterThan(400)
    expect(placeZones.filter((name) => !isTimeZone(name))).toEqual([])
  })

  it.each(['UTC', 'Asia/Kolkata', 'Europe/Kyiv', 'US/Eastern', 'America/Argentina/Buenos_Aires'])(
    'takes %s',
    (name) => {
      expect(isTimeZone(name)).toBe(true)
    },
  )

  it.each([
    ['an abbreviation', 'EST'],
    ['an abbreviation', 'CET'],
    ['an abbreviation', 'GMT'],
    ['a zone of POSIX', 'EST5EDT'],
    ['a fixed offset', 'Etc/GMT+5'],
    ['a fixed offset', 'Etc/UTC'],
    ['a fixed offset', '+01:00'],
    ['a fixed offset', 'UTC+1'],
    ['another spelling', 'europe/warsaw'],
    ['another spelling', 'EUROPE/WARSAW'],
    ['another spelling of a newer name', 'Asia/KOLKATA'],
    ['another spelling', 'utc'],
    ['space around a name', ' Europe/Warsaw'],
    ['a line break after a name', 'Europe/Warsaw\n'],
    ['a place that is none', 'Mars/Olympus_Mons'],
    ['a way out of a folder', 'Europe/../etc/passwd'],
    ['nothing', ''],
    ['what any object has', 'constructor'],
  ])('rejects %s: %j', (_, name) => {
    expect(isTimeZone(name)).toBe(false)
  })
})

describe('spellTimeZone', () => {
  it.each([
    ['europe/warsaw', 'Europe/Warsaw'],
    ['AMERICA/NEW_YORK', 'America/New_York'],
    [' America/Port-Au-Prince ', 'America/Port-au-Prince'],
    ['asia/kolkata', 'Asia/Kolkata'],
  ])('corrects the spelling of %j', (name, expected) => {
    expect(normalizeTimeZone(name)).toBe(expected)
  })

  it.each(['EST', 'Etc/GMT+5', '+01:00', 'warsaw', ''])('suggests nothing for %j', (name) => {
    expect(normalizeTimeZone(name)).toBeUndefined()
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
