import { describe, expect, it } from 'vitest'
import { day } from '../../src/report/time/date.ts'
import { type CachedRows, createMemoryCache, type SeriesCache } from '../../src/series/cache/series-cache.ts'

describe('createMemoryStore', () => {
  const rowsOf = (count: number): CachedRows => ({
    rows: Array.from({ length: count }, (_, start) => ({ start, end: start + 1, figures: { count: 1 } })),
    readAt: 0,
  })
  const write = (cache: SeriesCache, rows: CachedRows, ...keys: string[]) =>
    cache.write(new Map(keys.map((key) => [key, rows])), day)
  const keptOf = async (cache: SeriesCache, ...keys: string[]) => [...(await cache.read(keys)).keys()]

  it('drops the least recently used beyond its bytes', async () => {
    // An entry without rows counts 300 bytes, so three fit.
    const store = createMemoryCache(1000)
    write(store, rowsOf(0), 'a', 'b', 'c')
    await store.read(['a'])
    write(store, rowsOf(0), 'd')

    expect(await keptOf(store, 'a', 'b', 'c', 'd')).toEqual(['a', 'c', 'd'])
  })

  it('counts rows and their figures: a large entry drives out many', async () => {
    const store = createMemoryCache(3000)
    write(store, rowsOf(0), 'a', 'b', 'c')
    write(store, rowsOf(22), 'large')

    expect(await keptOf(store, 'a', 'b', 'c', 'large')).toEqual(['c', 'large'])
  })

  it('keeps nothing that is larger than all of it', async () => {
    const store = createMemoryCache(1000)
    write(store, rowsOf(0), 'a')
    write(store, rowsOf(1000), 'large')

    expect(await keptOf(store, 'a', 'large')).toEqual(['a'])
  })
})
