import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { connectRedis } from '../src/redis/connection.ts'
import { eventually } from './support/eventually.ts'
import { isRedisMissing, lookInto, openRedis, startRedis, withRedis } from './support/redis.ts'
import { startSlowLink } from './support/slow-link.ts'

/** A connection whose notes are kept. */
async function listenTo(url: string, timeout = 2_000) {
  const notes: string[] = []
  const redis = await openRedis(url, { timeout, log: (note) => notes.push(note) })
  const get = () => redis.ask((client) => client.mGet(['key']))
  return { redis, notes, get }
}

describe.skipIf(isRedisMissing)(withRedis('connectRedis'), () => {
  it('asks Redis, and says nothing', async () => {
    const { redis, notes, get } = await listenTo((await startRedis()).url)
    await redis.ask((client) => client.set('key', 'value'))

    expect(await get()).toEqual(['value'])
    expect([notes, redis.counts]).toEqual([[], { commands: 2, failures: 0, isUnavailable: false }])
  })

  it('keeps all keys below a prefix of its own', async () => {
    const server = await startRedis()
    const redis = await openRedis(server.url)
    await redis.ask((client) => client.set('key', 'value'))

    expect(await (await lookInto(server.url)).get('reporting-gateway:key')).toBe('value')
  })

  it('reports once that Redis is away when it is not there, and once that it answers again', async () => {
    const server = await startRedis()
    await server.kill()
    const { redis, notes, get } = await listenTo(server.url)

    expect([await get(), await get(), redis.counts.isUnavailable]).toEqual([undefined, undefined, true])
    await server.restart()
    await vi.waitUntil(() => !redis.counts.isUnavailable, eventually)
    await expect.poll(get, eventually).toEqual([null])
    expect(notes).toEqual(['Redis is unavailable (ECONNREFUSED): continuing without it.', 'Redis is available again.'])
  })

  it('works without Redis once it is killed, and uses it again after a restart', async () => {
    const server = await startRedis()
    const { redis, notes, get } = await listenTo(server.url)
    await get()
    await server.kill()

    expect([await get(), await get()]).toEqual([undefined, undefined])
    await server.restart()
    await vi.waitUntil(() => !redis.counts.isUnavailable, eventually)
    await expect.poll(get, eventually).toEqual([null])
    expect(notes).toEqual([expect.stringMatching(/^Redis is unavailable/), 'Redis is available again.'])
  })

  it('opens one connection at a time while Redis does not answer', async () => {
    const server = await startRedis()
    await server.kill()
    const link = await startSlowLink(server.port)
    const start = performance.now()
    const pause = 50
    const redis = await openRedis(`redis://127.0.0.1:${link.port}`, { retryDelay: pause })
    await vi.waitUntil(() => link.connections >= 10, eventually)
    const pauses = (performance.now() - start) / (pause - 1)

    expect(link.connections).toBeLessThanOrEqual(1 + pauses)
    expect(redis.counts.isUnavailable).toBe(true)
  })

  it.each([
    ['late', 100_000],
    ['lost', Number.POSITIVE_INFINITY],
  ])('stops waiting for responses that are %s after its time-out, and then sends no command', async (_, delay) => {
    const link = await startSlowLink((await startRedis()).port)
    const { redis, notes, get } = await listenTo(`redis://127.0.0.1:${link.port}`, 50)
    await vi.waitUntil(() => !redis.counts.isUnavailable, eventually)
    notes.splice(0)
    link.delay = delay
    const start = performance.now()
    const together = await Promise.all([get(), get(), get()])
    const waited = performance.now() - start
    const { commands } = redis.counts
    const later = await get()

    expect([...together, later]).toEqual([undefined, undefined, undefined, undefined])
    expect(waited).toBeGreaterThan(45)
    // A hundred times as long: far less than the late responses take.
    expect(waited).toBeLessThan(5_000)
    expect(redis.counts.commands).toBe(commands)
    expect(redis.counts.isUnavailable).toBe(true)
    link.delay = 0
    await vi.waitUntil(() => !redis.counts.isUnavailable, eventually)
    expect(notes).toEqual(['Redis is unavailable (no response): continuing without it.', 'Redis is available again.'])
  })

  it('does not count the time that the process itself was busy as a delay of Redis', async () => {
    const { get } = await listenTo((await startRedis()).url, 1_000)
    const answer = get()
    for (const start = performance.now(); performance.now() - start < 2_000; );

    expect(await answer).toEqual([null])
  })

  it.each([
    ['it is full', ['--maxmemory', '100kb'], '', 'OOM'],
    ['its password is another', ['--requirepass', 'right'], ':s3cret@', 'WRONGPASS'],
    ['it wants a password', ['--requirepass', 'right'], '', 'NOAUTH'],
    ['it only reads', ['--replicaof', '127.0.0.1', '1', '--replica-serve-stale-data', 'yes'], '', 'READONLY'],
  ])('is away, and not now and then, when %s', async (_, settings, credentials, reason) => {
    const server = await startRedis(settings)
    const link = await startSlowLink(server.port)
    const { redis, notes, get } = await listenTo(`redis://${credentials}127.0.0.1:${link.port}`)
    await vi.waitUntil(() => link.connections >= 4, eventually)

    expect(await get()).toBeUndefined()
    expect(redis.counts.isUnavailable).toBe(true)
    expect(notes).toEqual([`Redis is unavailable (${reason}): continuing without it.`])
  })

  it('never shows a password', async () => {
    const server = await startRedis()
    await server.kill()
    const { notes } = await listenTo(server.url.replace('//', '//user:s3cret@'))

    expect(notes.join()).not.toContain('s3cret')
  })

  it('asks nothing once it is closed, and does not come back', async () => {
    const server = await startRedis()
    const { redis, notes, get } = await listenTo(server.url)
    redis.close()
    const clients = await (await lookInto(server.url)).sendCommand(['CLIENT', 'LIST'])

    expect(await get()).toBeUndefined()
    expect(String(clients).trim().split('\n')).toHaveLength(1)
    expect(notes).toEqual([])
  })
})

it('A server that answers every command with a number is unavailable, and nothing waits for it.', async () => {
  const server = createServer((socket) =>
    socket.on('data', () => socket.write(':1\r\n'.repeat(4))).on('error', () => {}),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const notes: string[] = []
  const redis = connectRedis(`redis://127.0.0.1:${(server.address() as AddressInfo).port}`, {
    timeout: 1_000,
    log: (note) => notes.push(note),
  })
  await redis.ready
  expect(await redis.ask((client) => client.mGet(['a']))).toBeUndefined()
  expect(notes).toEqual([expect.stringMatching(/^Redis is unavailable/)])
  redis.close()
  server.close()
})
