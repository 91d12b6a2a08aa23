import { describe, expect, it, vi } from 'vitest'
import type { Dataset } from '../../src/report/port/dataset.ts'
import { GapError } from '../../src/report/port/error.ts'
import { type Row, type SeriesKey, toDayChunks } from '../../src/report/port/series.ts'
import { hour } from '../../src/report/time/date.ts'
import { createRedisCache, encodeBlock } from '../../src/series/cache/redis-cache.ts'
import { createLayeredCache, createMemoryCache, toCacheKey } from '../../src/series/cache/series-cache.ts'
import { createUpstreamReader } from '../../src/series/read-upstream.ts'
import { createSeriesReader } from '../../src/series/reader.ts'
import { createReplicaLocks, type LockOptions } from '../../src/series/replicas/replica-locks.ts'
import { createReplicaReader } from '../../src/series/replicas/replica-reader.ts'
import { anyone } from '../support/asker.ts'
import { eventually } from '../support/eventually.ts'
import { openGate } from '../support/gate.ts'
import { at, toSpan } from '../support/instants.ts'
import { inventRows, inventSource } from '../support/invented-source.ts'
import { isRedisMissing, lookInto, openRedis, type RedisServer, startRedis, withRedis } from '../support/redis.ts'
import { byChunk, listing, toBlocksOf } from '../support/rows-by-chunk.ts'
import { defaultAges } from '../support/store-ages.ts'

const now = at('2026-03-29T10:00Z')
const series: SeriesKey = { dataset: 'chats', parameters: {}, grain: 'day', rowZone: 'UTC' }
const daysOf = (first: string, end: string) => toDayChunks('UTC', toSpan(`${first}T00:00Z`, `${end}T00:00Z`))
const week = daysOf('2026-03-23', '2026-03-30')

/** A replica: a memory, a connection and a source of its own. */
async function startReplica(server: RedisServer, readRows?: Dataset['readRows'], options: LockOptions = {}) {
  const [source, reads] = inventSource({ account: 'shared', ...(readRows && { readRows }) })
  const redis = await openRedis(server.url)
  const shared = createRedisCache(redis)
  const locks = createReplicaLocks(redis, { lookEvery: 5, ...options })
  const memory = createMemoryCache(1_000_000)
  const store = createLayeredCache(memory, shared, hour)
  const readAlone = createUpstreamReader(store, defaultAges)
  const readMissing = createReplicaReader(locks, memory, shared, readAlone)
  const { readChunks: readBlocks } = createSeriesReader(store, defaultAges, readMissing)
  const readChunks = listing(readBlocks)
  return {
    redis,
    reads: () => reads.map(({ chunks }) => chunks.length),
    read: (chunks = week, later = 0, freshFor?: number) =>
      readChunks(source, series, chunks, now + later, anyone, freshFor),
    readUntil: (signal: AbortSignal) => readChunks(source, series, week, now, { ...anyone, signal }),
  }
}

const countLocks = async (inside: Awaited<ReturnType<typeof lookInto>>) => (await inside.keys('*:lock:*')).length

/** A source that answers when the gate is opened. */
function holdBack() {
  const { opened, open } = openGate()
  const readRows: Dataset['readRows'] = async (_, chunks) => {
    await opened
    return inventRows(chunks)
  }
  return { readRows, open }
}

describe.skipIf(isRedisMissing)(withRedis('replicas on one Redis'), () => {
  it('that are asked the same at the same time read it once', async () => {
    const server = await startRedis()
    const replicas = await Promise.all([1, 2, 3, 4].map(() => startReplica(server)))
    const answers = await Promise.all(replicas.map(({ read }) => read()))

    expect(replicas.flatMap(({ reads }) => reads())).toEqual([7])
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(answers[0]?.size).toBe(7)
  })

  it('read each day once, whatever their ranges', async () => {
    const server = await startRedis()
    const inside = await lookInto(server.url)
    const { readRows, open } = holdBack()
    const first = await startReplica(server, readRows)
    const second = await startReplica(server, readRows)
    const one = first.read(week)
    await vi.waitUntil(async () => (await countLocks(inside)) === 7, eventually)
    const other = second.read(daysOf('2026-03-28', '2026-04-01'))
    await vi.waitUntil(() => second.reads().length === 1, eventually)
    open()

    expect([(await one).size, (await other).size]).toEqual([7, 4])
    expect([first.reads(), second.reads()]).toEqual([[7], [2]])
  })

  it('do not wait for each other when each holds what the other wants', async () => {
    const server = await startRedis()
    const inside = await lookInto(server.url)
    const { readRows, open } = holdBack()
    const first = await startReplica(server, readRows)
    const second = await startReplica(server, readRows)
    const [early, late] = [daysOf('2026-03-20', '2026-03-23'), daysOf('2026-03-23', '2026-03-26')]
    const parts = [first.read(early), second.read(late)]
    await vi.waitUntil(async () => (await countLocks(inside)) === 6, eventually)
    const crossed = [first.read(late), second.read(early)]
    open()

    expect((await Promise.all([...parts, ...crossed])).map(({ size }) => size)).toEqual([3, 3, 3, 3])
    expect([...first.reads(), ...second.reads()]).toEqual([3, 3])
  })

  it('take days from each other that have become fresh again elsewhere', async () => {
    const server = await startRedis()
    const first = await startReplica(server)
    const second = await startReplica(server)
    await first.read()
    await second.read()
    await first.read(week, 40_000)
    await second.read(week, 45_000)

    expect([first.reads(), second.reads()]).toEqual([[7, 1], []])
  })

  it('read anew what is too old for who asks', async () => {
    const server = await startRedis()
    const first = await startReplica(server)
    const second = await startReplica(server)
    await first.read()
    await second.read(week, 2_500, 2_500)

    expect([first.reads(), second.reads()]).toEqual([[7], [1]])
  })

  it('leave no lock behind', async () => {
    const server = await startRedis()
    const inside = await lookInto(server.url)
    const replicas = await Promise.all([1, 2].map(() => startReplica(server)))
    await Promise.all(replicas.map(({ read }) => read()))

    await vi.waitUntil(async () => (await countLocks(inside)) === 0, eventually)
  })

  it('let go only of what they have written, for whoever waits looks there at once', async () => {
    const server = await startRedis()
    const inside = await lookInto(server.url)
    const commands: string[] = []
    await inside.monitor((command) => commands.push(String(command)))
    await (await startReplica(server)).read()
    const released = () => commands.findIndex((command) => /lua\] "del" "reporting-gateway:lock:/.test(command))
    await vi.waitUntil(() => released() >= 0, eventually)

    expect(released()).toBeGreaterThan(commands.findLastIndex((command) => /lua\] "rpush" .*:rows:/.test(command)))
    // Settled days and others are kept for different times.
    expect(commands.filter((command) => /lua\] "rpush" .*:rows:/.test(command))).toHaveLength(2)
  })

  it('try for themselves what another failed to read', async () => {
    const server = await startRedis()
    const inside = await lookInto(server.url)
    const { opened, open } = openGate()
    const first = await startReplica(server, async () => {
      await opened
      throw new GapError('UNAVAILABLE', 'out of order')
    })
    const second = await startReplica(server)
    const failing = expect(first.read()).rejects.toThrow('out of order')
    await vi.waitUntil(async () => (await countLocks(inside)) === 7, eventually)
    const answer = second.read()
    open()
    await failing

    expect((await answer).size).toBe(7)
    expect(second.reads()).toEqual([7])
  })

  it('wait for the lock of a replica that died until it expires', async () => {
    const server = await startRedis()
    const inside = await lookInto(server.url)
    const { readRows } = holdBack()
    const dead = await startReplica(server, readRows, { lockFor: 2_000 })
    const second = await startReplica(server)
    void dead.read()
    await vi.waitUntil(async () => (await countLocks(inside)) === 7, eventually)
    dead.redis.close()
    const start = performance.now()
    const answer = second.read()
    await vi.waitUntil(() => second.redis.counts.commands >= 4, eventually)
    expect(second.reads()).toEqual([])

    expect((await answer).size).toBe(7)
    expect(second.reads()).toEqual([7])
    // After 30 seconds it would not wait for the lock of any other replica.
    expect(performance.now() - start).toBeLessThan(20_000)
  })

  it('renew a lock for as long as they read', async () => {
    const server = await startRedis()
    const inside = await lookInto(server.url)
    const { readRows, open } = holdBack()
    const first = await startReplica(server, readRows, { lockFor: 2_400 })
    const second = await startReplica(server)
    const one = first.read()
    await vi.waitUntil(async () => (await countLocks(inside)) === 7, eventually)
    const { commands } = first.redis.counts
    const other = second.read()
    // Renewed three times in its life, it would have expired by the fourth.
    await vi.waitUntil(() => first.redis.counts.commands >= commands + 4, eventually)
    open()

    expect([(await one).size, (await other).size]).toEqual([7, 7])
    expect([first.reads(), second.reads()]).toEqual([[7], []])
  })

  it('never release the lock of another', async () => {
    const server = await startRedis()
    const inside = await lookInto(server.url)
    const { readRows, open } = holdBack()
    const first = await startReplica(server, readRows)
    const answer = first.read()
    await vi.waitUntil(async () => (await countLocks(inside)) === 7, eventually)
    const names = await inside.keys('*:lock:*')
    for (const name of names) await inside.set(name, 'of another')
    open()
    await answer
    await first.redis.ask((client) => client.mGet(['sent after the release']))

    expect(await inside.mGet(names)).toEqual(names.map(() => 'of another'))
  })

  it('read for themselves when Redis dies while they wait', async () => {
    const server = await startRedis()
    const inside = await lookInto(server.url)
    const { readRows, open } = holdBack()
    const first = await startReplica(server, readRows)
    const second = await startReplica(server)
    const one = first.read()
    await vi.waitUntil(async () => (await countLocks(inside)) === 7, eventually)
    const other = second.read()
    await vi.waitUntil(() => second.redis.counts.commands >= 4, eventually)
    inside.on('error', () => {})
    await server.kill()

    expect((await other).size).toBe(7)
    expect(second.reads()).toEqual([7])
    open()
    expect((await one).size).toBe(7)
  })

  it('wait for nobody once those who asked have left', async () => {
    const server = await startRedis()
    const inside = await lookInto(server.url)
    const { readRows } = holdBack()
    const first = await startReplica(server, readRows)
    const second = await startReplica(server)
    void first.read()
    await vi.waitUntil(async () => (await countLocks(inside)) === 7, eventually)
    const leaver = new AbortController()
    const left = expect(second.readUntil(leaver.signal)).rejects.toThrow('cancelled')
    await vi.waitUntil(() => second.redis.counts.commands >= 4, eventually)
    leaver.abort()
    await left

    expect(second.reads()).toEqual([])
  })

  it('do not wait for those that read another account', async () => {
    const server = await startRedis()
    const inside = await lookInto(server.url)
    const { readRows } = holdBack()
    const first = await startReplica(server, readRows)
    void first.read()
    await vi.waitUntil(async () => (await countLocks(inside)) === 7, eventually)
    const redis = await openRedis(server.url)
    const [memory, shared] = [createMemoryCache(1_000_000), createRedisCache(redis)]
    const readAlone = createUpstreamReader(memory, defaultAges)
    const reading = createReplicaReader(createReplicaLocks(redis), memory, shared, readAlone)
    const [source] = inventSource({ account: 'another' })

    expect(byChunk('day', await reading(source, series, week, now, anyone), week).size).toBe(7)
  })

  it('keep in memory what another has read', async () => {
    const server = await startRedis()
    await (await startReplica(server)).read()
    const redis = await openRedis(server.url)
    const [memory, shared] = [createMemoryCache(1_000_000), createRedisCache(redis)]
    const readAlone = createUpstreamReader(memory, defaultAges)
    const reading = createReplicaReader(createReplicaLocks(redis), memory, shared, readAlone)
    const [source, reads] = inventSource({ account: 'shared' })
    const answer = await reading(source, series, week, now, anyone, () => true)
    const kept = await memory.read(toCacheKey(source, series), week)

    expect(reads).toEqual([])
    expect([...byChunk('day', kept, week)]).toEqual([...byChunk('day', answer, week)])
    expect(byChunk('day', kept, week).size).toBe(7)
  })

  it.each([
    ['the days of its beginning', daysOf('2026-03-23', '2026-03-26'), [4]],
    ['a day in its middle', daysOf('2026-03-25', '2026-03-26'), [7]],
    ['all its days', week, []],
  ])('read a week in one call, of which another has meanwhile read %s', async (_, known, calls) => {
    const server = await startRedis()
    await (await startReplica(server)).read(known)
    const redis = await openRedis(server.url)
    const [memory, shared] = [createMemoryCache(1_000_000), createRedisCache(redis)]
    const readAlone = createUpstreamReader(memory, defaultAges)
    const reading = createReplicaReader(createReplicaLocks(redis), memory, shared, readAlone)
    const [source, reads] = inventSource({ account: 'shared', maxChunksPerCall: () => 40 })
    const answer = await reading(source, series, week, now, anyone, () => true)

    expect(reads.map(({ chunks }) => chunks.length)).toEqual(calls)
    expect(byChunk('day', answer, week).size).toBe(7)
  })

  it.each<[string, (start: number) => Row]>([
    ['figures below zero', (start) => ({ start, end: start + hour, figures: { count: -7 } })],
    ['rows of another day', (start) => ({ start: start + 720 * hour, end: start + 721 * hour, figures: { count: 7 } })],
  ])('read anew where somebody has written %s', async (_, toRow) => {
    const server = await startRedis()
    const inside = await lookInto(server.url)
    const [chunk] = week
    if (!chunk) throw new Error('a day')
    const own = await (await startReplica(server)).read([chunk])
    const [name = ''] = await vi.waitUntil(async () => inside.keys('*:rows:*'), eventually)
    const forged = toBlocksOf('day', [[chunk, { rows: [toRow(chunk.start)], readAt: now }]])
    const [source] = inventSource({ account: 'shared' })
    for (const [block, content] of forged)
      await inside.lSet(name, 0, encodeBlock(toCacheKey(source, series).text + block, content))
    const other = await startReplica(server)

    expect(await other.read([chunk])).toEqual(own)
    expect(other.reads()).toEqual([1])
  })
})
