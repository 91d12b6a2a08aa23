import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { defaultServing, type Limits } from '../../src/config/serving.ts'
import { toClientNetwork } from '../../src/server/limits/connection-group.ts'
import { limitOfAddress, reservedConnections } from '../../src/server/limits/connections.ts'
import { createClient, toAccess } from '../support/clients.ts'
import { liveChatSource } from '../support/gateway.ts'
import { type HeldUpstream, startHeldUpstream } from '../support/held-upstream.ts'
import { type IdleConnection, openConnection } from '../support/idle-connection.ts'
import { startListeningGateway } from '../support/listening-gateway.ts'
import { startServer, stopAll } from '../support/start-script.ts'
import { writeConfig } from '../support/write-config.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const client = createClient('wallboard', ['sales'])
const key = `Authorization: Bearer ${client.key}`
const other = '127.0.0.2'
const query = '/graphql?query={__typename}'
/** Waits for the upstream. */
const slowQuery = '/graphql?query={sources{status{isReachable}}}'

const closings: (() => unknown)[] = []
let held: HeldUpstream

beforeEach(async () => {
  held = await startHeldUpstream()
})

afterEach(async () => {
  held.open()
  for (const close of closings.splice(0).reverse()) await close()
  await held.upstream.close()
})

/** With authentication unless settings say otherwise, and with enough time for idle connections. */
async function start(limits: Partial<Limits>, settings: Partial<Config> = toAccess(client)): Promise<string> {
  const serving = { ...defaultServing, limits: { ...defaultServing.limits, unauthenticatedIdleMs: 600_000, ...limits } }
  const sources = [liveChatSource(held.upstream.url)]
  const gateway = await startListeningGateway(sources, () => now, { serving, isProduction: false, ...settings })
  closings.push(gateway.close)
  return gateway.url
}

async function open(url: string, count: number, address?: string): Promise<readonly IdleConnection[]> {
  const connections: IdleConnection[] = []
  for (let index = 0; index < count; index += 1) connections.push(await openConnection(url, address))
  return connections
}

/** Which of these connections still get a response. */
const listAlive = (connections: readonly IdleConnection[]) =>
  Promise.all(connections.map(async ({ get }) => (await get('/health/live')).status === 200))

/** So many connections on which an operation waits for the upstream. */
async function occupy(url: string, count: number, address?: string) {
  const connections = await open(url, count, address)
  const responses = connections.map(({ get }) => get(slowQuery, key))
  await held.upstream.received(count)
  return responses
}

describe('when connections are used up', () => {
  it('The longest idle connection of an address is closed for a new one of the same address.', async () => {
    const url = await start({ connectionsPerAddress: 3 })
    const others = await open(url, 3, other)
    const idle = await open(url, 3)
    const [added] = await open(url, 1)
    expect((await added?.get(query, key))?.status).toBe(200)
    await idle[0]?.closed
    expect(await listAlive(idle)).toEqual([false, true, true])
    expect(await listAlive(others)).toEqual([true, true, true])
  })

  it('The longest idle connection of any address is closed for a new one of another address.', async () => {
    const url = await start({ connections: 4, connectionsPerAddress: 4 })
    const idle = await open(url, 4)
    const [added] = await open(url, 1, other)
    expect((await added?.get(query, key))?.status).toBe(200)
    await idle[0]?.closed
    expect(await listAlive(idle)).toEqual([false, true, true, true])
  })

  it('A connection that is used again is no longer the longest idle one.', async () => {
    const url = await start({ connections: 3 })
    const idle = await open(url, 3)
    expect((await idle[0]?.get('/health/live'))?.status).toBe(200)
    const [added] = await open(url, 1)
    expect((await added?.get(query, key))?.status).toBe(200)
    await idle[1]?.closed
    expect(await listAlive(idle)).toEqual([true, false, true])
  })

  it('Unauthenticated idle connections are closed before authenticated ones.', async () => {
    const url = await start({ connections: 4 })
    const authenticated = await open(url, 2)
    for (const { get } of authenticated) expect((await get(query, key)).status).toBe(200)
    const unauthenticated = await open(url, 2)
    for (const { get } of unauthenticated) expect((await get(query)).status).toBe(401)
    const added = await open(url, 2)
    await Promise.all(unauthenticated.map(({ closed }) => closed))
    for (const { get } of added) expect((await get(query, key)).status).toBe(200)
    expect(await listAlive([...authenticated, ...unauthenticated])).toEqual([true, true, false, false])
  })

  it('Authenticated idle connections are closed for new ones, which are not closed for each other.', async () => {
    const url = await start({ connections: 20 })
    const authenticated = await open(url, 20)
    for (const { get } of authenticated) expect((await get(query, key)).status).toBe(200)
    const added = await open(url, 2)
    for (const { get } of added) expect((await get(query, key)).status).toBe(200)
    await Promise.all(authenticated.slice(0, 2).map(({ closed }) => closed))
    expect((await listAlive(authenticated)).indexOf(true)).toBe(2)
  })

  it.each([
    [{ connections: 2 }, other, 'all connections are in use (limits.connections)'],
    [
      { connectionsPerAddress: 2 },
      undefined,
      'too many connections are in use from this address (limits.connectionsPerAddress)',
    ],
  ])(
    'When operations in progress use all connections (%j), new ones get health and metrics, and 503 otherwise.',
    async (limits, address, message) => {
      const url = await start(limits)
      const responses = await occupy(url, 2)
      for (const path of ['/health/live', '/health/ready', '/metrics']) {
        const [probe] = await open(url, 1, address)
        const { status, text } = (await probe?.get(path)) ?? {}
        expect([path, status]).toEqual([path, 200])
        expect(text).toMatch(/^connection: close/im)
      }
      const [added] = await open(url, 1, address)
      const { status, text } = (await added?.get(query, key)) ?? {}
      expect(status).toBe(503)
      expect(text).toMatch(/^retry-after: 1/im)
      expect(text).toContain(JSON.stringify({ errors: [{ message, extensions: { code: 'OVERLOADED' } }] }))
      await added?.closed
      held.open()
      expect((await Promise.all(responses)).map(({ status }) => status)).toEqual([200, 200])
      const [later] = await open(url, 1, address)
      expect((await later?.get(query, key))?.status).toBe(200)
    },
  )

  it('When operations of one address use all its connections, another address is served.', async () => {
    const url = await start({ connectionsPerAddress: 2 })
    await occupy(url, 2)
    const [added] = await open(url, 1, other)
    expect((await added?.get(query, key))?.status).toBe(200)
  })

  it('Health checks are served however many silent connections follow.', async () => {
    const url = await start({ connections: 1 })
    await occupy(url, 1)
    const silent = await open(url, 3 * reservedConnections)
    const [probe] = await open(url, 1)
    expect((await probe?.get('/health/live'))?.status).toBe(200)
    await Promise.all(silent.slice(0, 2 * reservedConnections).map(({ closed }) => closed))
  })

  it('A connection can be opened after another one has ended.', async () => {
    const url = await start({ connectionsPerAddress: 1 })
    for (let turn = 0; turn < 20; turn += 1) {
      const [connection] = await open(url, 1)
      expect((await connection?.get(query, key))?.status).toBe(200)
      connection?.socket.destroy()
    }
  })
})

describe('an idle connection is closed after unauthenticatedIdleMs', () => {
  const hurry = { unauthenticatedIdleMs: 60 }

  it.each<[string, readonly string[]]>([
    ['sends nothing', []],
    ['requests only health checks', ['/health/live']],
    ['shows no key', [query, query]],
  ])('An idle connection is closed if it %s; an authenticated one is not.', async (_, paths) => {
    const url = await start(hurry)
    const [authenticated] = await open(url, 1)
    expect((await authenticated?.get(query, key))?.status).toBe(200)
    const [idle] = await open(url, 1)
    for (const path of paths) await idle?.get(path)
    await idle?.closed
    expect((await authenticated?.get(query))?.status).toBe(401)
  })

  it('Without authentication, an idle connection is closed before its first complete request, but not after it.', async () => {
    const url = await start(hurry, {})
    const [complete] = await open(url, 1)
    expect((await complete?.get(query))?.status).toBe(200)
    const [silent, incomplete, healthy] = await open(url, 3)
    incomplete?.socket.write('POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Le')
    expect((await healthy?.get('/health/live'))?.status).toBe(200)
    await Promise.all([silent?.closed, incomplete?.closed, healthy?.closed])
    expect((await complete?.get(query))?.status).toBe(200)
  })

  it('A connection is not closed while its first request is in progress.', async () => {
    const url = await start(hurry, {})
    const [connection] = await open(url, 1)
    const response = connection?.get(slowQuery)
    await held.upstream.received(1)
    const [silent] = await open(url, 1)
    await silent?.closed
    held.open()
    expect((await response)?.status).toBe(200)
  })
})

describe('the limit of an address', () => {
  const { limits } = defaultServing

  it.each([
    ['203.0.113.5', 500],
    ['2001:db8::5', 500],
    ['127.0.0.1', 2_000],
    ['::ffff:127.0.0.1', 2_000],
    ['::1', 2_000],
  ])('The connection limit of the address %s is %d by default.', (address, expected) => {
    expect(limitOfAddress(address, limits)).toBe(expected)
    expect(limitOfAddress(address, { ...limits, connectionsPerAddress: 7 })).toBe(7)
  })

  it.each([
    ['203.0.113.5', '203.0.113.5'],
    ['::ffff:203.0.113.5', '203.0.113.5'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['2001:db8:1:2:3:4:5::', '2001:db8:1:2'],
    ['fe80::1:2:3:4%eth0', 'fe80:0:0:0'],
    ['', ''],
  ])('The address %s counts for the network %s.', (address, network) => {
    expect(toClientNetwork(address)).toBe(network)
  })
})

describe('2,000 idle connections of one address', () => {
  afterEach(stopAll)

  const upstream = () => ({
    LIVECHAT_URL: held.upstream.url,
    LIVECHAT_LOGIN: 'ops@test.example',
    LIVECHAT_API_KEY: 'l1vechat-key',
    LIVECHAT_TIME_ZONE: 'UTC',
  })
  const guarded = {
    clients: [{ ...client.settings, sources: ['livechat'] }],
    // They are still open when the last of them is opened, however long that takes.
    limits: { unauthenticatedIdleMs: 600_000 },
  }

  it.each<[string, unknown, string | undefined, number]>([
    ['after a request each, without authentication', {}, query, 200],
    ['that are silent', guarded, undefined, 0],
  ])(
    '%s, leave health and queries to another address with the default limits',
    async (_, settings, path, status) => {
      const environment = { ...upstream(), GATEWAY_CONFIG: writeConfig(settings), LOG_LEVEL: 'error' }
      const { url } = await startServer('../src/main.ts', environment)
      const openAndAsk = async () => {
        const connection = await openConnection(url)
        if (path) expect((await connection.get(path)).status).toBe(status)
        return connection
      }
      for (let batch = 0; batch < 40; batch += 1) await Promise.all(Array.from({ length: 50 }, openAndAsk))
      const [probe, added] = await open(url, 2, other)
      expect((await probe?.get('/health/live'))?.status).toBe(200)
      expect((await added?.get(query, key))?.status).toBe(200)
    },
    120_000,
  )
})
