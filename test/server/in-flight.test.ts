import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { planMemory } from '../../src/config/machine/memory-plan.ts'
import { defaultServing } from '../../src/config/serving.ts'
import { startChangingChats } from '../support/changing-chats.ts'
import { openGate } from '../support/gate.ts'
import { liveChatSource } from '../support/gateway.ts'
import { startHeldUpstream } from '../support/held-upstream.ts'
import { startListeningGateway } from '../support/listening-gateway.ts'
import { postHead } from '../support/raw-request.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const closings: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close()
})

const memory = (settings: object) => ({ memory: { ...planMemory(4_000_000_000), ...settings } })

async function start(settings: Partial<Config>) {
  const chats = await startChangingChats()
  const gateway = await startListeningGateway([chats.source], () => now, settings)
  closings.push(chats.upstream.close, gateway.close)
  const send = (query: string, headers = {}) =>
    fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    })
  return { chats, gateway, send }
}

/** About 700 values: one bucket a day. */
const months = (first: string) =>
  `{ report(metric: CONVERSATIONS, scope: { range: { days: { first: "${first}", last: "2026-11-19" } } }) { buckets { start value } } }`
const [oneYear, otherYear] = [months('2025-11-20'), months('2025-11-21')]

const readOverload = async (response: Response) => [
  response.status,
  response.headers.get('retry-after'),
  (await response.json()).errors[0].extensions.code,
]

it('A response that does not fit beside those in progress waits for them, and is answered once they are written.', async () => {
  const { chats, send } = await start(memory({ inFlightValues: 1_000 }))
  const { opened, open } = openGate()
  chats.answer = (answer) => opened.then(() => answer)
  const first = send(oneYear)
  await chats.upstream.received(1)
  const second = send(otherYear)
  open()
  expect([(await first).status, (await second).status]).toEqual([200, 200])
})

it('A response that waits too long for others is rejected with 503 and Retry-After, and small ones are answered meanwhile.', async () => {
  const { chats, send } = await start({ ...memory({ inFlightValues: 1_000 }), deadline: 6_000 })
  const { opened, open } = openGate()
  chats.answer = (answer) => opened.then(() => answer)
  const first = send(oneYear)
  await chats.upstream.received(1)
  const second = send(otherYear)
  expect((await send('{ __typename }')).status).toBe(200)
  expect(await readOverload(await second)).toEqual([503, '3', 'OVERLOADED'])
  expect(chats.upstream.requests).toHaveLength(1)
  open()
  expect((await first).status).toBe(200)
})

it('The room of a client that disconnects is given to the next.', async () => {
  const { chats, gateway, send } = await start(memory({ inFlightValues: 1_000 }))
  const { opened, open } = openGate()
  chats.answer = (answer) => opened.then(() => answer)
  const leaving = new AbortController()
  const body = JSON.stringify({ query: oneYear })
  const headers = { 'content-type': 'application/json' }
  const left = fetch(gateway.url, { method: 'POST', headers, body, signal: leaving.signal }).catch(() => 'left')
  await chats.upstream.received(1)
  const second = send(otherYear)
  leaving.abort()
  expect(await left).toBe('left')
  await chats.upstream.received(2)
  open()
  expect((await second).status).toBe(200)
})

it('An operation whose response alone needs more than the memory allows is rejected with COST_LIMIT.', async () => {
  const { chats, send } = await start(memory({ inFlightValues: 500 }))
  const response = await send(oneYear)
  expect((await response.json()).errors[0].extensions).toMatchObject({ code: 'COST_LIMIT', cost: { limit: 500 } })
  expect(chats.upstream.requests).toEqual([])
})

it('A request body that does not fit beside those being read is rejected with 503 and Retry-After, and accepted afterwards.', async () => {
  const limits = { ...defaultServing.limits, bodyBytes: 1_000 }
  const { gateway, send } = await start({
    ...memory({ bodyBytes: 1_000 }),
    deadline: 2_000,
    serving: { ...defaultServing, limits },
  })
  const query = `{ __typename } # ${'.'.repeat(800)}`
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
  closings.push(() => socket.destroy())
  socket.write(`${postHead(900, 'Content-Type: application/json')}{ "query"`)
  await expect.poll(async () => (await send(query)).status, { timeout: 60_000 }).toBe(503)
  expect(await readOverload(await send(query))).toEqual([503, '1', 'OVERLOADED'])
  socket.destroy()
  await expect.poll(async () => (await send(query)).status, { timeout: 60_000 }).toBe(200)
})

/** 30 x 9,800 buckets of one day, which no machine computes within 0.6 s. */
const huge = `{ ${Array.from({ length: 30 }, (_, place) => `a${place}: ${months('2000-01-01').slice(2, -2)}`).join(' ')} }`

it('An operation that is not computed by its deadline ends with TIMEOUT and status 504.', async () => {
  const { send } = await start({ deadline: 100 })
  // Until its rows are cached the source is late, which is a gap and no failure of the operation.
  await expect.poll(async () => (await send(months('2000-01-01'))).text(), { timeout: 60_000 }).toContain('"value":1')
  const response = await send(huge)
  expect([response.status, (await response.json()).errors[0]]).toMatchObject([
    504,
    { message: expect.stringContaining('within 600 ms'), extensions: { code: 'TIMEOUT' } },
  ])
})

it('Partial results are returned where the sources are late and the operation is not.', async () => {
  const held = await startHeldUpstream()
  const gateway = await startListeningGateway([liveChatSource(held.upstream.url)], () => now, { deadline: 100 })
  closings.push(held.upstream.close, held.open, gateway.close)
  const body = JSON.stringify({ query: '{ sources { id agents { email } } }' })
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(gateway.url, { method: 'POST', headers, body })
  const { data, errors } = await response.json()
  expect([response.status, data, errors[0].extensions.code]).toEqual([
    200,
    { sources: [{ id: 'sales', agents: null }] },
    'TIMEOUT',
  ])
})

it('A response that its client does not read is cut off at the deadline.', async () => {
  const { gateway } = await start({ deadline: 100 })
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
  closings.push(() => socket.destroy())
  const fields = Array.from({ length: 20 }, (_, place) => `a${place}: support { note filters granularities }`)
  const body = JSON.stringify({ query: `{ metrics { ${fields.join(' ')} } }` })
  const head = postHead(body.length, 'Content-Type: application/json').replace('close', 'keep-alive')
  socket.pause()
  for (let count = 0; count < 60; count += 1) socket.write(head + body)
  // A paused socket reports the end only when something is sent.
  const sending = setInterval(() => socket.write(' '), 20)
  closings.push(() => clearInterval(sending))
  const [{ code }] = await once(socket, 'error')
  expect(['ECONNRESET', 'EPIPE']).toContain(code)
})

it('A subscription whose request is very large is rejected with 413, since its variables stay in memory.', async () => {
  const { gateway } = await start({})
  const query = 'subscription { queueStats(scope: { range: { preset: TODAY } }) { granularity } }'
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream, application/json' },
    body: JSON.stringify({ query, variables: { unused: '.'.repeat(70_000) } }),
  })
  expect(response.status).toBe(413)
  await response.body?.cancel()
})
