import { request } from 'undici'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type ChangingChats, startChangingChats } from '../support/changing-chats.ts'
import { askAs, createClient, toAccess } from '../support/clients.ts'
import { subscribe } from '../support/event-stream.ts'
import { eventually } from '../support/eventually.ts'
import { openGate } from '../support/gate.ts'
import { post } from '../support/post.ts'
import { json } from '../support/raw-upstream.ts'
import { isRedisMissing, startRedis, withRedis } from '../support/redis.ts'
import { startWatchedGateway, type WatchedGateway, type WatchOptions } from '../support/watched-gateway.ts'

let chats: ChangingChats

beforeEach(async () => {
  chats = await startChangingChats({ callsPerMinute: 60, burst: 1_000, inFlight: 4 })
  onTestFinished(chats.upstream.close)
})

const start = (options: WatchOptions = {}) => startWatchedGateway([chats.source], options)
const report = (days = 7) => `{ report(metric: CONVERSATIONS, scope: { range: { last: "P${days}D" } }) { total } }`

/** Samples by name and labels. */
async function readSamples(gateway: WatchedGateway): Promise<ReadonlyMap<string, number>> {
  const lines = (await gateway.readMetrics()).split('\n').filter((line) => line && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]))
}

describe('/metrics', () => {
  it('The metrics count operations by type and outcome, and their durations.', async () => {
    const gateway = await start()
    for (const query of [report(), report(), '{ nothing }']) await post(gateway.url, { query })
    await gateway.told(3)
    const samples = await readSamples(gateway)
    expect(samples.get('gateway_operations_total{type="query",outcome="ok"}')).toBe(2)
    expect(samples.get('gateway_operations_total{type="unknown",outcome="refused"}')).toBe(1)
    expect(samples.get('gateway_operation_duration_seconds_count{type="query"}')).toBe(2)
    expect(samples.get('gateway_operation_duration_seconds_bucket{le="+Inf",type="query"}')).toBe(2)
    expect(samples.get('gateway_operations_in_flight')).toBe(0)
  })

  it('The metrics count calls by source, dataset and outcome, and rows by their origin.', async () => {
    const gateway = await start()
    await post(gateway.url, { query: report() })
    await post(gateway.url, { query: report().replace('total }', 'average: total }') })
    chats.answer = () => json({}, 403)
    await post(gateway.url, { query: '{ sources { agents { email } } }' })
    const samples = await readSamples(gateway)
    const calls = (labels: string) => samples.get(`gateway_upstream_calls_total{source="sales",${labels}}`)
    expect(calls('dataset="total_chats",outcome="ANSWERED"')).toBe(1)
    expect(calls('dataset="agents",outcome="FORBIDDEN"')).toBe(1)
    expect(samples.get('gateway_upstream_call_duration_seconds_count{source="sales"}')).toBe(2)
    expect(samples.get('gateway_rows_total{from="upstream"}')).toBe(7)
    expect(samples.get('gateway_rows_total{from="store"}')).toBe(7)
  })

  it('The metrics have the calls in flight, the queued calls and the calls that the rate limit allows.', async () => {
    const gateway = await start({ deadline: 300_000, attemptTimeout: 300_000 })
    const { opened, open } = openGate()
    chats.answer = (counted) => opened.then(() => counted)
    const lists = ['agents { email }', 'tags', 'goals { id }', 'greetings { id }', 'teams { id }']
    const asked = lists.map((list) => post(gateway.url, { query: `{ sources { ${list} } }` }))
    const during = await vi.waitFor(async () => {
      const samples = await readSamples(gateway)
      expect(samples.get('gateway_upstream_waiting{source="sales"}')).toBe(1)
      return samples
    }, eventually)
    expect(during.get('gateway_operations_in_flight')).toBe(5)
    expect(during.get('gateway_upstream_in_flight{source="sales"}')).toBe(4)
    expect(during.get('gateway_upstream_budget_left{source="sales"}')).toBe(996)
    open()
    await Promise.all(asked)
    const after = await readSamples(gateway)
    expect(after.get('gateway_upstream_waiting{source="sales"}')).toBe(0)
    expect(after.get('gateway_upstream_in_flight{source="sales"}')).toBe(0)
  })

  it('The metrics have the state of the circuit breaker and the number of retries of a source.', async () => {
    const gateway = await start()
    chats.answer = () => ({ ending: 'reset' })
    const breaker = (state: string) => samples.get(`gateway_breaker_state{source="sales",state="${state}"}`)
    let samples = await readSamples(gateway)
    expect({ open: breaker('OPEN'), closed: breaker('CLOSED') }).toEqual({ open: 0, closed: 1 })
    // It opens for five seconds only, so that its state is read after each few failures.
    for (let days = 1; breaker('OPEN') === 0; days += 5) {
      await Promise.all(Array.from({ length: 5 }, (_, index) => post(gateway.url, { query: report(days + index) })))
      samples = await readSamples(gateway)
    }
    expect({ open: breaker('OPEN'), closed: breaker('CLOSED') }).toEqual({ open: 1, closed: 0 })
    expect(samples.get('gateway_upstream_retries_total{source="sales"}')).toBeGreaterThan(0)
  })

  it('The metrics count open subscriptions.', async () => {
    const gateway = await start()
    const stream = await subscribe(gateway.url, `subscription ${report()}`)
    await stream.next()
    const during = await readSamples(gateway)
    expect(during.get('gateway_subscriptions_open')).toBe(1)
    expect(during.get('gateway_operations_in_flight')).toBe(0)
    stream.close()
    await gateway.told(1)
    const after = await readSamples(gateway)
    expect(after.get('gateway_subscriptions_open')).toBe(0)
    expect(after.get('gateway_operations_total{type="subscription",outcome="ok"}')).toBe(1)
    expect(after.get('gateway_operation_duration_seconds_count{type="subscription"}')).toBeUndefined()
  })

  it('The metrics include those of the process.', async () => {
    const samples = await readSamples(await start())
    for (const name of [
      'nodejs_eventloop_lag_p99_seconds',
      'process_resident_memory_bytes',
      'process_cpu_seconds_total',
    ])
      expect(samples.get(name)).toBeGreaterThanOrEqual(0)
  })

  it('A thousand operations with different names do not add any time series.', async () => {
    const gateway = await start()
    // A connection each: one that is kept alive may be closed while the next request is on its way.
    const ask = async (name: string) => {
      const query = new URLSearchParams({ query: `query ${name} { __typename }`, operationName: name })
      const { body } = await request(`${gateway.url}?${query}`, { headers: { 'x-request-id': name }, reset: true })
      return body.text()
    }
    await ask('first')
    await gateway.told(1)
    const before = [...(await readSamples(gateway)).keys()].filter((name) => name.startsWith('gateway_'))
    for (let from = 0; from < 1_000; from += 100)
      await Promise.all(Array.from({ length: 100 }, (_, index) => ask(`name${from + index}`)))
    await gateway.told(1_001)
    const samples = await readSamples(gateway)
    expect([...samples.keys()].filter((name) => name.startsWith('gateway_'))).toEqual(before)
    expect(samples.get('gateway_operations_total{type="query",outcome="ok"}')).toBe(1_001)
    expect([...samples.keys()].join()).not.toContain('name9')
  })

  it('The metrics need no key and name no client.', async () => {
    const client = createClient('wallboard', ['sales'])
    const gateway = await start(toAccess(client))
    await askAs(client.key, gateway.url, report())
    const text = await gateway.readMetrics()
    expect(text).toContain('gateway_upstream_calls_total{')
    expect(text).not.toContain('wallboard')
  })

  it('The metrics are in the Prometheus text format, at this path only.', async () => {
    const { url } = await start()
    const { headers } = await fetch(new URL('/metrics?x=y', url))
    expect(headers.get('content-type')).toContain('text/plain; version=0.0.4')
    expect((await fetch(new URL('/metrics/x', url))).status).toBe(404)
  })
})

describe('health checks and metrics', () => {
  it.each(['/metrics', '/health/live', '/health/ready'])('Only GET and HEAD are allowed for %s.', async (path) => {
    const { url } = await start()
    const ask = async (method: string) => {
      const response = await fetch(new URL(`${path}?x=y`, url), { method })
      return { status: response.status, allow: response.headers.get('allow'), text: await response.text() }
    }
    expect(await ask('GET')).toEqual({ status: 200, allow: null, text: expect.stringMatching(/./) })
    expect(await ask('HEAD')).toEqual({ status: 200, allow: null, text: '' })
    for (const method of ['POST', 'DELETE', 'OPTIONS'])
      expect(await ask(method)).toEqual({ status: 405, allow: 'GET, HEAD', text: '' })
  })
})

describe.skipIf(isRedisMissing)(withRedis('/metrics of a gateway with Redis'), () => {
  it('The metrics count Redis commands and say when Redis is unavailable.', async () => {
    const redis = await startRedis()
    const gateway = await start({ redis: { url: redis.url, timeout: 2_000 } })
    await post(gateway.url, { query: report() })
    const before = await readSamples(gateway)
    expect(before.get('gateway_redis_commands_total')).toBeGreaterThan(0)
    expect([before.get('gateway_redis_failures_total'), before.get('gateway_redis_away')]).toEqual([0, 0])
    await redis.kill()
    expect(await gateway.told(1, 'Redis is unavailable (no response): continuing without it.')).toMatchObject([
      { level: 'warn' },
    ])
    expect((await readSamples(gateway)).get('gateway_redis_away')).toBe(1)
  })
})
