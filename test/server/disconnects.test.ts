import { connect } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { planMemory } from '../../src/config/machine/memory-plan.ts'
import { defaultServing } from '../../src/config/serving.ts'
import { startChangingChats } from '../support/changing-chats.ts'
import { askAs, createClient, toAccess } from '../support/clients.ts'
import { subscribe } from '../support/event-stream.ts'
import { openGate } from '../support/gate.ts'
import { startListeningGateway } from '../support/listening-gateway.ts'
import { postHead } from '../support/raw-request.ts'
import { createTestTelemetry } from '../support/telemetry.ts'
import { audience, issuer, startTokenIssuer } from '../support/token-issuer.ts'

const now = Date.now()
const client = createClient('dashboard', ['sales'])
const closings: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close()
})

async function start(settings: Partial<Config> = {}) {
  const chats = await startChangingChats()
  const telemetry = createTestTelemetry()
  const gateway = await startListeningGateway([chats.source], () => now, settings, telemetry)
  closings.push(chats.upstream.close, gateway.close)
  return { gateway, telemetry }
}

/** A gateway that authenticates with the keys of a token issuer, which are held back until `open` is called. */
async function startHeldAuthentication(settings: Partial<Config>) {
  const login = await startTokenIssuer()
  const { opened, open } = openGate()
  login.hold = opened
  const jwt = {
    issuer,
    audience,
    jwksUrl: login.url,
    nameClaim: 'sub',
    sourcesClaim: 'sources',
    operationsPerMinute: 1_000,
  }
  const { gateway, telemetry } = await start({ access: { ...toAccess(client).access, jwt }, ...settings })
  closings.push(login.close, open)
  const token = await login.sign({ sub: 'ewa@test.example', sources: ['sales'] })
  const countOperations = async () =>
    Number(/^gateway_operations_in_flight (\d+)/m.exec(await telemetry.printMetrics())?.[1])

  /** Sends the request from several clients, and disconnects them while they are authenticated. */
  async function disconnectDuringAuthentication(clients: number, request: string): Promise<void> {
    const sockets = Array.from({ length: clients }, () => connect(Number(new URL(gateway.url).port), '127.0.0.1'))
    for (const socket of sockets) socket.on('error', () => {}).write(request)
    await expect.poll(countOperations, { timeout: 60_000 }).toBe(clients)
    for (const socket of sockets) socket.destroy()
    await expect.poll(countOperations, { timeout: 60_000 }).toBe(0)
    open()
    // This request waits for the same keys, and is authenticated after the others.
    await askAs(token, gateway.url, '{ __typename }')
  }

  return { gateway, token, disconnectDuringAuthentication }
}

const limitBodies = (bytes: number) => ({
  memory: { ...planMemory(4_000_000_000), bodyBytes: bytes },
  serving: { ...defaultServing, limits: { ...defaultServing.limits, bodyBytes: bytes } },
})

it('A body of the maximum size is accepted after clients that sent large bodies disconnected while they were authenticated.', async () => {
  const bytes = 100_000
  const { gateway, token, disconnectDuringAuthentication } = await startHeldAuthentication({
    ...limitBodies(bytes),
    deadline: 2_000,
  })
  const head = postHead(bytes - 1_000, 'Content-Type: application/json', `Authorization: Bearer ${token}`)
  await disconnectDuringAuthentication(3, `${head}{ "query": "{ __typename } # ${'.'.repeat(1_000)}`)
  const comment = '.'.repeat(bytes - JSON.stringify({ query: '{ __typename } # ', variables: {} }).length)
  expect(await askAs(client.key, gateway.url, `{ __typename } # ${comment}`)).toMatchObject({
    status: 200,
    body: { data: { __typename: 'Query' } },
  })
})

it('A large response is computed after clients that requested large responses disconnected while they were authenticated.', async () => {
  const { gateway, token, disconnectDuringAuthentication } = await startHeldAuthentication({
    memory: { ...planMemory(4_000_000_000), inFlightValues: 1_000 },
    deadline: 2_000,
  })
  // About 700 values: one bucket a day.
  const query =
    '{ report(metric: CONVERSATIONS, scope: { range: { last: "P365D" } }) { buckets { start value } gaps { code } } }'
  const path = `/graphql?query=${encodeURIComponent(query)}`
  const head = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nAuthorization: Bearer ${token}\r\n\r\n`
  await disconnectDuringAuthentication(3, head)
  const { status, body } = await askAs(client.key, gateway.url, query)
  expect([status, body.data?.report.buckets.length]).toEqual([200, 365])
})

it('A subscription registers no more listeners on its response than Node allows without a warning.', async () => {
  const warnings: string[] = []
  const note = (warning: Error) => warnings.push(warning.message)
  process.on('warning', note)
  closings.push(() => process.off('warning', note))
  const { gateway } = await start()
  const query =
    'subscription { report(metric: CONVERSATIONS, scope: { range: { preset: YESTERDAY } }, every: "PT5S") { total } }'
  const stream = await subscribe(gateway.url, query)
  expect((await stream.next())?.data.report.total).toBe(1)
  stream.close()
  expect(warnings).toEqual([])
})
