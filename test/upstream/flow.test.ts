import { afterEach, describe, expect, it } from 'vitest'
import { createFixedWindow, createGcra } from '../../src/upstream/rate-limit/rate-limit-rule.ts'
import { createRateLimiter } from '../../src/upstream/rate-limit/rate-limiter.ts'
import { closeAll, readGap, request, startEdge } from '../support/edge.ts'
import { json, type RawAnswer, type RawHandler } from '../support/raw-upstream.ts'

const noon = Date.parse('2026-11-20T12:00:00Z')

afterEach(closeAll)

/** Answers that a test lets go one by one. */
function createGate() {
  const held: (() => void)[] = []
  let [active, peak] = [0, 0]
  const handler: RawHandler = async () => {
    active += 1
    peak = Math.max(peak, active)
    await new Promise<void>((release) => held.push(release))
    active -= 1
    return json('[]')
  }
  return { handler, release: () => held.shift()?.(), peak: () => peak }
}

describe('a 429', () => {
  const throttled = (headers: Record<string, string> = {}): RawAnswer => ({
    status: 429,
    headers,
    body: 'Retry later\n',
  })

  it.each([
    ['seconds', '30', 30_000],
    ['a date', 'Fri, 20 Nov 2026 12:00:30 GMT', 30_000],
    ['a date that has passed', 'Fri, 20 Nov 2026 11:00:00 GMT', 0],
    ['a date of years ahead', 'Fri, 20 Nov 2099 12:00:30 GMT', 3_600_000],
    ['seconds of days', '999999', 3_600_000],
    ['seconds without end', '9'.repeat(400), 3_600_000],
    ['rubbish', 'soon', 7_000],
    ['a number below zero', '-5', 7_000],
    ['half a second', '0.5', 7_000],
    ['two numbers', '10, 10', 7_000],
    ['a date that there is not', 'Fri, 99 Nov 2026 12:00:30 GMT', 7_000],
    ['nothing', undefined, 7_000],
  ])('A 429 with %s has the expected retryAfter.', async (_, header, retryAfter) => {
    const [client] = await startEdge(throttled(header === undefined ? {} : { 'retry-after': header }), {
      clock: () => noon,
      pauseAfter429: () => 7_000,
    })
    expect(await readGap(client.readText(request))).toMatchObject({ code: 'RATE_LIMITED', retryAfter })
  })

  it('A 429 pauses the source: later calls are rejected with the remaining time, and not sent.', async () => {
    let now = noon
    const [client, upstream] = await startEdge(throttled({ 'retry-after': '30' }), { clock: () => now })
    await readGap(client.readText(request))
    now += 1_000
    expect(await readGap(client.readText(request))).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 29_000 })
    expect(upstream.requests).toHaveLength(1)
  })

  it('A 429 rejects queued calls at once.', async () => {
    const [client, upstream] = await startEdge(throttled({ 'retry-after': '30' }), { inFlight: 1 })
    const gaps = await Promise.all([1, 2, 3].map(() => readGap(client.readText(request))))
    expect(gaps.map(({ code }) => code)).toEqual(['RATE_LIMITED', 'RATE_LIMITED', 'RATE_LIMITED'])
    expect(upstream.requests).toHaveLength(1)
  })

  it('A 429 also pauses calls that the rate limit does not count.', async () => {
    const [client, upstream] = await startEdge(throttled({ 'retry-after': '30' }), { clock: () => noon })
    await readGap(client.readText(request))
    const gap = await readGap(client.readText({ path: '/agents', isBudgeted: false }))
    expect(gap).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 30_000 })
    expect(upstream.requests).toHaveLength(1)
  })

  it('A Retry-After of years pauses calls for an hour, since it comes from a wrong clock.', async () => {
    const [client] = await startEdge(throttled({ 'retry-after': 'Fri, 20 Nov 2099 12:00:30 GMT' }))
    await readGap(client.readText(request))
    const { retryAfter } = await readGap(client.readText(request))
    expect(retryAfter).toBeLessThanOrEqual(3_600_000)
  })

  it('A short pause delays calls until it is over.', async () => {
    let now = noon
    const answers = [throttled(), json('[1]')]
    const [client, upstream] = await startEdge(() => answers.shift() ?? json('[]'), {
      pauseAfter429: () => 50,
      clock: () => now,
    })
    await readGap(client.readText(request))
    const reading = client.readText(request)
    now += 49
    expect(client.count()).toMatchObject({ waiting: 1, inFlight: 0 })
    now += 1
    expect(await reading).toBe('[1]')
    expect(upstream.requests).toHaveLength(2)
  })

  it('A 429 pauses the source even if its body never ends.', async () => {
    const [client, upstream] = await startEdge({ ...throttled({ 'retry-after': '30' }), ending: 'drip' })
    expect(await readGap(client.readText(request))).toMatchObject({ code: 'RATE_LIMITED' })
    expect(await readGap(client.readText(request))).toMatchObject({ code: 'RATE_LIMITED' })
    expect(upstream.requests).toHaveLength(1)
  })
})

describe('concurrency and rate limits', () => {
  it('No more calls are in flight than allowed, and the next is sent when one ends.', async () => {
    const gate = createGate()
    const [client, upstream] = await startEdge(gate.handler, { inFlight: 2 })
    const readings = Array.from({ length: 5 }, () => client.readText(request))
    for (const arrived of [2, 3, 4, 5]) {
      await upstream.received(arrived)
      gate.release()
    }
    gate.release()
    expect(await Promise.all(readings)).toHaveLength(5)
    expect(gate.peak()).toBe(2)
  })

  it('Up to 10,000 calls are queued, and the next is rejected.', async () => {
    const [client, upstream] = await startEdge({ ending: 'hangBeforeHeaders' }, { inFlight: 1, deadline: 300_000 })
    const readings = Array.from({ length: 10_001 }, () => client.readText(request))
    for (const reading of readings) reading.catch(() => {})
    await upstream.received(1)

    expect(client.count()).toMatchObject({ inFlight: 1, waiting: 10_000 })
    expect(await readGap(client.readText(request))).toMatchObject({
      code: 'UNAVAILABLE',
      message: /too many calls are queued/,
    })
  })

  it('A call is rejected at once if the calls queued ahead would delay it beyond the deadline.', async () => {
    let now = noon
    // The clock stands still but for the upstream, which takes a second for each call.
    const [client] = await startEdge(
      () => {
        now += 1_000
        return json('[]')
      },
      { inFlight: 1, clock: () => now },
    )
    for (let answered = 0; answered < 20; answered += 1) await client.readText(request)
    const ends = await Promise.all(
      Array.from({ length: 14 }, () =>
        client.readText(request).then(
          () => 'answered',
          (error) => `${error.gap.code} ${error.gap.message} ${error.gap.retryAfter}`,
        ),
      ),
    )

    expect(ends).toEqual([
      ...Array(11).fill('answered'),
      ...Array(3).fill('TIMEOUT the calls queued ahead take longer than the deadline allows 1000'),
    ])
  })

  it('Calls are spread over time as the rate limit requires.', async () => {
    const [client, upstream] = await startEdge(json('[]'), {
      budget: createRateLimiter(createGcra(1_200, 2), Date.now),
    })
    const start = performance.now()
    await Promise.all([1, 2, 3, 4].map(() => client.readText(request)))
    expect(performance.now() - start).toBeGreaterThan(90)
    expect(upstream.requests).toHaveLength(4)
  })

  it('A call that the rate limit does not allow before the deadline is rejected, and uncounted calls are sent.', async () => {
    const clock = () => Date.parse('2026-11-20T12:00:10Z')
    const [client, upstream] = await startEdge(json('[]'), {
      budget: createRateLimiter(createFixedWindow(1), clock),
      clock,
    })
    await client.readText(request)
    expect(await readGap(client.readText(request))).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 50_000 })
    await client.readText({ path: '/agents', isBudgeted: false })
    expect(upstream.requests.map(({ path }) => path)).toEqual(['/reports', '/agents'])
  })
})
