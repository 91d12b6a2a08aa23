import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKey, createKeyring, hashKey } from '../../src/auth/api-key.ts'
import { type ChangingChats, startChangingChats } from '../support/changing-chats.ts'
import { createClient, toAccess } from '../support/clients.ts'
import { type ListeningGateway, startListeningGateway } from '../support/listening-gateway.ts'

const wallboard = createClient('wallboard', ['sales'])
const clock = () => Date.parse('2026-11-20T12:00:00Z')
let chats: ChangingChats
let gateway: ListeningGateway

beforeAll(async () => {
  chats = await startChangingChats()
  gateway = await startListeningGateway([chats.source], clock, toAccess(wallboard))
})

afterAll(() => Promise.all([gateway.close(), chats.upstream.close()]))

const post = (headers: Readonly<Record<string, string>>, body = '{ "query": "{ sources { id } }" }') =>
  fetch(gateway.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })

describe('a client with a valid key', () => {
  it.each(['Bearer', 'bearer', 'BEARER'])(
    'A request with a valid key is accepted with the scheme written %s.',
    async (scheme) => {
      const response = await post({ authorization: `${scheme} ${wallboard.key}` })
      expect(response.status).toBe(200)
      expect(await response.json()).toEqual({ data: { sources: [{ id: 'sales' }] } })
    },
  )
})

describe('authentication: a client without a valid key', () => {
  const { key } = wallboard
  const swapped = key.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))

  it.each<[string, Record<string, string>]>([
    ['without a header', {}],
    ['with an empty header', { authorization: '' }],
    ['with no key', { authorization: 'Bearer' }],
    ['with an empty key', { authorization: 'Bearer ' }],
    ['with another scheme', { authorization: `Basic ${key}` }],
    ['with the key alone', { authorization: key }],
    ['with the hash of the key', { authorization: `Bearer ${hashKey(key)}` }],
    ['with a key that differs in one character', { authorization: `Bearer ${swapped}` }],
    ['with a key that is longer', { authorization: `Bearer ${key}A` }],
    ['with a key that is shorter', { authorization: `Bearer ${key.slice(0, -1)}` }],
    ['with the key of nobody', { authorization: `Bearer ${createKey()}` }],
    ['with two keys', { authorization: `Bearer ${createKey()} ${key}` }],
    ['with the name of a client', { authorization: 'Bearer wallboard' }],
    ['with a token where none are taken', { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.x' }],
    ['with the key in another header', { 'x-api-key': key }],
  ])('%s is sent away with 401', async (_, headers) => {
    const response = await post(headers)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer\b/)
    expect(await response.json()).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }],
    })
    expect(chats.upstream.requests).toEqual([])
  })

  it.each([
    ['nonsense', 'not even JSON'],
    ['a query that does not parse', '{ "query": "{" }'],
    ['introspection', '{ "query": "{ __schema { types { name } } }" }'],
    ['a subgraph’s SDL', '{ "query": "{ _service { sdl } }" }'],
    ['no query', '{}'],
  ])('The body of an unauthenticated request is not read: %s.', async (_, body) => {
    const response = await post({}, body)
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
  })

  it('A client without a valid key is rejected before its body has arrived.', async () => {
    const { hostname, port } = new URL(gateway.url)
    const socket = connect(Number(port), hostname)
    socket.write(
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{ "query"',
    )
    const [chunk] = await once(socket, 'data')
    expect(String(chunk)).toMatch(/^HTTP\/1\.1 401 /)
    socket.destroy()
  })

  it.each(['POST', 'GET'])('A subscription without a valid key is rejected with %s, too.', async (method) => {
    const query = 'subscription { queueStats(scope: { range: { last: "P1D" } }) { live { open } } }'
    const headers = { accept: 'text/event-stream', 'content-type': 'application/json' }
    const response =
      method === 'GET'
        ? await fetch(`${gateway.url}?query=${encodeURIComponent(query)}`, { headers })
        : await fetch(gateway.url, { method, headers, body: JSON.stringify({ query }) })
    expect(response.status).toBe(401)
    await response.body?.cancel()
  })

  it('A rejected client gets the media type that it accepts.', async () => {
    const accept = 'application/graphql-response+json'
    expect((await post({ accept })).headers.get('content-type')).toContain(accept)
    expect((await post({})).headers.get('content-type')).toContain('application/json')
  })

  it('GraphiQL opens without a key in development, and nothing else does.', async () => {
    const page = await fetch(gateway.url, { headers: { accept: 'text/html' } })
    expect(page.status).toBe(200)
    expect((await page.text()).includes('GraphiQL')).toBe(true)
    expect((await fetch(`${gateway.url}?query={sources{id}}`)).status).toBe(401)
  })
})

describe('a key', () => {
  it('Each created key is different and has 256 bits.', () => {
    const keys = new Set(Array.from({ length: 100 }, createKey))
    expect(keys.size).toBe(100)
    for (const key of keys) expect(key).toMatch(/^rgw_[\w-]{43}$/)
  })

  it('A key is found among many, and no other key is accepted.', () => {
    const clients = Array.from({ length: 50 }, (_, index) => createClient(`client-${index}`, ['sales']))
    const find = createKeyring(clients.map(({ settings }) => settings))
    expect(clients.map(({ key }) => find(key)?.name)).toEqual(clients.map(({ settings }) => settings.name))
    expect(find(createKey())).toBeUndefined()
  })
})
