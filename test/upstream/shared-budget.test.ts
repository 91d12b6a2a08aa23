import { afterEach, describe, expect, it, vi } from 'vitest'
import { createCompareAndSet } from '../../src/redis/compare-and-set.ts'
import type { Redis } from '../../src/redis/connection.ts'
import { day, hour, minute } from '../../src/report/time/date.ts'
import { createFixedWindow, createGcra, type RateLimitRule } from '../../src/upstream/rate-limit/rate-limit-rule.ts'
import { createRateLimiter } from '../../src/upstream/rate-limit/rate-limiter.ts'
import { closeAll, openEdge, readGap, request, startUpstream } from '../support/edge.ts'
import { eventually } from '../support/eventually.ts'
import { at } from '../support/instants.ts'
import { json, type RawHandler } from '../support/raw-upstream.ts'
import { isRedisMissing, lookInto, openRedis, type RedisServer, startRedis, withRedis } from '../support/redis.ts'

afterEach(closeAll)

const tenPastTwelve = at('2026-11-20T12:00:10Z')

/** Several edges to one upstream, each with a Redis connection and a clock of its own, as in as many gateways. */
async function startReplicas(count: number, rule: RateLimitRule, handler: RawHandler = () => json('[]')) {
  const server = await startRedis()
  const upstream = await startUpstream(handler)
  const replicas = await Promise.all(
    Array.from({ length: count }, async () => {
      const redis = await openRedis(server.url)
      const time = { now: tenPastTwelve }
      const clock = () => time.now
      const budget = createRateLimiter(rule, clock, createCompareAndSet(redis, 'budget:test'))
      return { client: openEdge(upstream.url, { clock, budget, deadline: 500 }), redis, time, budget }
    }),
  )
  return { server, upstream, replicas }
}

type Replica = Awaited<ReturnType<typeof startReplicas>>['replicas'][number]

/** As often as told, all at once; how many were answered, and the gaps of the others. */
async function readAll(replicas: readonly Replica[], times: number) {
  const calls = replicas.flatMap(({ client }) => Array.from({ length: times }, () => client.readText(request)))
  const results = await Promise.allSettled(calls)
  const gaps = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.gap] : []))
  return { answered: results.length - gaps.length, gaps }
}

const awayOf = async (redis: Redis) => vi.waitUntil(() => redis.counts.isUnavailable, eventually)

async function killFor(server: RedisServer, replicas: readonly Replica[]) {
  await server.kill()
  await Promise.all(replicas.map(({ redis }) => awayOf(redis)))
}

describe.skipIf(isRedisMissing)(withRedis('a rate limit that replicas share'), () => {
  it('Replicas together send as many calls in a minute as one may, and the same in the next.', async () => {
    const { upstream, replicas } = await startReplicas(3, createFixedWindow(20))
    const first = await readAll(replicas, 20)

    expect([first.answered, upstream.requests.length]).toEqual([20, 20])
    expect(new Set(first.gaps.map(({ code, retryAfter }) => `${code} ${retryAfter}`))).toEqual(
      new Set(['RATE_LIMITED 50000']),
    )
    for (const { time } of replicas) time.now += minute
    expect((await readAll(replicas, 20)).answered).toBe(20)
    expect(upstream.requests).toHaveLength(40)
  })

  it('A replica sends no call in a minute that another one has used up.', async () => {
    const { upstream, replicas } = await startReplicas(2, createFixedWindow(5))
    const [one, other] = replicas
    await readAll(one ? [one] : [], 5)

    expect((await readAll(other ? [other] : [], 3)).gaps.map(({ code }) => code)).toEqual(Array(3).fill('RATE_LIMITED'))
    expect(upstream.requests).toHaveLength(5)
    expect(() => other?.client.assertBudgetFor(1)).toThrow('allows no call')
    expect(other?.client.count().budgetLeft).toBe(0)
  })

  it('Clocks that differ by a second do not allow more calls at the start of a minute.', async () => {
    const { replicas } = await startReplicas(2, createFixedWindow(10))
    const [ahead, behind] = replicas
    if (!ahead || !behind) throw new Error('two replicas')
    ahead.time.now = at('2026-11-20T12:01:00.200Z')
    behind.time.now = at('2026-11-20T12:00:59.700Z')
    const answered = [await readAll([ahead], 6), await readAll([behind], 6), await readAll([ahead], 6)]

    expect(answered.map((one) => one.answered)).toEqual([6, 4, 0])
  })

  it('Replicas with GCRA share one burst.', async () => {
    const { upstream, replicas } = await startReplicas(2, createGcra(60, 8))
    const { answered, gaps } = await readAll(replicas, 8)

    expect([answered, upstream.requests.length]).toEqual([8, 8])
    expect(Math.min(...gaps.map(({ retryAfter }) => retryAfter))).toBe(1_000)
  })

  it('All replicas pause after one of them got a 429.', async () => {
    const { server, upstream, replicas } = await startReplicas(2, createFixedWindow(100), () => ({
      status: 429,
      headers: { 'retry-after': '30' },
    }))
    const inside = await lookInto(server.url)
    const [one, other] = replicas
    await readGap(one?.client.readText(request) ?? Promise.resolve(''))
    await vi.waitUntil(
      async () => /"paused":1/.test((await inside.get('reporting-gateway:budget:test')) ?? ''),
      eventually,
    )
    const gap = await readGap(other?.client.readText(request) ?? Promise.resolve(''))

    expect(gap).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 30_000 })
    expect(upstream.requests).toHaveLength(1)
  })

  it('Without Redis each replica has a rate limit of its own, less the calls known to be used, and sends Redis no command.', async () => {
    const { server, upstream, replicas } = await startReplicas(2, createFixedWindow(10))
    const [one, other] = replicas
    await readAll(one ? [one] : [], 4)
    await readAll(other ? [other] : [], 2)
    await killFor(server, replicas)
    const countCommands = () => replicas.map(({ redis }) => redis.counts.commands)
    const commands = countCommands()
    const answered = await Promise.all(replicas.map((replica) => readAll([replica], 10)))

    expect(countCommands()).toEqual(commands)
    expect(answered.map((one) => one.answered)).toEqual([6, 4])
    expect(upstream.requests).toHaveLength(16)
  })

  it('The rate limit is shared again when Redis is back without its data.', async () => {
    const { server, upstream, replicas } = await startReplicas(2, createFixedWindow(10))
    const [one, other] = replicas
    if (!one || !other) throw new Error('two replicas')
    await readAll([one], 4)
    await readAll([other], 2)
    await killFor(server, replicas)
    await server.restart()
    await Promise.all(replicas.map(({ redis }) => vi.waitUntil(() => !redis.counts.isUnavailable, eventually)))
    const answered = [await readAll([other], 1), await readAll([one], 10)]

    expect(answered.map((each) => each.answered)).toEqual([1, 3])
    expect(upstream.requests).toHaveLength(10)
  })

  it('A value that no replica wrote is replaced.', async () => {
    const { server, replicas } = await startReplicas(2, createFixedWindow(5))
    const inside = await lookInto(server.url)
    for (const text of ['rubbish', '[]', 'null', '{"minute":"x","used":1,"paused":0}']) {
      await inside.set('reporting-gateway:budget:test', text)
      await replicas[0]?.budget.take()
    }

    expect(JSON.parse((await inside.get('reporting-gateway:budget:test')) ?? '')).toEqual({
      minute: tenPastTwelve / minute - 10_000 / minute,
      used: 4,
      paused: 0,
    })
  })

  it('A value of another Redis type is replaced, and the connection stays open.', async () => {
    const { server, replicas } = await startReplicas(2, createFixedWindow(5))
    const inside = await lookInto(server.url)
    await inside.lPush('reporting-gateway:budget:test', 'foreign')

    expect((await readAll(replicas, 5)).answered).toBe(5)
    expect(replicas.map(({ redis }) => redis.counts.failures)).toEqual([0, 0])
  })

  it.each<[string, RateLimitRule, Record<string, number>]>([
    ['at once', createFixedWindow(5), { minute: 0, used: 0, paused: tenPastTwelve + 365 * day }],
    ['spread', createGcra(60, 5), { due: 0, paused: tenPastTwelve + 2 * hour }],
  ])('A stored pause of more than an hour is ignored with %s.', async (_, rule, state) => {
    const { server, replicas } = await startReplicas(1, rule)
    const inside = await lookInto(server.url)
    await inside.set('reporting-gateway:budget:test', JSON.stringify(state))

    expect((await readAll(replicas, 3)).answered).toBe(3)
    const { paused } = JSON.parse((await inside.get('reporting-gateway:budget:test')) ?? '')
    expect(paused).toBe(0)
  })

  it('A stored pause of an hour is accepted, within the clock skew.', async () => {
    const { server, replicas } = await startReplicas(1, createFixedWindow(5))
    const inside = await lookInto(server.url)
    const paused = tenPastTwelve + hour + 1_000
    await inside.set('reporting-gateway:budget:test', JSON.stringify({ minute: 0, used: 0, paused }))

    expect((await readAll(replicas, 1)).gaps).toMatchObject([{ code: 'RATE_LIMITED', retryAfter: hour + 1_000 }])
  })

  it('A stored negative number of calls does not allow more calls.', async () => {
    const { server, replicas } = await startReplicas(1, createFixedWindow(5))
    const inside = await lookInto(server.url)
    const state = { minute: Math.floor(tenPastTwelve / minute), used: -1_000, paused: 0 }
    await inside.set('reporting-gateway:budget:test', JSON.stringify(state))

    expect((await readAll(replicas, 5)).answered).toBe(5)
    expect((await readAll(replicas, 5)).answered).toBe(0)
  })
})
