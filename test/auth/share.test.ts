import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { defaultServing } from '../../src/config/serving.ts'
import { askAs, type Client, createClient, toAccess } from '../support/clients.ts'
import { subscribe } from '../support/event-stream.ts'
import { liveChatSource } from '../support/gateway.ts'
import { type HeldUpstream, startHeldUpstream } from '../support/held-upstream.ts'
import { type ListeningGateway, startListeningGateway } from '../support/listening-gateway.ts'
import { post } from '../support/post.ts'
import { postHead, sendRaw } from '../support/raw-request.ts'
import { json, type RawUpstream, startRawUpstream } from '../support/raw-upstream.ts'
import { audience, issuer, startTokenIssuer } from '../support/token-issuer.ts'

const busy = createClient('busy', ['sales'])
const calm = createClient('calm', ['sales'])
const quick = '{ __typename }'
/** One call of its own, which the upstream answers once the gate is open. */
const slow = '{ sources { status { isReachable } } }'
const refused = { status: 429, code: 'TOO_MANY_OPERATIONS' }

let held: HeldUpstream
let upstream: RawUpstream
let gateway: ListeningGateway

beforeEach(async () => {
  held = await startHeldUpstream()
  upstream = held.upstream
  gateway = await start(toAccess(busy, calm))
})

afterEach(async () => {
  held.open()
  await Promise.all([gateway.close(), upstream.close()])
})

/** Six operations at once, two of each client. */
const start = (settings: object, operations = 6, clientOperations = 2) =>
  startListeningGateway([liveChatSource(upstream.url)], Date.now, {
    ...settings,
    serving: { ...defaultServing, limits: { ...defaultServing.limits, operations, clientOperations } },
  })

async function ask({ key }: Client) {
  const { status, body } = await askAs(key, gateway.url, quick)
  return { status, code: body.errors?.[0]?.extensions?.code }
}

const authorize = ({ key }: Client) => `Authorization: Bearer ${key}\r\nContent-Type: application/json`

interface Question {
  /** What it was answered so far. */
  readonly answered: () => string
  /** Sends the rest of it. */
  end(): void
  hangUp(): void
}

/** A question whose second half does not come yet. */
function trickle(client: Client): Question {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
  const body = JSON.stringify({ query: quick })
  let answered = ''
  socket.on('data', (chunk) => (answered += chunk))
  // Who was refused is not listened to.
  socket.on('error', () => {})
  socket.write(`${postHead(body.length, authorize(client))}${body.slice(0, 5)}`)
  onTestFinished(() => void socket.destroy())
  return { answered: () => answered, end: () => socket.write(body.slice(5)), hangUp: () => socket.destroy() }
}

/** As many at once; resolves once so few are not refused. */
async function trickleAtOnce(count: number, left: number): Promise<readonly Question[]> {
  const questions = Array.from({ length: count }, () => trickle(busy))
  const listOpen = () => questions.filter(({ answered }) => !answered().startsWith('HTTP/1.1 429 '))
  await expect.poll(() => listOpen().length, { interval: 5 }).toBe(left)
  return listOpen()
}

const hasRoom = (client: Client) => expect.poll(() => ask(client), { interval: 5 }).toMatchObject({ status: 200 })

describe('robustness, overload: a client at its limit of concurrent operations', () => {
  it('A client at its limit gets 429 while other clients and health checks are served, and is served once its operations have ended.', async () => {
    const questions = await trickleAtOnce(40, 2)
    expect(await ask(busy)).toEqual(refused)
    expect(await ask(calm)).toMatchObject({ status: 200 })
    expect((await fetch(new URL('/health/ready', gateway.url))).status).toBe(200)
    for (const question of questions) question.end()
    for (const { answered } of questions) await expect.poll(answered, { interval: 5 }).toMatch(/^HTTP\/1.1 200 /)
    await hasRoom(busy)
  })

  it('A client at its limit is rejected with Retry-After before its body has arrived, and is served afterwards.', async () => {
    const asked = [askAs(busy.key, gateway.url, slow), askAs(busy.key, gateway.url, slow)]
    await upstream.received(2)
    const answered = await sendRaw(gateway.url, postHead(100, authorize(busy)))
    expect(answered).toMatch(/^HTTP\/1.1 429 /)
    expect(answered).toMatch(/\r\nretry-after: 1\r\n/i)
    expect(answered).toContain('"code":"TOO_MANY_OPERATIONS"')
    expect(await ask(calm)).toMatchObject({ status: 200 })
    held.open()
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200])
    await hasRoom(busy)
  })

  it('A client at its limit is served again after it disconnects.', async () => {
    const [question] = await trickleAtOnce(3, 2)
    expect(await ask(busy)).toEqual(refused)
    question?.hangUp()
    await hasRoom(busy)
  })

  it('An open subscription does not count as a concurrent operation.', async () => {
    const document = 'subscription { queueStats(scope: { range: { preset: TODAY } }, every: "PT1H") { granularity } }'
    const headers = { authorization: `Bearer ${busy.key}` }
    held.open()
    const streams = await Promise.all([1, 2, 3].map(() => subscribe(gateway.url, document, {}, headers)))
    for (const stream of streams) expect((await stream.next())?.data).toBeTruthy()
    expect(await ask(busy)).toMatchObject({ status: 200 })
    for (const stream of streams) stream.close()
  })
})

describe('robustness, overload: concurrent operations', () => {
  it('Without authentication one client may use all concurrent operations.', async () => {
    const open = await start({})
    onTestFinished(open.close)
    const asked = Array.from({ length: 6 }, () => post(open.url, { query: slow }))
    await upstream.received(6)
    expect((await post(open.url, { query: quick })).status).toBe(503)
    held.open()
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200])
  })

  it('A client that disconnects during authentication takes no slot.', async () => {
    const login = await startTokenIssuer()
    const keys = await startRawUpstream(async () => {
      await held.opened
      return json(await (await fetch(login.url)).text())
    })
    const jwt = { issuer, audience, jwksUrl: keys.url, nameClaim: 'sub', sourcesClaim: 'sources' }
    const access = { ...toAccess(calm).access, jwt: { ...jwt, operationsPerMinute: 9 } }
    const narrow = await start({ access }, 1, 1)
    onTestFinished(async () => {
      await Promise.all([narrow.close(), keys.close(), login.close()])
    })
    const token = await login.sign({ sub: 'ewa', sources: ['sales'] })
    const leaving = new AbortController()
    const headers = { authorization: `Bearer ${token}` }
    const left = fetch(narrow.url, { method: 'POST', headers, signal: leaving.signal }).catch(() => 'left')
    await keys.received(1)
    leaving.abort()
    expect(await left).toBe('left')
    const status = async (secret: string) => (await askAs(secret, narrow.url, quick)).status
    await expect.poll(() => status(calm.key), { interval: 5 }).toBe(200)
    held.open()
    expect(await status(token)).toBe(200)
  })
})
