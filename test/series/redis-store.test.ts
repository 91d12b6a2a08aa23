import { createHmac } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { type Chunk, toDayChunks, toSpanChunk } from '../../src/report/port/series.ts'
import { hour } from '../../src/report/time/date.ts'
import type { Blocks } from '../../src/series/cache/block.ts'
import { createRedisCache } from '../../src/series/cache/redis-cache.ts'
import { type CacheKey, createLayeredCache, createMemoryCache } from '../../src/series/cache/series-cache.ts'
import { createReplicaLocks } from '../../src/series/replicas/replica-locks.ts'
import { eventually } from '../support/eventually.ts'
import { toSpan } from '../support/instants.ts'
import { isRedisMissing, lookInto, openRedis, startRedis, startRedisCluster, withRedis } from '../support/redis.ts'
import { byChunk, type ChunkRows, toBlocksOf } from '../support/rows-by-chunk.ts'

const key: CacheKey = { text: '["support","chats",{"agent":"a@x.example"}]', account: 'support', grain: 'span' }
const chunks = Array.from({ length: 400 }, (_, start) => toSpanChunk({ start, end: 1_000 }))
const [chunk] = chunks
if (!chunk) throw new Error('a chunk')
const stored: ChunkRows = {
  rows: [{ start: 0, end: 1, member: 'a@x.example', figures: { count: 1 } }],
  readAt: 5,
}
const written = '[[5],[0,1],{"starts":[0],"ends":[1],"figures":{"count":[1]},"members":["a@x.example"]}]'
/** The days of the value, and the signature of its text. */
const prefixLength = '1 '.length + 43
const sign = (text: string) =>
  createHmac('sha256', key.text + chunk.key)
    .update(text)
    .digest('base64url')

const all = toBlocksOf(
  'span',
  chunks.map((one) => [one, stored] as const),
)
const one = toBlocksOf('span', [[chunk, stored]])
const listAll = (blocks: Blocks) => [...byChunk('span', blocks, chunks)]

async function open() {
  const { url } = await startRedis()
  const inside = await lookInto(url)
  const count = async (command: string) => {
    const [, calls] = new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(await inside.info('commandstats')) ?? []
    return Number(calls ?? 0)
  }
  return { url, inside, count, redis: await openRedis(url), other: await openRedis(url) }
}

describe.skipIf(isRedisMissing)(withRedis('rows in Redis'), () => {
  it('are there for another gateway', async () => {
    const { redis, other } = await open()
    createRedisCache(redis).write(key, all, hour)

    await vi.waitFor(
      async () => expect(listAll(await createRedisCache(other).read(key, chunks))).toEqual(listAll(all)),
      eventually,
    )
  })

  it('are read in one round trip, however many', async () => {
    const { redis, count } = await open()
    const cache = createRedisCache(redis)
    // The connection itself is tested by a script.
    const before = await count('eval')
    cache.write(key, all, hour)
    await cache.read(key, chunks)

    expect([(await count('eval')) - before, redis.counts.commands]).toEqual([2, 2])
  })

  it('lie below keys that end by themselves and show nobody', async () => {
    const { redis, inside } = await open()
    const cache = createRedisCache(redis)
    cache.write(key, all, hour)
    await cache.read(key, chunks)
    const names = (await inside.keys('*')).filter((name) => name.includes('rows:'))

    expect(names).toHaveLength(400)
    expect(names.filter((name) => !/^reporting-gateway:rows:3:\{[\w-]{16}\}:[\w-]{43}$/.test(name))).toEqual([])
    expect(await inside.pTTL(names[0] ?? '')).toBeGreaterThan(hour - 60_000)
    const values = await Promise.all(names.map((name) => inside.lRange(name, 0, -1)))
    expect(values.map(([value]) => value?.slice(prefixLength))).toEqual(names.map(() => written))
  })

  it('of an account share a slot of Redis Cluster with its locks, and scripts over several keys work', async () => {
    const server = await startRedisCluster()
    const inside = await lookInto(server.url)
    const redis = await openRedis(server.url)
    const cache = createRedisCache(redis)
    const accounts = ['support', 'sales'].map((account) => ({ ...key, account }))
    for (const [place, one] of accounts.entries()) {
      cache.write(one, all, hour)
      expect(listAll(await cache.read(one, chunks))).toEqual(listAll(all))
      const locks = await createReplicaLocks(redis)(one, ['2026-03-28', '2026-03-29'])
      expect(locks.isOurs('2026-03-29')).toBe(true)
      const names = (await inside.keys('*')).filter((name) => /:(rows|lock):/.test(name))
      const slots = await Promise.all(names.map((name) => inside.sendCommand(['CLUSTER', 'KEYSLOT', name])))
      expect(new Set(slots).size).toBe(place + 1)
    }
    expect(redis.counts.failures).toBe(0)
  })

  it('are kept as one value where days are written again, and until the last of them expires', async () => {
    const { redis, inside } = await open()
    const cache = createRedisCache(redis)
    const days = toDayChunks('UTC', toSpan('2026-03-01T00:00Z', '2026-04-01T00:00Z'))
    const series = { ...key, grain: 'day' } as const
    const write = (part: readonly Chunk[], readAt: number, keepFor: number) =>
      cache.write(
        series,
        toBlocksOf(
          'day',
          part.map((day) => [day, { rows: [], readAt }] as const),
        ),
        keepFor,
      )
    write(days.slice(0, 20), 1, hour)
    for (const readAt of [2, 3]) for (const from of [20, 21, 22]) write(days.slice(from, 23), readAt, 1_000)
    write(days.slice(20, 25), 4, 1_000)
    const found = byChunk('day', await cache.read(series, days), days)
    const [name = ''] = (await inside.keys('*')).filter((one) => one.includes('rows:'))

    expect([...found.values()].map(({ readAt }) => readAt)).toEqual([...Array(20).fill(1), ...Array(5).fill(4)])
    expect(await inside.lLen(name)).toBe(2)
    expect(await inside.pTTL(name)).toBeGreaterThan(hour - 60_000)
  })

  const sole = async (inside: Awaited<ReturnType<typeof lookInto>>) => {
    const [name = ''] = (await inside.keys('*')).filter((name) => name.includes('rows:'))
    return name
  }
  const unsigned = (change: (text: string) => string) => (value: string) =>
    value.slice(0, prefixLength) + change(value.slice(prefixLength))
  const signed = (change: (text: string) => string) => (value: string) => {
    const text = change(value.slice(prefixLength))
    return `1 ${sign(text)}${text}`
  }

  it.each<[string, (value: string) => string]>([
    ['cut', (value) => value.slice(0, -1)],
    ['emptied', unsigned(() => '[[5],[0,0],{"starts":[],"ends":[],"figures":{}}]')],
    ['doubled', unsigned((text) => text.replaceAll(/(starts|ends|count|members)":\[(.*?)\]/g, '$1":[$2,$2]'))],
    ['of another instant', unsigned((text) => text.replace('5', '6'))],
    ['of another agent', unsigned((text) => text.replace('a@', 'b@'))],
    ['out of bounds', unsigned((text) => text.replace('[1]}', '[1e308]}'))],
    ['below zero', unsigned((text) => text.replace('[1]}', '[-7]}'))],
    ['of the format before', (value) => value.slice(prefixLength)],
    ['without a text', () => ''],
    ['without rows', (value) => value.slice(0, prefixLength)],
    ['not JSON', unsigned(() => 'rows')],
    ['bytes', () => '\u0000\ufffd[5'],
    ['too long', (value) => `${value}${' '.repeat(2_000_000)}`],
    ['signed, but out of bounds', signed((text) => text.replace('[1]}', '[1e308]}'))],
    ['signed, but below zero', signed((text) => text.replace('[1]}', '[-7]}'))],
    ['signed, but not numbers', signed((text) => text.replace('[1]}', '["1"]}'))],
    ['signed, but with a figure too many', signed((text) => text.replace('[1]}', '[1,1]}'))],
    ['signed, but with a row too many', signed((text) => text.replace('[0,1]', '[0,2]'))],
    ['signed, but with a row of no day', signed((text) => text.replace('[0,1]', '[1,1]'))],
    ['signed, but with rows of an unknown day', signed((text) => text.replace('[5]', '[null]'))],
    ['signed, but with a row that ends before it starts', signed((text) => text.replace('"ends":[1]', '"ends":[0]'))],
    ['signed, but doubled', signed(() => '[[5],[0,2],{"starts":[0,0],"ends":[1,1],"figures":{"count":[1,1]}}]')],
    ['signed, but without rows', signed(() => '[[5],[0,0]]')],
    ['signed, but nothing', signed(() => 'null')],
  ])('are unknown when another writer has left them %s', async (_, change) => {
    const { redis, inside } = await open()
    const cache = createRedisCache(redis)
    cache.write(key, one, hour)
    expect(listAll(await cache.read(key, [chunk]))).toEqual(listAll(one))
    const name = await sole(inside)
    const [value = ''] = await inside.lRange(name, 0, -1)
    await inside.lSet(name, 0, change(value))
    expect((await cache.read(key, [chunk])).size).toBe(0)
    // They do not prevent that the next read is kept.
    cache.write(key, one, hour)
    expect(listAll(await cache.read(key, [chunk]))).toEqual(listAll(one))
  })

  it('are known again with the change undone that makes them unknown above', async () => {
    const { redis, inside } = await open()
    const cache = createRedisCache(redis)
    cache.write(key, one, hour)
    await cache.read(key, [chunk])
    const name = await sole(inside)
    const [value = ''] = await inside.lRange(name, 0, -1)
    await inside.lSet(name, 0, signed((text) => text.replace('[1]}', '[2]}'))(value))
    const [[, found] = []] = listAll(await cache.read(key, [chunk]))
    expect(found?.rows[0]?.figures).toEqual({ count: 2 })
  })

  it('are unknown when another writer has moved them to another key', async () => {
    const { redis, inside } = await open()
    const cache = createRedisCache(redis)
    cache.write(key, one, hour)
    await cache.read(key, [chunk])
    const from = await sole(inside)
    const other = { ...key, text: 'another series' }
    cache.write(other, one, hour)
    await cache.read(other, [chunk])
    const to = (await inside.keys('*')).find((name) => name.includes('rows:') && name !== from) ?? ''
    await inside.lSet(to, 0, (await inside.lRange(from, 0, -1))[0] ?? '')
    expect((await cache.read(key, [chunk])).size).toBe(1)
    expect((await cache.read(other, [chunk])).size).toBe(0)
  })

  it('are unknown, and nothing else is lost, where another writer keeps a text', async () => {
    const { redis, inside } = await open()
    const cache = createRedisCache(redis)
    cache.write(key, one, hour)
    await cache.read(key, [chunk])
    const foreign = await sole(inside)
    await inside.set(foreign, 'a')
    const sound = chunks.slice(1, 2)
    cache.write(
      key,
      toBlocksOf(
        'span',
        sound.map((span) => [span, stored] as const),
      ),
      hour,
    )

    expect([...(await cache.read(key, chunks)).keys()]).toEqual(sound.map((span) => span.key))
    cache.write(key, one, hour)
    expect((await cache.read(key, [chunk])).size).toBe(1)
    expect(redis.counts.failures).toBe(0)
  })

  it('are unknown while Redis is away, and nothing is thrown', async () => {
    const server = await startRedis()
    const redis = await openRedis(server.url)
    const cache = createRedisCache(redis)
    await server.kill()
    cache.write(key, all, hour)

    expect((await cache.read(key, chunks)).size).toBe(0)
  })
})

describe.skipIf(isRedisMissing)(withRedis('a store in memory before one in Redis'), () => {
  const layer = (redis: Parameters<typeof createRedisCache>[0]) =>
    createLayeredCache(createMemoryCache(1_000_000), createRedisCache(redis), hour)

  it('asks Redis for what it does not know, once', async () => {
    const { redis, other } = await open()
    createRedisCache(redis).write(key, all, hour)
    await createRedisCache(redis).read(key, chunks)
    const cache = layer(other)
    await cache.read(key, chunks.slice(0, 200))
    const commands = other.counts.commands
    await cache.read(key, chunks.slice(0, 200))

    expect(other.counts.commands).toBe(commands)
    expect(listAll(await cache.read(key, chunks))).toEqual(listAll(all))
    expect(other.counts.commands).toBe(commands + 1)
  })

  it('goes on from memory while Redis is away', async () => {
    const server = await startRedis()
    const cache = layer(await openRedis(server.url))
    cache.write(key, all, hour)
    await server.kill()

    expect(listAll(await cache.read(key, chunks))).toEqual(listAll(all))
  })

  it('writes nothing to Redis that it has read there', async () => {
    const { redis, other, inside } = await open()
    createRedisCache(redis).write(key, all, hour)
    await createRedisCache(redis).read(key, chunks)
    const commands: string[] = []
    await inside.monitor((command) => commands.push(String(command)))
    await layer(other).read(key, chunks)
    await createRedisCache(redis).read(key, [chunk])
    await vi.waitUntil(() => commands.some((command) => command.includes('lrange')), eventually)

    expect(commands.filter((command) => command.includes('"rpush"'))).toEqual([])
  })
})
