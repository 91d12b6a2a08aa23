import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { planMemory } from '../src/config/machine/memory-plan.ts'
import { defaultServing } from '../src/config/serving.ts'
import { createGateway } from '../src/gateway/create-gateway.ts'
import { registry } from '../src/provider/registry.ts'
import { createEndpoint } from '../src/server/endpoint.ts'
import { startChangingChats } from './support/changing-chats.ts'
import { eventually } from './support/eventually.ts'
import { schema, toTestConfig } from './support/gateway.ts'
import { isRedisMissing, startRedis, withRedis } from './support/redis.ts'
import { startSlowLink } from './support/slow-link.ts'
import { sharedTelemetry } from './support/telemetry.ts'

const now = Date.parse('2026-11-20T12:00:00Z')

/** A gateway whose way to Redis can be made slow, and how many chats it counts on each of these days. */
async function startGatewayWithRedis(timeout: number) {
  const chats = await startChangingChats()
  const server = await startRedis()
  const link = await startSlowLink(server.port)
  const redis = { url: `redis://127.0.0.1:${link.port}`, timeout }
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const gateway = createGateway(toTestConfig([chats.source], { redis }), registry, () => now, sharedTelemetry.observer)
  onTestFinished(async () => {
    await Promise.all([gateway.close(), chats.upstream.close()])
    warn.mockRestore()
  })
  await gateway.ready
  const endpoint = createEndpoint({
    schema,
    authenticate: gateway.authenticate,
    createContext: gateway.createContext,
    serving: defaultServing,
    memory: planMemory(4_000_000_000),
    deadline: 10_000,
    isProduction: true,
    telemetry: sharedTelemetry,
  })
  async function count(first: string, last: string): Promise<number | null> {
    const query = `{ report(metric: CONVERSATIONS, scope: { range: { days: { first: "${first}", last: "${last}" } } }) { total } }`
    const response = await endpoint.fetch('http://gateway/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    })
    return (await response.json()).data.report.total
  }
  const notes = () => warn.mock.calls.map(([note]) => String(note))
  return { count, server, link, notes, counts: () => gateway.redisCounts, calls: () => chats.upstream.requests.length }
}

describe.skipIf(isRedisMissing)(withRedis('a gateway whose Redis'), () => {
  it('stops responding uses memory and the upstream, and sends Redis no more commands', async () => {
    const { count, link, notes, counts, calls } = await startGatewayWithRedis(1_000)
    await vi.waitUntil(() => counts()?.isUnavailable === false, eventually)
    await count('2026-11-01', '2026-11-05')
    link.delay = Number.POSITIVE_INFINITY

    expect(await count('2026-11-01', '2026-11-05')).toBe(5)
    expect(await count('2026-11-01', '2026-11-10')).toBe(10)
    const commands = counts()?.commands
    expect(await count('2026-11-01', '2026-11-15')).toBe(15)
    expect(counts()?.commands).toBe(commands)
    expect(calls()).toBe(3)
    expect(notes().at(-1)).toBe('Redis is unavailable (no response): continuing without it.')
    expect(counts()).toMatchObject({ failures: expect.any(Number), isUnavailable: true })
  })

  it('is killed and comes back shares again what it reads', async () => {
    const { count, server, counts } = await startGatewayWithRedis(2_000)
    await vi.waitUntil(() => counts()?.isUnavailable === false, eventually)
    await server.kill()
    await vi.waitUntil(() => counts()?.isUnavailable === true, eventually)

    expect(await count('2026-11-01', '2026-11-05')).toBe(5)
    await server.restart()
    await vi.waitUntil(() => counts()?.isUnavailable === false, eventually)
    const before = counts()?.commands ?? 0
    expect(await count('2026-11-06', '2026-11-10')).toBe(5)
    expect(counts()?.commands).toBeGreaterThan(before + 2)
  })
})
