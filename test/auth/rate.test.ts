import { describe, expect, it, onTestFinished } from 'vitest'
import { createRateLimit } from '../../src/auth/rate-limit.ts'
import { startChangingChats } from '../support/changing-chats.ts'
import { askAs, type Client, createClient, toAccess } from '../support/clients.ts'
import { startListeningGateway } from '../support/listening-gateway.ts'
import { isRedisMissing, openRedis, startRedis, withRedis } from '../support/redis.ts'

async function start(clients: readonly Client[], failuresPerMinute = 1_000): Promise<string> {
  const chats = await startChangingChats()
  const { access } = toAccess(...clients)
  const gateway = await startListeningGateway([chats.source], Date.now, { access: { ...access, failuresPerMinute } })
  onTestFinished(async () => {
    await Promise.all([gateway.close(), chats.upstream.close()])
  })
  return gateway.url
}

const statuses = (secret: string, url: string, times: number) =>
  Promise.all(Array.from({ length: times }, async () => (await askAs(secret, url, '{ sources { id } }')).status))

const count = (all: readonly unknown[], one: unknown) => all.filter((other) => other === one).length

describe('authentication: the rate limit of a client', () => {
  const busy = createClient('busy', ['sales'], { operationsPerMinute: 5 })
  const calm = createClient('calm', ['sales'], { operationsPerMinute: 5 })

  it('A client is served up to its limit, and then gets 429 with Retry-After.', async () => {
    const url = await start([busy, calm])
    const answered = await statuses(busy.key, url, 8)
    expect([count(answered, 200), count(answered, 429)]).toEqual([5, 3])
    const { status, headers, body } = await askAs(busy.key, url, '{ sources { id } }')
    expect({ status, code: body.errors?.[0]?.extensions?.code }).toEqual({ status: 429, code: 'TOO_MANY_REQUESTS' })
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect(await statuses(calm.key, url, 1)).toEqual([200])
  })

  it('Requests that cannot be parsed count against the rate limit, too.', async () => {
    const url = await start([busy])
    for (let turn = 0; turn < 5; turn += 1) await askAs(busy.key, url, '{')
    expect(await statuses(busy.key, url, 1)).toEqual([429])
  })
})

describe('authentication: the limit of failed authentications of an address', () => {
  it('An address with too many invalid keys gets 429, but a valid key is still accepted from it.', async () => {
    const client = createClient('wallboard', ['sales'])
    const url = await start([client], 10)
    const answered = await statuses('rgw_wrong', url, 14)
    expect([count(answered, 401), count(answered, 429)]).toEqual([10, 4])
    const { status, headers } = await askAs('rgw_wrong', url, '{ sources { id } }')
    expect({ status, isTold: Number(headers.get('retry-after')) > 0 }).toEqual({ status: 429, isTold: true })
    expect(await statuses(client.key, url, 1)).toEqual([200])
  })
})

describe.skipIf(isRedisMissing)(withRedis('a rate limit that replicas share'), () => {
  it('Replicas count together in Redis, under keys that contain no name.', async () => {
    const server = await startRedis()
    const replicas = await Promise.all([openRedis(server.url), openRedis(server.url)])
    const counters = replicas.map((redis) => createRateLimit(4, redis))
    const waits = await Promise.all(
      [...counters, ...counters, ...counters].map((countOne) => countOne('token:ewa@demo.example')),
    )
    expect(count(waits, undefined)).toBe(4)
    expect(waits.filter((wait) => wait !== undefined).every((wait) => wait > 0 && wait <= 60_000)).toBe(true)
    const keys = await replicas[0]?.ask((client) =>
      client.eval("return redis.call('keys', '*')", { keys: [], arguments: [] }),
    )
    expect(String(keys)).not.toContain('demo.example')
  })

  it('Each replica counts separately while Redis is unavailable.', async () => {
    const server = await startRedis()
    const countOne = createRateLimit(2, await openRedis(server.url))
    expect(await countOne('wallboard')).toBeUndefined()
    await server.kill()
    const waits = [await countOne('wallboard'), await countOne('wallboard'), await countOne('wallboard')]
    expect(waits).toEqual([undefined, undefined, expect.any(Number)])
  })
})
