import { describe, expect, it, vi } from 'vitest'
import { type Chunk, type SeriesKey, toDayChunks, toSpanChunk } from '../../src/report/port/series.ts'
import { hour } from '../../src/report/time/date.ts'
import { createRedisCache } from '../../src/series/cache/redis-cache.ts'
import {
  type CacheKey,
  createLayeredCache,
  createMemoryCache,
  type SeriesCache,
} from '../../src/series/cache/series-cache.ts'
import { eventually } from '../support/eventually.ts'
import { toSpan } from '../support/instants.ts'
import { isRedisMissing, openRedis, startRedis, withRedis } from '../support/redis.ts'
import { byChunk, type ChunkRows, toBlocksOf } from '../support/rows-by-chunk.ts'

const openRedisCache = async () => createRedisCache(await openRedis((await startRedis()).url))

const caches: readonly (readonly [name: string, open: () => Promise<SeriesCache>, isSkipped: boolean])[] = [
  ['createMemoryCache', async () => createMemoryCache(1_000_000), false],
  [withRedis('createRedisCache'), openRedisCache, isRedisMissing],
  [
    withRedis('createLayeredCache'),
    async () => createLayeredCache(createMemoryCache(1_000_000), await openRedisCache(), 10),
    isRedisMissing,
  ],
]

const toKey = (text: string, grain: SeriesKey['grain'] = 'day'): CacheKey => ({ text, account: 'support', grain })

const readAt = 1_774_830_000_001
/** Days of two months, of which the second is the one that the rows lie in. */
const days = toDayChunks('UTC', toSpan('2026-02-27T00:00Z', '2026-03-31T00:00Z'))
const [first, second] = [1_774_828_800_000, 1_774_832_400_000].map((start) => ({ start, end: start + hour }))
if (!first || !second) throw new Error('two hours')

const entries: readonly (readonly [what: string, stored: ChunkRows])[] = [
  ['no row', { rows: [], readAt }],
  ['a row', { rows: [{ ...first, figures: { count: 1 } }], readAt }],
  ['fractions, exactly', { rows: [{ ...first, figures: { seconds: 0.1 + 0.2, longest: 2 ** 53 - 1 } }], readAt }],
  ['what was not measured', { rows: [{ ...first, figures: { count: 0, seconds: null } }], readAt }],
  ['rows without figures', { rows: [{ ...first, figures: {} }], readAt }],
  ['rows with several figures', { rows: [first, second].map((at) => ({ ...at, figures: { a: 1, b: null } })), readAt }],
  ['members', { rows: ['łucja@x.example', ''].map((member) => ({ ...first, member, figures: { good: 3 } })), readAt }],
]

const toRow = ({ start, end }: Chunk, count: number) => ({ start, end, figures: { count } })

async function read(cache: SeriesCache, key: CacheKey, chunks: readonly Chunk[]) {
  return byChunk(key.grain, await cache.read(key, chunks), chunks)
}

const write = (cache: SeriesCache, key: CacheKey, keepFor: number, ...stored: (readonly [Chunk, ChunkRows])[]) =>
  cache.write(key, toBlocksOf(key.grain, stored), keepFor)

describe.each(caches)('%s', (_, open, isSkipped) => {
  describe.skipIf(isSkipped)('as a cache of series', () => {
    const [day] = days
    if (!day) throw new Error('a day')

    it.each(entries)('returns %s as it was written', async (_, stored) => {
      const cache = await open()
      const [span, key] = [toSpanChunk(first), toKey('series', 'span')]
      write(cache, key, hour, [span, stored])
      write(cache, toKey('series'), hour, [day, stored])

      expect([...(await read(cache, key, [span]))]).toEqual([[span.key, stored]])
      expect([...(await read(cache, toKey('series'), [day]))]).toEqual([[day.key, stored]])
    })

    it('returns the days that it knows, whichever were written together, and no others', async () => {
      const cache = await open()
      const toStored = (chunk: Chunk, index: number) =>
        [chunk, { rows: [toRow(chunk, index)], readAt: readAt + index }] as const
      const stored = days.map(toStored)
      const isKnown = (index: number) => index % 7 !== 2
      for (const part of [0, 1, 2])
        write(cache, toKey('series'), hour, ...stored.filter((_, index) => isKnown(index) && index % 3 === part))

      const known = stored.filter((_, index) => isKnown(index)).map(([{ key }, rows]) => [key, rows])
      expect([...(await read(cache, toKey('series'), days))]).toEqual(known)
      expect((await read(cache, toKey('other'), days)).size).toBe(0)
      expect((await read(cache, toKey('series'), [])).size).toBe(0)
    })

    it('returns the rows that were written last', async () => {
      const cache = await open()
      const toStored = (count: number): ChunkRows => ({ rows: [toRow(day, count)], readAt: count })
      // A clock that was set back makes the second of three writes the newest by its time.
      for (const count of [1, 3, 2]) write(cache, toKey('series'), hour, [day, toStored(count)])

      expect((await read(cache, toKey('series'), [day])).get(day.key)).toEqual(toStored(2))
    })

    it('keeps keys of any form apart', async () => {
      const cache = await open()
      const texts = ['a b', 'a  b', 'a\nb', 'A b', '["a","b"]', 'ą'.repeat(1000), '']
      for (const [readAt, text] of texts.entries()) write(cache, toKey(text), hour, [day, { rows: [], readAt }])

      const found = await Promise.all(texts.map((text) => read(cache, toKey(text), [day])))
      expect(found.map((known) => known.get(day.key)?.readAt)).toEqual([...texts.keys()])
    })

    it('keeps rows no longer than for the given time', async () => {
      const cache = await open()
      const [long, short, never] = ['long', 'short', 'never'].map((text) => toKey(text))
      if (!long || !short || !never) throw new Error('three keys')
      const stored: ChunkRows = { rows: [], readAt }
      write(cache, long, hour, [day, stored])
      write(cache, short, 20, [day, stored])
      write(cache, never, 0, [day, stored])
      await vi.waitUntil(async () => (await read(cache, short, [day])).size === 0, eventually)

      expect((await read(cache, long, [day])).size).toBe(1)
      expect((await read(cache, never, [day])).size).toBe(0)
    })

    it('keeps the other days of a month when some of them expire sooner', async () => {
      const cache = await open()
      const [one, other] = days.slice(-2)
      const until = toKey('until it expires')
      if (!one || !other) throw new Error('two days of a month')
      write(cache, toKey('series'), hour, [one, { rows: [], readAt }])
      write(cache, toKey('series'), 20, [other, { rows: [], readAt }])
      write(cache, until, 20, [other, { rows: [], readAt }])
      await vi.waitUntil(async () => (await read(cache, until, [other])).size === 0, eventually)

      expect((await read(cache, toKey('series'), [one, other])).get(one.key)).toEqual({ rows: [], readAt })
    })
  })
})
