import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { createMinuteBudget, createSteadyBudget } from '../../src/http/budget.ts'
import { createEdge, type Edge, type EdgeOptions, type EdgeRequest } from '../../src/http/edge.ts'
import { type Gap, GapError } from '../../src/report/error.ts'
import { json, type RawAnswer, type RawHandler, type RawUpstream, startRawUpstream } from '../support/raw-upstream.ts'

const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

async function start(handler: RawHandler): Promise<RawUpstream> {
  const upstream = await startRawUpstream(handler)
  opened.push(upstream)
  return upstream
}

function open(url: string, options: Partial<EdgeOptions> = {}): Edge {
  const edge = create(url, options)
  opened.push(edge)
  return edge
}

const create = (url: string, options: Partial<EdgeOptions> = {}): Edge =>
  createEdge({
    baseUrl: url,
    headers: { 'api-access-token': 'secret-token' },
    inFlight: 4,
    budget: createMinuteBudget(1_000_000),
    attemptTimeout: 5_000,
    deadline: 1_000,
    pauseAfter429: () => 60_000,
    ...options,
  })

async function startBoth(answer: RawAnswer | RawHandler, options: Partial<EdgeOptions> = {}) {
  const upstream = await start(typeof answer === 'function' ? answer : () => answer)
  return [open(upstream.url, options), upstream] as const
}

const request: EdgeRequest = { path: '/reports', isBudgeted: true }

async function readGap(reading: Promise<string>): Promise<Gap> {
  const error = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof GapError) return error.gap
  throw new Error('there is an answer, or an error that is no gap', { cause: error })
}

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

describe('time', () => {
  const endless: [string, RawAnswer][] = [
    ['sends nothing', { ending: 'hangBeforeHeaders' }],
    ['sends a head and no body', { ending: 'hangAfterHeaders', body: '[]' }],
    ['drips for ever', { ending: 'drip' }],
    ['drips for ever behind an error', { ending: 'drip', status: 503 }],
    ['drips for ever behind gzip', { ending: 'drip', headers: { 'content-encoding': 'gzip' } }],
  ]

  it.each(endless)('ends an attempt on time when the upstream %s, and hangs up', async (_, answer) => {
    const [edge, upstream] = await startBoth(answer, { attemptTimeout: 60 })
    const began = performance.now()
    const { code } = await readGap(edge.readText(request))
    expect(performance.now() - began).toBeLessThan(560)
    expect(code).toBe(answer.status === 503 ? 'UNAVAILABLE' : 'TIMEOUT')
    await upstream.deserted()
  })

  it('gives a slow answer its time', async () => {
    const [edge] = await startBoth({ ...json('[1]'), delay: 60 }, { attemptTimeout: 5_000 })
    expect(await edge.readText(request)).toBe('[1]')
  })
})

describe('the body', () => {
  const encode = (body: Uint8Array, encoding: string): RawAnswer => ({
    body,
    headers: { 'content-encoding': encoding },
  })

  it('is unpacked when a proxy packed it', async () => {
    const [edge] = await startBoth(encode(gzipSync('["ä"]'), 'gzip'))
    expect(await edge.readText(request)).toBe('["ä"]')
  })

  it('may not be larger than 10 MB once unpacked, however small it travels', async () => {
    const bomb = Buffer.concat(Array<Uint8Array>(200).fill(gzipSync(Buffer.alloc(10_000_000))))
    const [edge, upstream] = await startBoth(encode(bomb, 'gzip'))
    const before = process.resourceUsage().maxRSS
    expect(await readGap(edge.readText(request))).toMatchObject({ code: 'BAD_RESPONSE', message: /larger than 10 MB/ })
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(150_000)
    await upstream.deserted()
  })

  it('may not be larger than 10 MB when it is not packed either', async () => {
    const [edge] = await startBoth({ body: Buffer.alloc(10_000_001, 32) })
    expect(await readGap(edge.readText(request))).toMatchObject({ code: 'BAD_RESPONSE' })
  })

  const unreadable: [string, RawAnswer][] = [
    ['packed in an unknown way', encode(Buffer.from('[]'), 'zstd')],
    ['packed twice', encode(gzipSync(gzipSync('[]')), 'gzip, gzip')],
    ['said to be packed and is not', encode(Buffer.from('[]'), 'gzip')],
    ['packed and cut', encode(gzipSync('[]').subarray(0, 15), 'gzip')],
    ['not HTTP', { ending: 'notHttp', body: 'SSH-2.0-OpenSSH_9.6\r\n' }],
  ]

  it.each(unreadable)('is a BAD_RESPONSE when it is %s, and the next one is read', async (_, answer) => {
    const answers = [answer, json('[1]')]
    const [edge] = await startBoth(() => answers.shift() ?? json('[]'))
    expect(await readGap(edge.readText(request))).toMatchObject({ code: 'BAD_RESPONSE' })
    expect(await edge.readText(request)).toBe('[1]')
  })

  it.each(['reset', 'resetInBody', 'cut'] as const)(
    'is UNAVAILABLE when the connection ends early: %s',
    async (ending) => {
      const [edge] = await startBoth({ ...json('[1, 2, 3]'), ending })
      expect(await readGap(edge.readText(request))).toMatchObject({ code: 'UNAVAILABLE' })
    },
  )

  it('of an error decides nothing: the status stands however the body is packed or ends', async () => {
    for (const answer of [encode(Buffer.from('x'), 'zstd'), { ending: 'cut', body: 'too late' } as const]) {
      const [edge] = await startBoth({ ...answer, status: 401 })
      expect(await readGap(edge.readText(request))).toMatchObject({ code: 'UNAUTHENTICATED' })
    }
  })
})

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
    ['rubbish', 'soon', 7_000],
    ['nothing', undefined, 7_000],
  ])('that names %s says how long to wait', async (_, header, retryAfter) => {
    const [edge] = await startBoth(throttled(header === undefined ? {} : { 'retry-after': header }), {
      clock: () => Date.parse('2026-11-20T12:00:00Z'),
      pauseAfter429: () => 7_000,
    })
    expect(await readGap(edge.readText(request))).toMatchObject({ code: 'RATE_LIMITED', retryAfter })
  })

  it('pauses the source: later calls are refused at once with the time that is left', async () => {
    const [edge, upstream] = await startBoth(throttled({ 'retry-after': '30' }))
    await readGap(edge.readText(request))
    const { code, retryAfter } = await readGap(edge.readText(request))
    expect([code, upstream.requests.length]).toEqual(['RATE_LIMITED', 1])
    expect(retryAfter).toBeGreaterThan(28_000)
    expect(retryAfter).toBeLessThanOrEqual(30_000)
  })

  it('refuses at once the calls that were waiting already', async () => {
    const [edge, upstream] = await startBoth(throttled({ 'retry-after': '30' }), { inFlight: 1 })
    const gaps = await Promise.all([1, 2, 3].map(() => readGap(edge.readText(request))))
    expect(gaps.map(({ code }) => code)).toEqual(['RATE_LIMITED', 'RATE_LIMITED', 'RATE_LIMITED'])
    expect(upstream.requests).toHaveLength(1)
  })

  it('is over after its time', async () => {
    const answers = [throttled(), json('[1]')]
    const [edge, upstream] = await startBoth(() => answers.shift() ?? json('[]'), { pauseAfter429: () => 50 })
    await readGap(edge.readText(request))
    const began = performance.now()
    expect(await edge.readText(request)).toBe('[1]')
    expect(performance.now() - began).toBeGreaterThan(40)
    expect(upstream.requests).toHaveLength(2)
  })

  it('pauses the source even when its body never ends', async () => {
    const [edge, upstream] = await startBoth({ ...throttled({ 'retry-after': '30' }), ending: 'drip' })
    expect(await readGap(edge.readText(request))).toMatchObject({ code: 'RATE_LIMITED' })
    expect(await readGap(edge.readText(request))).toMatchObject({ code: 'RATE_LIMITED' })
    expect(upstream.requests).toHaveLength(1)
  })
})

describe('the flow', () => {
  it('never has more calls under way than allowed, and sends the next when one ends', async () => {
    const gate = createGate()
    const [edge, upstream] = await startBoth(gate.handler, { inFlight: 2 })
    const readings = Array.from({ length: 5 }, () => edge.readText(request))
    for (const arrived of [2, 3, 4, 5]) {
      await upstream.received(arrived)
      gate.release()
    }
    gate.release()
    expect(await Promise.all(readings)).toHaveLength(5)
    expect(gate.peak()).toBe(2)
  })

  it('lets 256 calls wait and refuses the next at once', async () => {
    const [edge, upstream] = await startBoth({ ending: 'hangBeforeHeaders' }, { inFlight: 1, attemptTimeout: 100 })
    const readings = Array.from({ length: 257 }, () => readGap(edge.readText(request)))
    await upstream.received(1)
    expect(await readGap(edge.readText(request))).toMatchObject({ code: 'UNAVAILABLE', message: /too many calls/ })
    expect(await readings[0]).toMatchObject({ code: 'TIMEOUT' })
  })

  it('spreads calls over time as the budget says', async () => {
    const [edge, upstream] = await startBoth(json('[]'), { budget: createSteadyBudget(1_200, 2) })
    const began = performance.now()
    await Promise.all([1, 2, 3, 4].map(() => edge.readText(request)))
    expect(performance.now() - began).toBeGreaterThan(90)
    expect(upstream.requests).toHaveLength(4)
  })

  it('refuses a call that the budget has no room for before the deadline, and sends those it does not count', async () => {
    const clock = () => Date.parse('2026-11-20T12:00:10Z')
    const [edge, upstream] = await startBoth(json('[]'), { budget: createMinuteBudget(1), clock })
    await edge.readText(request)
    expect(await readGap(edge.readText(request))).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 50_000 })
    await edge.readText({ path: '/agents', isBudgeted: false })
    expect(upstream.requests.map(({ path }) => path)).toEqual(['/reports', '/agents'])
  })
})

describe('the address', () => {
  it('never follows a redirect, and carries nothing to where it leads', async () => {
    const elsewhere = await start(() => json('[]'))
    for (const status of [301, 302, 303, 307, 308]) {
      const [edge, upstream] = await startBoth({ status, headers: { location: `${elsewhere.url}/reports` } })
      expect(await readGap(edge.readText(request))).toMatchObject({ code: 'BAD_RESPONSE' })
      expect(upstream.requests).toHaveLength(1)
    }
    expect(elsewhere.requests).toHaveLength(0)
  })

  it.each(['/chat', '/chat/', '/a/b'])('keeps the path of the base URL: %s', async (prefix) => {
    const upstream = await start(() => json('[]'))
    const query = new URLSearchParams({ 'tag[]': '100%', agent: "o'neil+1@x" })
    await open(`${upstream.url}${prefix}`).readText({ ...request, query })
    const [{ path, query: received } = {}] = upstream.requests
    expect(path).toBe(`${prefix.replace(/\/$/, '')}/reports`)
    expect([...(received ?? [])]).toEqual([...query])
  })

  it('never shows the address, its user, or a credential in a message', async () => {
    const upstream = await start(() => ({ status: 500, body: 'secret-token of user:password' }))
    const baseUrl = upstream.url.replace('//', '//user:password@')
    const gone = await startRawUpstream(() => json('[]'))
    await gone.close()
    const failures = [
      open(baseUrl),
      open(gone.url.replace('//', '//user:password@')),
      open(baseUrl, { headers: { 'api-access-token': 'secret-token\n' } }),
    ]
    for (const edge of failures) {
      const { code, message } = await readGap(edge.readText({ ...request, query: new URLSearchParams({ id: '77' }) }))
      expect(code).toBe('UNAVAILABLE')
      expect(message).not.toMatch(/secret|user|password|127\.0\.0\.1|id=|77/)
    }
    expect(upstream.requests.map(({ headers }) => headers.authorization)).toEqual([undefined])
  })
})

it('closes its connections when it is closed', async () => {
  const upstream = await start(() => json('[]'))
  const edge = create(upstream.url)
  await Promise.all([edge.readText(request), edge.readText(request)])
  await edge.close()
  await upstream.deserted()
  expect(await readGap(edge.readText(request))).toMatchObject({ code: 'UNAVAILABLE' })
})
