import { describe, expect, it } from 'vitest'
import type { SeriesKey } from '../../src/report/port/series.ts'
import type { Source } from '../../src/report/port/source.ts'
import { toCacheKey } from '../../src/series/cache/series-cache.ts'
import { inventSource } from '../support/invented-source.ts'

const series: SeriesKey = { dataset: 'chats', parameters: {}, grain: 'day', rowZone: 'UTC' }

describe('toStreamKey', () => {
  const [source] = inventSource()

  it.each<[string, Partial<Source>, Partial<SeriesKey>]>([
    ['account', { account: 'sales' }, {}],
    ['dataset', {}, { dataset: 'queue' }],
    ['parameters', {}, { parameters: { agent: '1' } }],
    ['grain', {}, { grain: 'hour' }],
    ['row zone', {}, { rowZone: 'Asia/Kolkata' }],
  ])('is another for another %s', (_, settings, other) => {
    expect(toCacheKey({ ...source, ...settings }, { ...series, ...other }).text).not.toBe(
      toCacheKey(source, series).text,
    )
  })

  it('is the same in whatever order the parameters stand', () => {
    const [one, other] = [
      { a: '1', b: '2' },
      { b: '2', a: '1' },
    ].map((parameters) => ({ ...series, parameters }))

    expect(one && toCacheKey(source, one).text).toBe(other && toCacheKey(source, other).text)
  })

  it('does not confuse what only looks alike when joined', () => {
    const [one, other] = [{ a: '1,b:2' }, { a: '1', b: '2' }].map((parameters) => ({ ...series, parameters }))

    expect(one && toCacheKey(source, one).text).not.toBe(other && toCacheKey(source, other).text)
  })
})
