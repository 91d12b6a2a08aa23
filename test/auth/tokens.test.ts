import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { TokenSettings } from '../../src/auth/token.ts'
import { startChangingChats } from '../support/changing-chats.ts'
import { askAs, createClient, toAccess } from '../support/clients.ts'
import { subscribe } from '../support/event-stream.ts'
import { startListeningGateway } from '../support/listening-gateway.ts'
import type { RawAnswer } from '../support/raw-upstream.ts'
import { audience, issuer, startTokenIssuer, type TokenChanges, type TokenIssuer } from '../support/token-issuer.ts'

const client = createClient('wallboard', ['sales'])
let login: TokenIssuer

beforeEach(async () => {
  login = await startTokenIssuer()
  onTestFinished(login.close)
})

/** A gateway over two sources, sales and returns, that believes the issuer. */
async function start(changes: Partial<TokenSettings> = {}): Promise<string> {
  const chats = await Promise.all([startChangingChats(), startChangingChats({ id: 'returns', name: 'Returns' })])
  const jwt = {
    issuer,
    audience,
    jwksUrl: login.url,
    nameClaim: 'sub',
    sourcesClaim: 'sources',
    operationsPerMinute: 1000,
    ...changes,
  }
  const { access } = toAccess(client)
  const sources = chats.map(({ source }) => source)
  const gateway = await startListeningGateway(sources, Date.now, { access: { ...access, jwt } })
  onTestFinished(async () => {
    await Promise.all([gateway.close(), ...chats.map(({ upstream }) => upstream.close())])
  })
  return gateway.url
}

const whoIs = async (token: string, url: string) => {
  const { status, headers, body } = await askAs(token, url, '{ sources { id } }')
  const code = body.errors?.[0]?.extensions?.code
  return { status, headers, ...(code !== undefined && { code }), sources: body.data?.sources }
}

const ewa = { sub: 'ewa@test.example', sources: ['sales'] }

describe('a client with a valid token', () => {
  it.each<[string, Record<string, unknown>, readonly string[]]>([
    ['a list', { sources: ['sales'] }, ['sales']],
    ['a list of both', { sources: ['returns', 'sales'] }, ['sales', 'returns']],
    ['a text', { sources: 'sales returns' }, ['sales', 'returns']],
    ['a list with ids of other gateways', { sources: ['elsewhere', 'returns', 7] }, ['returns']],
  ])('A token may read the sources in its claim: %s.', async (_, claims, ids) => {
    const { status, sources } = await whoIs(await login.sign({ ...ewa, ...claims }), await start())
    expect({ status, sources }).toEqual({ status: 200, sources: ids.map((id) => ({ id })) })
  })

  it('The configured claims name the client and its sources.', async () => {
    const url = await start({ nameClaim: 'client_id', sourcesClaim: 'https://test.example/accounts' })
    const token = await login.sign({ client_id: 'bi', 'https://test.example/accounts': ['returns'] })
    expect((await whoIs(token, url)).sources).toEqual([{ id: 'returns' }])
    expect((await whoIs(await login.sign(ewa), url)).status).toBe(401)
  })

  const all: readonly string[] = ['ranking', 'report']

  it.each<[Record<string, unknown>, string | undefined, readonly string[]]>([
    [{}, undefined, all],
    [{ scope: 'reports people live' }, undefined, all],
    [{ scope: 'openid reports' }, undefined, ['report']],
    [{ scope: 'people' }, undefined, ['ranking']],
    [{ scope: ['people'] }, undefined, ['ranking']],
    [{ scope: 'openid profile' }, undefined, []],
    [{ scope: '' }, undefined, []],
    [{ scp: 'reports' }, undefined, ['report']],
    [{ scp: ['people'] }, undefined, ['ranking']],
    [{ scopes: ['reports'] }, undefined, ['report']],
    [{ permissions: ['reports', 'people'] }, undefined, all],
    [{ permissions: [] }, undefined, []],
    [{ scope: 'reports people', scp: 'reports' }, undefined, ['report']],
    [{ scope: 'reports', permissions: ['people'] }, undefined, []],
    ...[7, true, null, { reports: true }, [['reports']]].map(
      (value): [Record<string, unknown>, undefined, readonly string[]] => [{ scp: value }, undefined, []],
    ),
    [{ roles: ['reports'] }, 'roles', ['report']],
    [{ roles: 'reports people' }, 'roles', all],
    [{ roles: 'reports', scope: 'people' }, 'roles', ['report']],
    [{ roles: { reports: true } }, 'roles', []],
    [{ scope: 'reports people' }, 'roles', []],
    [{}, 'roles', []],
    [{}, 'constructor', []],
  ])('A token with the claims %j and scopesClaim %j has the permissions %j.', async (claims, scopesClaim, allowed) => {
    const range = '{ range: { preset: YESTERDAY } }'
    // `first: 0` is a bad argument, so the ranking costs no upstream call.
    const query = `{ ranking(scope: ${range}, first: 0) { hasMore } report(metric: CONVERSATIONS, scope: ${range}) { unit } }`
    const { body } = await askAs(await login.sign({ ...ewa, ...claims }), await start({ scopesClaim }), query)
    const rejected = body.errors?.filter(({ extensions }) => extensions?.code === 'FORBIDDEN') ?? []
    expect(all.filter((field) => !rejected.some(({ path }) => path?.[0] === field))).toEqual(allowed)
  })

  it('The key set of the issuer is read once for many tokens.', async () => {
    const url = await start()
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, index) => login.sign({ ...ewa, sub: `${index}` })))
    const answers = await Promise.all(tokens.map((token) => whoIs(token, url)))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(login.countCalls()).toBe(1)
  })

  it('The rate limit applies to each name of a token separately.', async () => {
    const url = await start({ operationsPerMinute: 2 })
    const [mine, hers] = [await login.sign(ewa), await login.sign({ ...ewa, sub: 'ola' })]
    const statuses = []
    for (const token of [mine, mine, mine, hers, client.key]) statuses.push((await whoIs(token, url)).status)
    expect(statuses).toEqual([200, 200, 429, 200, 200])
  })

  it('The key set is read again when a token has an unknown key.', async () => {
    const url = await start()
    expect((await whoIs(await login.sign(ewa), url)).status).toBe(200)
    await login.rotate()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 })
    onTestFinished(() => void vi.useRealTimers())
    expect((await whoIs(await login.sign(ewa), url)).status).toBe(200)
    expect(login.countCalls()).toBe(2)
  })

  it('A subscription ends when the token of its client expires.', async () => {
    // The clock stands still, so that the subscription is always started two seconds before the token expires.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-20T12:00:00Z') })
    onTestFinished(() => void vi.useRealTimers())
    const query = 'subscription { report(metric: CONVERSATIONS, scope: { range: { preset: TODAY } }) { total } }'
    const token = await login.sign(ewa, { expires: '3 seconds ago' })
    const stream = await subscribe(await start(), query, {}, { authorization: `Bearer ${token}` })
    expect((await stream.next())?.data.report.total).toBe(1)
    expect(await stream.next()).toBeUndefined()
  })
})

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Changes what a token says, and leaves its signature. */
function tamper(token: string, claims: Record<string, unknown>): string {
  const [header, payload = '', signature] = token.split('.')
  const changed = part({ ...JSON.parse(String(Buffer.from(payload, 'base64url'))), ...claims })
  return [header, changed, signature].join('.')
}

async function signWithPublishedKey(): Promise<string> {
  const published = await (await fetch(login.url)).text()
  const body = `${part({ alg: 'HS256', kid: '0' })}.${part({ ...ewa, iss: issuer, aud: audience, exp: 4e9 })}`
  return `${body}.${createHmac('sha256', published).update(body).digest('base64url')}`
}

describe('authentication: an invalid token', () => {
  const wrong = (changes: TokenChanges) => () => login.sign(ewa, changes)

  it.each<[string, () => Promise<string>]>([
    ['that has expired', wrong({ expires: '1 minute ago' })],
    ['of another issuer', wrong({ issuer: 'https://login.evil.example' })],
    ['for another audience', wrong({ audience: 'shop' })],
    ['that names nobody', () => login.sign({ sources: ['sales'] })],
    ['whose name is a list', () => login.sign({ ...ewa, sub: ['ewa'] as never })],
    ['with other claims than were signed', async () => tamper(await login.sign(ewa), { sources: ['returns'] })],
    [
      'with another algorithm than was signed',
      async () => (await login.sign(ewa)).replace(/^[^.]+/, part({ alg: 'RS256', kid: '0' })),
    ],
    [
      'without a signature',
      async () =>
        `${new UnsecuredJWT(ewa).setIssuer(issuer).setAudience(audience).setExpirationTime('1 hour').encode()}x`,
    ],
    ['signed with the published key as a password', signWithPublishedKey],
    ['of three words', async () => 'not.a.token'],
    [
      'signed by somebody else',
      async () => {
        const { privateKey } = await generateKeyPair('ES256')
        const token = new SignJWT(ewa).setProtectedHeader({ alg: 'ES256', kid: '0' })
        return token.setIssuer(issuer).setAudience(audience).setExpirationTime('1 hour').sign(privateKey)
      },
    ],
    ['that never expires', wrong({ expires: null })],
  ])('A token %s is rejected with 401.', async (_, forge) => {
    const { status, code, headers } = await whoIs(await forge(), await start())
    expect({ status, code }).toEqual({ status: 401, code: 'UNAUTHENTICATED' })
    expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
  })

  it.each([{ sources: [] }, { sources: ['elsewhere'] }, { sources: undefined }, { sources: { sales: true } }])(
    'A token without a source of this gateway is FORBIDDEN: %j.',
    async (claims) => {
      const { status, code } = await whoIs(await login.sign({ ...ewa, ...claims }), await start())
      expect({ status, code }).toEqual({ status: 403, code: 'FORBIDDEN' })
    },
  )
})

describe('authentication: the keys of the issuer are unavailable', () => {
  it.each<[string, RawAnswer]>([
    ['breaks off', { ending: 'reset' }],
    ['is an error of the issuer', { status: 500 }],
    ['is not JSON', { body: '<html>' }],
    ['has no keys', { body: '{ "keys": "none" }' }],
    ['is a redirect', { status: 302, headers: { location: 'https://login.evil.example/jwks' } }],
    ['has too many keys', { body: JSON.stringify({ keys: Array(101).fill({}) }) }],
    ['is too long', { body: `{ "keys": [] }${' '.repeat(1_000_000)}` }],
    ['does not arrive', { body: '{ "keys": [] }', ending: 'hangAfterHeaders' }],
  ])('A token gets 503 if the key set %s, and a key is still accepted.', async (_, fault) => {
    login.fault = fault
    const url = await start()
    const { status, code, headers } = await whoIs(await login.sign(ewa), url)
    expect({ status, code }).toEqual({ status: 503, code: 'AUTHENTICATION_UNAVAILABLE' })
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await whoIs(client.key, url)).status).toBe(200)
  })

  it('A key set that never ends is not read beyond its limit.', async () => {
    let bytes = 0
    const endless = createServer((_, response) => {
      const write = () => {
        for (let isRoom = true; isRoom && !response.destroyed; bytes += 100_000)
          isRoom = response.write(' '.repeat(100_000))
      }
      response.on('drain', write)
      write()
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void endless.close())
    await once(endless, 'listening')
    const { port } = endless.address() as AddressInfo
    const url = await start({ jwksUrl: `http://127.0.0.1:${port}/jwks` })

    expect((await whoIs(await login.sign(ewa), url)).status).toBe(503)
    // What the two ends of the connection hold comes on top of what is read.
    expect(bytes).toBeLessThan(20_000_000)
  })

  it('Tokens that cannot be verified do not cause a request to the issuer each time.', async () => {
    login.fault = { status: 500 }
    const url = await start()
    for (let turn = 0; turn < 5; turn += 1) expect((await whoIs(await login.sign(ewa), url)).status).toBe(503)
    expect(login.countCalls()).toBe(1)
  })

  it('Tokens are verified with the cached keys while the issuer is unavailable.', async () => {
    const url = await start()
    expect((await whoIs(await login.sign(ewa), url)).status).toBe(200)
    login.fault = { status: 500 }
    expect((await whoIs(await login.sign({ ...ewa, sub: 'ola' }), url)).status).toBe(200)
  })

  it('The keys are read again once the issuer responds.', async () => {
    login.fault = { status: 500 }
    const url = await start()
    expect((await whoIs(await login.sign(ewa), url)).status).toBe(503)
    login.fault = undefined
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6_000 })
    onTestFinished(() => void vi.useRealTimers())
    expect((await whoIs(await login.sign(ewa), url)).status).toBe(200)
  })
})
