import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultServing, type Limits, type Serving } from '../../src/config/serving.ts'
import { subscribe } from '../support/event-stream.ts'
import { liveChatSource } from '../support/gateway.ts'
import { type HeldUpstream, startHeldUpstream } from '../support/held-upstream.ts'
import { type ListeningGateway, startListeningGateway } from '../support/listening-gateway.ts'
import { post } from '../support/post.ts'
import { sendRaw } from '../support/raw-request.ts'
import type { RawUpstream } from '../support/raw-upstream.ts'

const now = Date.parse('2026-11-20T12:00:00Z')

/** One call of its own, which the upstream answers once the gate is open. */
const slow = { query: '{ sources { status { isReachable } } }' }
const quick = { query: '{ __typename }' }

const limitTo = (limits: Partial<Limits>): { readonly serving: Serving } => ({
  serving: { ...defaultServing, limits: { ...defaultServing.limits, ...limits } },
})

let held: HeldUpstream
let upstream: RawUpstream
let gateway: ListeningGateway

beforeEach(async () => {
  held = await startHeldUpstream()
  upstream = held.upstream
  gateway = await startListeningGateway(
    [liveChatSource(upstream.url)],
    () => now,
    limitTo({ operations: 5, streams: 2 }),
  )
})

afterEach(async () => {
  held.open()
  await Promise.all([gateway.close(), upstream.close()])
})

const health = (name: string) => fetch(new URL(`/health/${name}`, gateway.url))

/** So many operations that wait for the upstream. */
async function fill(count: number): Promise<readonly Promise<{ readonly status: number }>[]> {
  const waiting = Array.from({ length: count }, () => post(gateway.url, slow))
  await upstream.received(count)
  return waiting
}

describe('robustness, overload', () => {
  it('Operations beyond the limit are rejected with 503 and Retry-After, and accepted once others have ended.', async () => {
    const waiting = await fill(5)
    const refused = await fetch(gateway.url, { method: 'POST', body: JSON.stringify(quick) })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
    expect((await refused.json()).errors[0].extensions.code).toBe('OVERLOADED')
    held.open()
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect((await post(gateway.url, quick)).status).toBe(200)
  })

  it('The gateway is alive and ready while the limit of concurrent operations is reached.', async () => {
    const waiting = await fill(5)
    for (const name of ['live', 'ready']) expect((await health(name)).status).toBe(200)
    held.open()
    await Promise.all(waiting)
  })

  it('The slot of a client that disconnects is released.', async () => {
    const leaving = new AbortController()
    const waiting = await fill(4)
    const body = JSON.stringify(slow)
    const headers = { 'content-type': 'application/json' }
    const left = fetch(gateway.url, { method: 'POST', headers, body, signal: leaving.signal }).catch(() => 'left')
    await upstream.received(5)
    expect((await post(gateway.url, quick)).status).toBe(503)
    leaving.abort()
    expect(await left).toBe('left')
    await expect.poll(async () => (await post(gateway.url, quick)).status).toBe(200)
    held.open()
    await Promise.all(waiting)
  })

  it('All slots of a client that pipelines requests and disconnects before the first response are released.', async () => {
    const { hostname, port } = new URL(gateway.url)
    const socket = connect(Number(port), hostname)
    const body = JSON.stringify(slow)
    const head = `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`
    socket.write(`${head}\r\n\r\n${body}`.repeat(5))
    await upstream.received(1)
    await expect.poll(async () => (await post(gateway.url, quick)).status).toBe(503)
    socket.destroy()
    await expect.poll(async () => (await post(gateway.url, quick)).status).toBe(200)
    const waiting = Array.from({ length: 5 }, () => post(gateway.url, slow))
    await expect.poll(async () => (await post(gateway.url, quick)).status).toBe(503)
    held.open()
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  })

  it('Each client may have a limited number of subscriptions, which take no slot of operations.', async () => {
    const few = await startListeningGateway([], () => now, limitTo({ operations: 2, streams: 2 }))
    const document = 'subscription { queueStats(scope: { range: { preset: TODAY } }, every: "PT1H") { granularity } }'
    const streams = [await subscribe(few.url, document), await subscribe(few.url, document)]
    for (const stream of streams) await stream.next()
    expect((await post(few.url, quick)).status).toBe(200)
    const refused = await post(few.url, { query: document })
    expect([refused.status, refused.body.errors[0].extensions.code]).toEqual([429, 'TOO_MANY_STREAMS'])
    streams[0]?.close()
    await expect
      .poll(async () => {
        const stream = await subscribe(few.url, document)
        return (await stream.next())?.data
      })
      .toEqual({ queueStats: { granularity: 'DAY' } })
    await few.close()
  })
})

describe('robustness, requests: slow clients', () => {
  const head = 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'

  it.each([
    ['nothing', ''],
    ['no end of headers', `${head}X-Slow: `],
    ['no body', `${head}Content-Length: 100\r\n\r\n`],
    ['half a body', `${head}Content-Length: 100\r\n\r\n{ "query"`],
  ])('A client that sends %s is disconnected.', async (_, sent) => {
    const limits = limitTo({ headersWithinMs: 60, requestWithinMs: 120 })
    const hasty = await startListeningGateway([], () => now, limits)
    expect(await sendRaw(hasty.url, sent)).not.toContain('"data"')
    await hasty.close()
  })

  it('A client that does not read its response is disconnected.', async () => {
    const hasty = await startListeningGateway([], () => now, limitTo({ stalledForMs: 100 }))
    const socket = connect(Number(new URL(hasty.url).port), '127.0.0.1')
    const often = Array.from({ length: 20 }, (_, index) => `a${index}: support { note filters granularities }`)
    const body = JSON.stringify({ query: `{ metrics { ${often.join(' ')} } }` })
    socket.pause()
    for (let asked = 0; asked < 60; asked += 1) socket.write(`${head}Content-Length: ${body.length}\r\n\r\n${body}`)
    // Who reads nothing is not told of the end either, unless he sends something.
    const sending = setInterval(() => socket.write(' '), 20)
    const [{ code }] = await once(socket, 'error')
    expect(['ECONNRESET', 'EPIPE']).toContain(code)
    clearInterval(sending)
    await hasty.close()
  })

  it('Headers of more than 16 kB are rejected with 431.', async () => {
    const many = 'X-Many: 1\r\n'.repeat(3_000)
    expect(await sendRaw(gateway.url, `${head}${many}Content-Length: 0\r\n\r\n`)).toMatch(/^HTTP\/1.1 431/)
  })
})

describe('robustness, health', () => {
  it('The gateway is alive and ready during an upstream outage, and reports the version of its time zone database.', async () => {
    await upstream.close()
    for (const name of ['live', 'ready']) {
      const response = await health(name)
      expect([response.status, await response.json()]).toEqual([
        200,
        { status: 'ok', timeZoneDatabase: process.versions.tz },
      ])
    }
  })

  it('The gateway is alive but not ready once it is stopping.', async () => {
    gateway.markStopping()
    expect((await health('live')).status).toBe(200)
    const response = await health('ready')
    expect([response.status, (await response.json()).status]).toEqual([503, 'stopping'])
    // A pool that sends its next question on a connection about to be cut would lose it.
    const last = await fetch(gateway.url, { method: 'POST', body: JSON.stringify(quick) })
    expect(last.headers.get('connection')).toBe('close')
  })
})
