import { describe, expect, it, vi } from 'vitest'
import { hour } from '../../src/report/time/date.ts'
import { createLayeredCache } from '../../src/series/cache/layered-cache.ts'
import { createRedisCache } from '../../src/series/cache/redis-cache.ts'
import { type CachedRows, createMemoryCache, type SeriesCache } from '../../src/series/cache/series-cache.ts'
import { eventually } from '../support/eventually.ts'
import { isRedisMissing, openRedis, startRedis, withRedis } from '../support/redis.ts'

const openRedisStore = async () => createRedisCache(await openRedis((await startRedis()).url))

const stores: readonly (readonly [name: string, open: () => Promise<SeriesCache>, isSkipped: boolean])[] = [
  ['createMemoryStore', async () => createMemoryCache(1_000_000), false],
  [withRedis('createRedisStore'), openRedisStore, isRedisMissing],
  [
    withRedis('createLayeredStore'),
    async () => createLayeredCache(createMemoryCache(1_000_000), await openRedisStore(), 10),
    isRedisMissing,
  ],
]

const span = { start: 1_774_828_800_000, end: 1_774_832_400_000 }
const readAt = 1_774_830_000_001

const entries: readonly (readonly [what: string, stored: CachedRows])[] = [
  ['no row', { rows: [], readAt }],
  ['a row', { rows: [{ ...span, figures: { count: 1 } }], readAt }],
  ['fractions, exactly', { rows: [{ ...span, figures: { seconds: 0.1 + 0.2, longest: 1e21 } }], readAt }],
  ['what was not measured', { rows: [{ ...span, figures: { count: 0, seconds: null } }], readAt }],
  ['rows without figures', { rows: [{ ...span, figures: {} }], readAt }],
  ['rows with other figures', { rows: [1, 2].map((day) => ({ ...span, figures: { [`day ${day}`]: day } })), readAt }],
  ['members', { rows: ['łucja@x.example', ''].map((member) => ({ ...span, member, figures: { good: 3 } })), readAt }],
]

describe.each(stores)('%s', (_, open, isSkipped) => {
  describe.skipIf(isSkipped)('as a store', () => {
    it.each(entries)('gives back %s as it was written', async (_, stored) => {
      const store = await open()
      store.write(new Map([['key', stored]]), hour)

      expect(await store.read(['key'])).toEqual(new Map([['key', stored]]))
    })

    it('gives back all that it knows of many keys, and nothing else', async () => {
      const store = await open()
      store.write(new Map(entries), hour)
      const known = entries.map(([key]) => key)

      expect(await store.read(['before', ...known, 'after'])).toEqual(new Map(entries))
      expect(await store.read([])).toEqual(new Map())
    })

    it('has the newer rows in place of the older', async () => {
      const store = await open()
      const [older, newer] = [1, 2].map((readAt) => ({ rows: [{ ...span, figures: { count: readAt } }], readAt }))
      for (const stored of [older, newer]) if (stored) store.write(new Map([['key', stored]]), hour)

      expect((await store.read(['key'])).get('key')).toEqual(newer)
    })

    it('takes keys of any form for different ones', async () => {
      const store = await open()
      const keys = ['a b', 'a  b', 'a\nb', 'A b', '["a","b"]', 'ą'.repeat(1000), '']
      for (const [readAt, key] of keys.entries()) store.write(new Map([[key, { rows: [], readAt }]]), hour)

      expect([...(await store.read(keys)).values()].map(({ readAt }) => readAt)).toEqual([...keys.keys()])
    })

    it('keeps rows no longer than it is told', async () => {
      const store = await open()
      const kept: CachedRows = { rows: [], readAt }
      store.write(new Map([['long', kept]]), hour)
      store.write(new Map([['short', { ...kept }]]), 20)
      store.write(new Map([['never', { ...kept }]]), 0)
      await vi.waitUntil(async () => !(await store.read(['short'])).has('short'), eventually)

      expect([...(await store.read(['long', 'short', 'never'])).keys()]).toEqual(['long'])
    })
  })
})
