import { describe, expect, it } from 'vitest'
import { toDayCell } from '../../src/report/cell.ts'
import { hour } from '../../src/report/date.ts'
import { createMemoryStore, isFresh, type StoreAges, type StoredRows } from '../../src/series/store.ts'
import { at } from '../support/instants.ts'

const ages: StoreAges = { freshFor: 30_000, settlingFor: 900_000, settleAfter: 48 * hour, settledFor: 168 * hour }
const cell = toDayCell('UTC', '2026-03-29')

describe('isFresh', () => {
  it.each([
    ['under way', '2026-03-29T10:00:00Z', '2026-03-29T10:00:00.000Z', true],
    ['under way, just before 30 s', '2026-03-29T10:00:00Z', '2026-03-29T10:00:29.999Z', true],
    ['under way, after 30 s', '2026-03-29T10:00:00Z', '2026-03-29T10:00:30.000Z', false],
    ['read in its last millisecond', '2026-03-29T23:59:59.999Z', '2026-03-30T00:00:29.998Z', true],
    ['read in its last millisecond, after 30 s', '2026-03-29T23:59:59.999Z', '2026-03-30T00:00:29.999Z', false],
    ['read as it was over', '2026-03-30T00:00:00Z', '2026-03-30T00:14:59.999Z', true],
    ['read as it was over, after 15 minutes', '2026-03-30T00:00:00Z', '2026-03-30T00:15:00.000Z', false],
    ['read in the last moment of settling', '2026-03-31T23:59:59.999Z', '2026-04-01T00:14:59.998Z', true],
    [
      'read in the last moment of settling, after 15 minutes',
      '2026-03-31T23:59:59.999Z',
      '2026-04-01T00:14:59.999Z',
      false,
    ],
    ['settled', '2026-04-01T00:00:00Z', '2026-04-07T23:59:59.999Z', true],
    ['settled, after 7 days', '2026-04-01T00:00:00Z', '2026-04-08T00:00:00.000Z', false],
  ])('a day %s: read at %s, asked at %s: %s', (_, readAt, now, expected) => {
    expect(isFresh({ rows: [], readAt: at(readAt) }, cell, at(now), ages)).toBe(expected)
  })
})

describe('createMemoryStore', () => {
  const rowsOf = (count: number): StoredRows => ({
    rows: Array.from({ length: count }, (_, start) => ({ start, end: start + 1, figures: { count: 1 } })),
    readAt: 0,
  })
  const keptOf = async (store: ReturnType<typeof createMemoryStore>, keys: readonly string[]) => [
    ...(await store.read(keys)).keys(),
  ]
  const keep = (store: ReturnType<typeof createMemoryStore>, keys: readonly string[], stored = rowsOf(0)) =>
    store.write(new Map(keys.map((key) => [key, stored])), hour)

  it('drops the least recently used beyond its bytes', async () => {
    // An entry without rows counts 300 bytes, so three fit.
    const store = createMemoryStore(1000)
    keep(store, ['a', 'b', 'c'])
    await store.read(['a'])
    keep(store, ['d'])

    expect(await keptOf(store, ['a', 'b', 'c', 'd'])).toEqual(['a', 'c', 'd'])
  })

  it('counts rows and their figures: a large entry drives out many', async () => {
    const store = createMemoryStore(3000)
    keep(store, ['a', 'b', 'c'])
    keep(store, ['large'], rowsOf(22))

    expect(await keptOf(store, ['a', 'b', 'c', 'large'])).toEqual(['c', 'large'])
  })

  it('keeps nothing that is larger than all of it', async () => {
    const store = createMemoryStore(1000)
    keep(store, ['a'])
    keep(store, ['large'], rowsOf(1000))

    expect(await keptOf(store, ['a', 'large'])).toEqual(['a'])
  })
})
