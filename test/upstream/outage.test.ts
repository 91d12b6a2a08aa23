import { afterEach, describe, expect, it } from 'vitest'
import {
  type BreakerOptions,
  createRetryBudget,
  defaultBreaker,
  defaultRetry,
} from '../../src/upstream/circuit-breaker.ts'
import { createFixedWindow } from '../../src/upstream/rate-limit/rate-limit-rule.ts'
import { createRateLimiter } from '../../src/upstream/rate-limit/rate-limiter.ts'
import { closeAll, openEdge, readGap, request, startEdge } from '../support/edge.ts'
import { json, type RawAnswer, type RawHandler, startRawUpstream } from '../support/raw-upstream.ts'

afterEach(closeAll)

const soon = { ...defaultRetry, waitFrom: 1, waitTo: 5 }
const unbreakable = { ...defaultBreaker, calls: Number.POSITIVE_INFINITY }
const failing: RawAnswer = { status: 503, body: 'down' }

/** These answers, and then a good one. */
const inTurn = (...answers: RawAnswer[]): RawHandler => {
  const left = [...answers]
  return () => left.shift() ?? json('[1]')
}

const readTimes = (client: Awaited<ReturnType<typeof startEdge>>[0], times: number) =>
  Promise.all(Array.from({ length: times }, () => readGap(client.readText(request))))

describe('a retry', () => {
  it.each<[string, RawAnswer]>([
    ['502', { status: 502 }],
    ['503', { status: 503 }],
    ['504', { status: 504 }],
    ['a reset', { ending: 'reset' }],
    ['a reset in the body', { ...json('[1, 2, 3]'), ending: 'resetInBody' }],
    ['a body cut off', { ...json('[1, 2, 3]'), ending: 'cut' }],
  ])('A call is retried after %s.', async (_, failure) => {
    const [client, upstream] = await startEdge(inTurn(failure, failure), { retry: soon })

    expect(await client.readText(request)).toBe('[1]')
    expect(upstream.requests).toHaveLength(3)
    expect(client.count()).toMatchObject({ calls: { ANSWERED: 1 }, retries: 2 })
  })

  it('A call is retried twice, and no more.', async () => {
    const [client, upstream] = await startEdge(failing, { retry: soon })

    expect(await readGap(client.readText(request))).toMatchObject({ code: 'UNAVAILABLE', message: /503/ })
    expect(upstream.requests).toHaveLength(3)
  })

  it('A call is retried if the connection is not accepted.', async () => {
    const closed = await startRawUpstream(() => json('[]'))
    await closed.close()
    const client = openEdge(closed.url, { retry: soon })

    expect(await readGap(client.readText(request))).toMatchObject({ code: 'UNAVAILABLE', message: /ECONNREFUSED/ })
    expect(client.count()).toMatchObject({ calls: { UNAVAILABLE: 3 }, retries: 2 })
  })

  it.each<[string, RawAnswer]>([
    ...[301, 400, 401, 403, 404, 408, 422, 429, 500, 501].map((status): [string, RawAnswer] => [
      `${status}`,
      { status },
    ]),
    ['Chatwoot’s time-out', { status: 422, body: '{"error":"canceling statement due to statement timeout"}' }],
    ['what is not HTTP', { ending: 'notHttp', body: 'SSH-2.0\r\n' }],
    ['an unknown encoding', { body: 'x', headers: { 'content-encoding': 'zstd' } }],
    ['no answer in time', { ending: 'hangBeforeHeaders' }],
    ['half an answer in time', { ending: 'hangAfterHeaders', body: '[]' }],
    ['a failure after half the time of an attempt', { ...failing, delay: 1_500 }],
    ['a 503 that asks for more time than there is', { ...failing, headers: { 'retry-after': '30' } }],
  ])('A call is not retried after %s.', async (_, failure) => {
    const [client, upstream] = await startEdge(inTurn(failure), { retry: soon, attemptTimeout: 2_500 })
    await readGap(client.readText(request))

    expect(upstream.requests).toHaveLength(1)
    expect(client.count().retries).toBe(0)
  })

  it('A call is not retried after a 504 of a product whose queries continue.', async () => {
    const [client, upstream] = await startEdge(inTurn({ status: 504 }), { retry: soon, retryableStatuses: [502, 503] })

    expect(await readGap(client.readText(request))).toMatchObject({ code: 'TIMEOUT' })
    expect(upstream.requests).toHaveLength(1)
  })

  it('A call is not retried if the response could not arrive before the deadline.', async () => {
    const [client, upstream] = await startEdge(inTurn(failing), { retry: defaultRetry, deadline: 80 })

    expect(await readGap(client.readText(request))).toMatchObject({ code: 'UNAVAILABLE' })
    expect(upstream.requests).toHaveLength(1)
  })

  it('A call is not retried for a client that has disconnected.', async () => {
    const retry = { ...defaultRetry, waitFrom: 100_000, waitTo: 100_000 }
    const [client, upstream] = await startEdge(inTurn(failing), { retry, deadline: 300_000 })
    const leaver = new AbortController()
    const left = readGap(client.withContext({ caller: 'ann', signal: leaver.signal }, 'reports').readText(request))
    await expect.poll(() => client.count().calls.UNAVAILABLE).toBe(1)
    leaver.abort()

    expect((await left).message).toBe('cancelled because the client disconnected')
    await client.readText(request)
    expect(upstream.requests).toHaveLength(2)
  })

  it('A retry counts against the rate limit; if that allows none in time, the first failure is returned.', async () => {
    const clock = () => Date.parse('2026-11-20T12:00:10Z')
    const budget = createRateLimiter(createFixedWindow(2), clock)
    const [client, upstream] = await startEdge(failing, { retry: soon, clock, budget })

    expect(await readGap(client.readText(request))).toMatchObject({ code: 'UNAVAILABLE', message: /503/ })
    expect(upstream.requests).toHaveLength(2)
  })

  it.each(['one after the other', 'all at once'])('Retries are rare in an outage: 60 reads %s.', async (how) => {
    const [client, upstream] = await startEdge(failing, { retry: soon, breaker: unbreakable })
    if (how === 'all at once') await readTimes(client, 60)
    else for (let count = 0; count < 60; count += 1) await readGap(client.readText(request))

    expect(upstream.requests.length).toBeGreaterThan(60)
    expect(upstream.requests.length / 60).toBeLessThanOrEqual(1.3)
  })

  it('A retry is sent after a random delay of 100 ms to 1 s.', () => {
    const retries = createRetryBudget(defaultRetry)
    const waits = [1, 2].flatMap((tries) => Array.from({ length: 200 }, () => retries.plan(tries) ?? Number.NaN))

    expect(Math.min(...waits)).toBeGreaterThanOrEqual(100)
    expect(Math.max(...waits)).toBeLessThanOrEqual(1_000)
    expect(new Set(waits).size).toBeGreaterThan(390)
    expect(retries.plan(3)).toBeUndefined()
  })
})

describe('a source that fails', () => {
  const breaker: BreakerOptions = { ...defaultBreaker, openFor: 60, longest: 200 }

  it.each<[string, RawAnswer]>([
    ['answers 500', { status: 500 }],
    ['answers 503', failing],
    ['resets', { ending: 'reset' }],
    ['is too slow', { ending: 'hangBeforeHeaders' }],
  ])('A source that %s is paused: calls are rejected without waiting, with the time to retry.', async (_, answer) => {
    const [client] = await startEdge(answer, {
      attemptTimeout: answer.ending === 'hangBeforeHeaders' ? 300 : 60_000,
      inFlight: 20,
      breaker: { ...defaultBreaker, openFor: 60_000 },
    })
    await readTimes(client, 20)
    const waits = new Promise<'waits'>((pass) => setImmediate(pass, 'waits'))
    const gap = await Promise.race([readGap(client.readText(request)), waits])

    expect(gap).toMatchObject({
      code: 'UNAVAILABLE',
      message: 'paused after repeated failures (circuit breaker open)',
    })
    expect(gap).toHaveProperty(
      'retryAfter',
      expect.toSatisfy((time: number) => time > 1_000 && time <= 60_000),
    )
    expect(client.count().breaker).toBe('OPEN')
    expect(Object.values(client.count().calls)).toEqual([20])
  })

  it('Queued calls that time out open the circuit breaker of a source that responds to no call.', async () => {
    const [client, upstream] = await startEdge(
      { ending: 'hangBeforeHeaders' },
      {
        deadline: 150,
        breaker: { ...defaultBreaker, openFor: 60_000 },
      },
    )
    readTimes(client, 24).catch(() => {})
    await upstream.received(4)
    await expect.poll(() => client.count().breaker).toBe('OPEN')

    expect(await readGap(client.readText(request))).toMatchObject({
      code: 'UNAVAILABLE',
      message: /circuit breaker open/,
    })
    expect(client.count()).toMatchObject({ calls: {}, inFlight: 4, waiting: 0 })
    expect(upstream.requests).toHaveLength(4)
  })

  it('Queued calls that time out do not open the circuit breaker of a source that is only slow.', async () => {
    let now = Date.parse('2026-11-20T12:00:10Z')
    // Four calls are in flight at once, so that each four take 100 ms.
    const handler = () => {
      now += 25
      return json('[1]')
    }
    const [client] = await startEdge(handler, { deadline: 150, clock: () => now })
    const gaps = await Promise.allSettled(Array.from({ length: 60 }, () => client.readText(request)))
    const late = gaps.filter(({ status }) => status === 'rejected')

    expect(late.length).toBeGreaterThan(40)
    expect(client.count().breaker).toBe('CLOSED')
  })

  it('A failing source receives no queued calls and no retries.', async () => {
    const clock = () => Date.parse('2026-11-20T12:00:10Z')
    const budget = createRateLimiter(createFixedWindow(100), clock)
    const [client, upstream] = await startEdge(failing, { retry: soon, inFlight: 1, clock, budget })
    await readTimes(client, 60)

    expect(upstream.requests).toHaveLength(20)
    expect(client.count()).toMatchObject({ budgetLeft: 80, waiting: 0 })
  })

  it('A failing source gets one probe after a while, and all calls once that is answered.', async () => {
    let isDown = true
    const [client, upstream] = await startEdge(() => (isDown ? failing : { ...json('[1]'), delay: 20 }), {
      breaker,
    })
    await readTimes(client, 20)
    isDown = false
    await expect.poll(() => client.count().breaker).toBe('HALF_OPEN')
    const answers = await Promise.allSettled([1, 2, 3, 4].map(() => client.readText(request)))

    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
    expect(upstream.requests).toHaveLength(21)
    expect(await Promise.all([1, 2, 3, 4].map(() => client.readText(request)))).toHaveLength(4)
  })

  it.each<[string, RawAnswer]>([
    ...[400, 401, 403, 404, 408, 422].map((status): [string, RawAnswer] => [`${status}`, { status }]),
    ['429', { status: 429, headers: { 'retry-after': '0' } }],
    ['a slow query', { status: 422, body: '{"error":"canceling statement due to statement timeout"}' }],
    ['a redirect', { status: 302, headers: { location: '/login' } }],
    ['what is not HTTP', { ending: 'notHttp', body: 'SSH-2.0\r\n' }],
  ])('A source that responds with %s does not open the circuit breaker.', async (_, answer) => {
    const [client, upstream] = await startEdge(answer)
    await readTimes(client, 30)

    expect(client.count().breaker).toBe('CLOSED')
    expect(upstream.requests).toHaveLength(30)
  })

  it('Cancelled calls do not open the circuit breaker.', async () => {
    const [client, upstream] = await startEdge({ ending: 'hangBeforeHeaders' }, { inFlight: 30 })
    const leaver = new AbortController()
    const way = client.withContext({ caller: 'ann', signal: leaver.signal }, 'reports')
    const gaps = Array.from({ length: 30 }, () => readGap(way.readText(request)))
    await upstream.received(30)
    leaver.abort()
    await Promise.all(gaps)

    expect(client.count()).toMatchObject({ calls: { LEFT: 30 }, breaker: 'CLOSED', inFlight: 0 })
  })
})
