import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../src/config/config.ts'
import { registry } from '../../src/provider/registry.ts'

const sources = `sources:
  - { id: support, provider: chatwoot, url: https://chat.example.com, accountId: 1, token: t }
  - { id: sales, provider: livechat, login: ops@example.com, apiKey: k }
`
const [first, second] = ['a', 'b'].map((digit) => `sha256:${digit.repeat(64)}`)
const jwt =
  'jwt: { issuer: "https://login.example.com", audience: reporting, jwksUrl: "https://login.example.com/jwks" }'

const read = (text: string, environment: Record<string, string> = {}) =>
  readConfig({ GATEWAY_CONFIG: 'f', ...environment }, () => text, registry)

function problems(text: string, environment: Record<string, string> = {}): readonly string[] {
  try {
    read(text, environment)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

describe('who may ask', () => {
  it('is nobody in particular where the file names none, on loopback', () => {
    expect(read(sources)).not.toHaveProperty('access')
  })

  it('are the clients of the file, each with its sources', () => {
    const { access } = read(
      `${sources}clients:
  - { name: wallboard, keyHash: "${first}", sources: [support] }
  - { name: bi, keyHash: "\${HASH}", sources: [support, sales], scopes: [reports], operationsPerMinute: 60 }`,
      {
        HASH: second ?? '',
      },
    )
    expect(access).toEqual({
      clients: [
        {
          name: 'wallboard',
          keyHash: first,
          sources: ['support'],
          scopes: ['reports', 'people', 'live'],
          operationsPerMinute: 600,
        },
        { name: 'bi', keyHash: second, sources: ['support', 'sales'], scopes: ['reports'], operationsPerMinute: 60 },
      ],
      failuresPerMinute: 60,
    })
  })

  it('are those with a token of one issuer', () => {
    expect(read(`${sources}${jwt}`).access).toEqual({
      clients: [],
      jwt: {
        issuer: 'https://login.example.com',
        audience: 'reporting',
        jwksUrl: 'https://login.example.com/jwks',
        nameClaim: 'sub',
        sourcesClaim: 'sources',
        operationsPerMinute: 600,
      },
      failuresPerMinute: 60,
    })
  })

  it('may be clients of the demo too', () => {
    const text = `clients: [{ name: me, keyHash: "${first}", sources: [chatwoot, livechat] }]`
    expect(read(text).access?.clients[0]?.sources).toEqual(['chatwoot', 'livechat'])
    expect(problems(text, { NODE_ENV: 'production' })).toHaveLength(1)
  })
})

describe('Who may ask: without clients and jwt the gateway listens on loopback alone', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])('such as %s', (HOST) => {
    expect(read(sources, { HOST }).host).toBe(HOST)
  })

  it.each([
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '192.168.1.4',
    'gateway',
    'gateway.example.com',
    '128.0.0.1',
    '127.example.com',
    'localhost.evil.example',
    '::ffff:10.0.0.1',
  ])('and not on %s', (HOST) => {
    expect(problems(sources, { HOST })).toEqual([expect.stringMatching(/^HOST: must be a loopback address/)])
    expect(read(`${sources}${jwt}`, { HOST }).host).toBe(HOST)
    const clients = `clients: [{ name: me, keyHash: "${first}", sources: [sales] }]`
    expect(read(`${sources}${clients}`, { HOST }).host).toBe(HOST)
  })

  it.each(['0.0.0.0:80', 'http://x', 'a b', '-x', '[::1]'])('nor on %s, which is none', (HOST) => {
    expect(problems(`${sources}${jwt}`, { HOST })).toEqual(['HOST: must be an address or a name'])
  })
})

describe('a wrong setting of who may ask is named', () => {
  const client = (settings: string) =>
    `${sources}clients: [{ name: a, keyHash: "${first}", sources: [sales], ${settings} }]`
  const issuer = (settings: string) =>
    `${sources}jwt: { issuer: i, audience: a, jwksUrl: "https://x/jwks", ${settings} }`

  it.each<[string, string, string]>([
    ['no client', `${sources}clients: []`, 'GATEWAY_CONFIG.clients: must name a client, or be left out'],
    [
      'a key in place of its hash',
      client('keyHash: rgw_secret').replace(`keyHash: "${first}", `, ''),
      'GATEWAY_CONFIG.clients.0.keyHash: must be sha256: and 64 hexadecimal digits, as npm run key prints it',
    ],
    [
      'a source that does not exist',
      client('').replace('[sales]', '[sales, sale]'),
      'GATEWAY_CONFIG.clients.0.sources.1: must be the id of a source; there are: support, sales',
    ],
    ['no source', client('').replace('[sales]', '[]'), 'GATEWAY_CONFIG.clients.0.sources: must name a source'],
    [
      'an unknown scope',
      client('scopes: [everything]'),
      'GATEWAY_CONFIG.clients.0.scopes.0: must be one of reports, people, live',
    ],
    ['no scope', client('scopes: []'), 'GATEWAY_CONFIG.clients.0.scopes: must name a scope'],
    [
      'no operations',
      client('operationsPerMinute: 0'),
      'GATEWAY_CONFIG.clients.0.operationsPerMinute: must be 1 or more',
    ],
    [
      'a name with a colon',
      client('').replace('name: a', 'name: "token:a"'),
      'GATEWAY_CONFIG.clients.0.name: must be letters, digits, dots, - and _',
    ],
    [
      'an unknown setting',
      client('scope: [live]'),
      'GATEWAY_CONFIG.clients.0: unknown setting scope; there are: name, keyHash, sources, scopes, operationsPerMinute',
    ],
    [
      'a name used twice',
      `${sources}clients: [{ name: a, keyHash: "${first}", sources: [sales] }, { name: a, keyHash: "${second}", sources: [sales] }]`,
      'clients: the name a is used twice',
    ],
    [
      'a key used twice',
      `${sources}clients: [{ name: a, keyHash: "${first}", sources: [sales] }, { name: b, keyHash: "${first}", sources: [support] }]`,
      'clients: two have the same key',
    ],
    [
      'keys over http',
      issuer('').replace('https://x', 'http://x'),
      'GATEWAY_CONFIG.jwt.jwksUrl: must begin with https:// and hold no password',
    ],
    [
      'keys with a password',
      issuer('').replace('https://x', 'https://u:p@x'),
      'GATEWAY_CONFIG.jwt.jwksUrl: must begin with https:// and hold no password',
    ],
    ['keys nowhere', issuer('').replace('https://x/jwks', 'jwks'), 'GATEWAY_CONFIG.jwt.jwksUrl: must be a URL'],
    ['no audience', issuer('').replace('audience: a', 'audience: ""'), 'GATEWAY_CONFIG.jwt.audience: must be set'],
    ['a token without a name', issuer('nameClaim: ""'), 'GATEWAY_CONFIG.jwt.nameClaim: must be set'],
  ])('%s', (_, text, problem) => {
    expect(problems(text)).toEqual([problem])
  })

  it('loopback may serve keys over http', () => {
    expect(problems(issuer('').replace('https://x', 'http://127.0.0.1:8080'))).toEqual([])
  })
})

describe('configuration: every problem at once', () => {
  it('of the file, its sources, its clients and the environment, none hidden by another, none with its value', () => {
    const text = `
color: red
cache: { freshFro: PT1S, staleFor: s3cret }
sources:
  - { id: Support, provider: chatwoot, url: s3cret, token: "" }
  - { id: sales, provider: livechat, login: ops@example.com, apikey: s3cret }
  - { id: other, provider: zendesk }
clients:
  - { name: a, keyHash: s3cret, sources: [nowhere] }
  - { name: a, keyHash: s3cret, sources: [sales] }
`
    const found = problems(text, { PORT: 'many', HOST: '0.0.0.0 s3cret', CHATWOOT_URL: 'ftp://s3cret' })
    expect(found.map((problem) => problem.replace(/: .*/, ''))).toEqual([
      'PORT',
      'HOST',
      'GATEWAY_CONFIG.cache.staleFor',
      'GATEWAY_CONFIG.cache',
      'GATEWAY_CONFIG.clients.0.keyHash',
      'GATEWAY_CONFIG.clients.0.sources.0',
      'GATEWAY_CONFIG.clients.1.keyHash',
      'GATEWAY_CONFIG',
      'sources.0.id',
      'sources.0.url',
      'sources.0.accountId',
      'sources.0.token',
      'sources.sales.apiKey',
      'sources.sales',
      'sources.other.provider',
      'sources.chatwoot.url',
      'sources.chatwoot.accountId',
      'sources.chatwoot.token',
      'clients',
      'clients',
    ])
    expect(found.join()).not.toContain('s3cret')
  })

  it.each([
    [
      'color: red',
      'GATEWAY_CONFIG: unknown setting color; there are: timeZone, cache, sources, clients, jwt, failedKeysPerMinute, limits, introspection, corsOrigins, allowedHosts, persistedDocuments',
    ],
    [
      'cache: { fresh: PT1S }',
      'GATEWAY_CONFIG.cache: unknown setting fresh; there are: freshFor, settlingFor, settleAfter, settledFor, movingFor, staleFor',
    ],
    [
      'sources: [{ id: a, provider: livechat, login: x, apiKey: y, key: z, kee: z }]',
      'sources.a: unknown setting key, kee; there are: url, login, apiKey, callsPerMinute, burst, inFlight',
    ],
  ])('an unknown setting is named beside those that there are: %s', (text, problem) => {
    expect(problems(text)).toEqual([problem])
  })
})
