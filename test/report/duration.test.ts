import { describe, expect, it } from 'vitest'
import { type DurationUnit, parseDuration, printSeconds, toMilliseconds } from '../../src/report/time/duration.ts'

describe('parseDuration', () => {
  it.each<[string, number, DurationUnit, number | undefined]>([
    ['PT30S', 30, 'SECOND', 30_000],
    ['PT15M', 15, 'MINUTE', 900_000],
    ['PT48H', 48, 'HOUR', 172_800_000],
    ['P7D', 7, 'DAY', 604_800_000],
    ['P2W', 2, 'WEEK', 1_209_600_000],
    ['P6M', 6, 'MONTH', undefined],
    ['P1Y', 1, 'YEAR', undefined],
    ['P99999D', 99_999, 'DAY', 8_639_913_600_000],
  ])('reads %s as %i of %s, which last %s ms', (text, amount, unit, milliseconds) => {
    expect(parseDuration(text)).toEqual({ amount, unit })
    expect(toMilliseconds({ amount, unit })).toBe(milliseconds)
  })

  it.each(['P0D', 'P01D', 'P1.5D', 'P-1D', '-P1D', 'P1DT1H', 'PT1D', 'P1S', 'P100000D', 'P', 'PT', 'p1d', 'P1D ', ''])(
    'finds no single whole unit in %j',
    (text) => {
      expect(parseDuration(text)).toBeUndefined()
    },
  )
})

describe('printSeconds', () => {
  it.each([
    [0, 'PT1S'],
    [1, 'PT1S'],
    [1000, 'PT1S'],
    [1001, 'PT2S'],
    [3_600_000, 'PT3600S'],
  ])('rounds %i ms up to %s', (milliseconds, expected) => {
    expect(printSeconds(milliseconds)).toBe(expected)
  })
})
