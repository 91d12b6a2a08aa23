import { describe, expect, it, vi } from 'vitest'
import { hour } from '../../src/report/time/date.ts'
import { createLayeredCache } from '../../src/series/cache/layered-cache.ts'
import { createRedisCache } from '../../src/series/cache/redis-cache.ts'
import { type CachedRows, createMemoryCache } from '../../src/series/cache/series-cache.ts'
import { eventually } from '../support/eventually.ts'
import { isRedisMissing, lookInto, openRedis, startRedis, withRedis } from '../support/redis.ts'

const stored: CachedRows = { rows: [{ start: 0, end: 1, member: 'a@x.example', figures: { count: 1 } }], readAt: 5 }
const written = '[5,[[0,1,{"count":1},"a@x.example"]]]'
/** What is written before the rows. */
const signatureLength = 43
const keys = Array.from({ length: 400 }, (_, day) => `["support","chats",{"agent":"a@x.example"}]${day}`)
const all = () => new Map(keys.map((key) => [key, { ...stored }]))

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
    createRedisCache(redis).write(all(), hour)

    await vi.waitFor(async () => expect(await createRedisCache(other).read(keys)).toEqual(all()), eventually)
  })

  it('are read in one round trip, however many', async () => {
    const { redis, count } = await open()
    const store = createRedisCache(redis)
    store.write(all(), hour)
    await store.read(keys)

    expect([await count('mget'), redis.counts.commands]).toEqual([1, 2])
  })

  it('lie below keys that end by themselves and show nobody', async () => {
    const { redis, inside } = await open()
    const store = createRedisCache(redis)
    store.write(all(), hour)
    await store.read(keys)
    const names = (await inside.keys('*')).filter((name) => name.includes('rows:'))

    expect(names).toHaveLength(400)
    expect(names.filter((name) => !/^reporting-gateway:rows:2:[\w-]{43}$/.test(name))).toEqual([])
    expect(await inside.pTTL(names[0] ?? '')).toBeGreaterThan(hour - 60_000)
    expect((await inside.get(names[0] ?? ''))?.slice(signatureLength)).toBe(written)
  })

  it('are not sent back to where they came from', async () => {
    const { redis, other, count } = await open()
    createRedisCache(redis).write(all(), hour)
    const store = createRedisCache(other)
    await vi.waitUntil(async () => (await store.read(keys)).size === 400, eventually)
    const before = await count('set')
    store.write(await store.read(keys), hour)
    await store.read(keys)

    expect(await count('set')).toBe(before)
  })

  const signed = (change: (text: string) => string) => (text: string) =>
    text.slice(0, signatureLength) + change(text.slice(signatureLength))

  it.each<[string, (text: string) => string]>([
    ['cut', (text) => text.slice(0, -1)],
    ['emptied', signed(() => '[5,[]]')],
    ['doubled', signed((text) => text.replace(/\[\[(.*)\]\]/, '[[$1],[$1]]'))],
    ['of another instant', signed((text) => text.replace('5', '6'))],
    ['of another agent', signed((text) => text.replace('a@', 'b@'))],
    ['out of bounds', signed((text) => text.replace(':1}', ':1e308}'))],
    ['below zero', signed((text) => text.replace(':1}', ':-7}'))],
    ['of the format before', (text) => text.slice(signatureLength)],
    ['without a text', () => ''],
    ['without rows', (text) => text.slice(0, signatureLength)],
    ['not JSON', signed(() => 'rows')],
    ['bytes', () => '\u0000\ufffd[5'],
    ['too long', (text) => `${text}${' '.repeat(1_000_000)}`],
  ])('are unknown when another writer has left them %s', async (_, change) => {
    const { redis, inside } = await open()
    const store = createRedisCache(redis)
    store.write(new Map([['sound', stored]]), hour)
    expect([...(await store.read(['sound'])).keys()]).toEqual(['sound'])
    const [sound = ''] = (await inside.keys('*')).filter((name) => name.includes('rows:'))
    await inside.set(sound, change((await inside.get(sound)) ?? ''))
    expect(await store.read(['sound'])).toEqual(new Map())
  })

  it('are unknown when another writer has moved them to another key', async () => {
    const { redis, inside } = await open()
    const store = createRedisCache(redis)
    store.write(new Map([['one', stored]]), hour)
    await store.read(['one'])
    const [one = ''] = (await inside.keys('*')).filter((name) => name.includes('rows:'))
    store.write(new Map([['other', { ...stored, readAt: 6 }]]), hour)
    await store.read(['other'])
    const [other = ''] = (await inside.keys('*')).filter((name) => name.includes('rows:') && name !== one)
    await inside.set(other, (await inside.get(one)) ?? '')
    expect([...(await store.read(['one', 'other'])).keys()]).toEqual(['one'])
  })

  it('are unknown, and nothing else is lost, where somebody keeps a list', async () => {
    const { redis, inside } = await open()
    const store = createRedisCache(redis)
    store.write(new Map([['foreign', stored]]), hour)
    await store.read(['foreign'])
    const [foreign = ''] = (await inside.keys('*')).filter((name) => name.includes('rows:'))
    await inside.del(foreign)
    await inside.lPush(foreign, 'a')
    store.write(new Map([['sound', { ...stored }]]), hour)

    expect([...(await store.read(['foreign', 'sound'])).keys()]).toEqual(['sound'])
    expect(redis.counts.failures).toBe(0)
  })

  it('are unknown while Redis is away, and nothing is thrown', async () => {
    const server = await startRedis()
    const redis = await openRedis(server.url)
    const store = createRedisCache(redis)
    await server.kill()
    store.write(all(), hour)

    expect(await store.read(keys)).toEqual(new Map())
  })
})

describe.skipIf(isRedisMissing)(withRedis('a store in memory before one in Redis'), () => {
  const layer = (redis: Parameters<typeof createRedisCache>[0]) =>
    createLayeredCache(createMemoryCache(1_000_000), createRedisCache(redis), hour)

  it('asks Redis for what it does not know, once', async () => {
    const { redis, other } = await open()
    createRedisCache(redis).write(all(), hour)
    await createRedisCache(redis).read(keys)
    const store = layer(other)
    await store.read(keys.slice(0, 200))
    const commands = other.counts.commands
    await store.read(keys.slice(0, 200))

    expect(other.counts.commands).toBe(commands)
    expect(await store.read(keys)).toEqual(all())
    expect(other.counts.commands).toBe(commands + 1)
  })

  it('goes on from memory while Redis is away', async () => {
    const server = await startRedis()
    const store = layer(await openRedis(server.url))
    store.write(all(), hour)
    await server.kill()

    expect(await store.read(keys)).toEqual(all())
  })
})
