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

describe('authentication settings', () => {
  it('Without clients and jwt there is no authentication, on loopback.', () => {
    expect(read(sources)).not.toHaveProperty('access')
  })

  it('Clients are read from the file, each with its sources.', () => {
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

  it('Tokens of one issuer are configured by jwt.', () => {
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

  it('Clients can be configured for the demo.', () => {
    const text = `clients: [{ name: me, keyHash: "${first}", sources: [chatwoot, livechat] }]`
    expect(read(text).access?.clients[0]?.sources).toEqual(['chatwoot', 'livechat'])
    expect(problems(text, { NODE_ENV: 'production' })).toHaveLength(1)
  })
})

describe('authentication: without clients and jwt the gateway listens on loopback only', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])(
    'The gateway may listen on %s without authentication.',
    (HOST) => {
      expect(read(sources, { HOST }).host).toBe(HOST)
    },
  )

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
  ])('The gateway may not listen on %s without authentication.', (HOST) => {
    expect(problems(sources, { HOST })).toEqual([expect.stringMatching(/^HOST: must be a loopback address/)])
    expect(read(`${sources}${jwt}`, { HOST }).host).toBe(HOST)
    const clients = `clients: [{ name: me, keyHash: "${first}", sources: [sales] }]`
    expect(read(`${sources}${clients}`, { HOST }).host).toBe(HOST)
  })

  it.each(['0.0.0.0:80', 'http://x', 'a b', '-x', '[::1]'])(
    'The gateway may not listen on %s, which is not a host.',
    (HOST) => {
      expect(problems(`${sources}${jwt}`, { HOST })).toEqual([
        'HOST: must be an IP address or a host name, without a port',
      ])
    },
  )
})

describe('an invalid authentication setting is reported', () => {
  const client = (settings: string) =>
    `${sources}clients: [{ name: a, keyHash: "${first}", sources: [sales], ${settings} }]`
  const issuer = (settings: string) =>
    `${sources}jwt: { issuer: i, audience: a, jwksUrl: "https://x/jwks", ${settings} }`

  it.each<[string, string, string]>([
    [
      'no client',
      `${sources}clients: []`,
      'clients: must contain at least one client; remove the setting to run without API keys',
    ],
    [
      'a key in place of its hash',
      client('keyHash: rgw_secret').replace(`keyHash: "${first}", `, ''),
      'clients.a.keyHash: must be sha256: and 64 hexadecimal digits, as npm run key prints it; not the key',
    ],
    [
      'a source that does not exist',
      client('').replace('[sales]', '[sales, sale]'),
      'clients.a.sources.1: must be the id of a source; the sources are: support, sales',
    ],
    ['no source', client('').replace('[sales]', '[]'), 'clients.a.sources: must contain the id of at least one source'],
    ['an unknown scope', client('scopes: [everything]'), 'clients.a.scopes.0: must be one of reports, people, live'],
    [
      'no scope',
      client('scopes: []'),
      'clients.a.scopes: must contain at least one of reports, people, live; remove the setting to allow all',
    ],
    [
      'no operations',
      client('operationsPerMinute: 0'),
      'clients.a.operationsPerMinute: must be a whole number, from 1 to 1000000; received 0',
    ],
    [
      'a name with a colon',
      client('').replace('name: a', 'name: "token:a"'),
      'clients.token:a.name: must be up to 50 letters, digits, dots, hyphens and underscores',
    ],
    ['an unknown setting', client('scope: [live]'), 'clients.a: unknown setting `scope`, did you mean `scopes`?'],
    [
      'a name used twice',
      `${sources}clients: [{ name: a, keyHash: "${first}", sources: [sales] }, { name: a, keyHash: "${second}", sources: [sales] }]`,
      'clients: the name a is used twice; give each client a name of its own',
    ],
    [
      'a key used twice',
      `${sources}clients: [{ name: a, keyHash: "${first}", sources: [sales] }, { name: b, keyHash: "${first}", sources: [support] }]`,
      'clients: two clients have the same keyHash; create a key for each with npm run key',
    ],
    [
      'keys over http',
      issuer('').replace('https://x', 'http://x'),
      'jwt.jwksUrl: must begin with https:// (http:// only on loopback), without user name or password',
    ],
    [
      'keys with a password',
      issuer('').replace('https://x', 'https://u:p@x'),
      'jwt.jwksUrl: must begin with https:// (http:// only on loopback), without user name or password',
    ],
    [
      'keys nowhere',
      issuer('').replace('https://x/jwks', 'jwks'),
      'jwt.jwksUrl: must be a URL such as https://login.example.com/jwks',
    ],
    ['no audience', issuer('').replace('audience: a', 'audience: ""'), 'jwt.audience: must not be empty'],
    ['a token without a name', issuer('nameClaim: ""'), 'jwt.nameClaim: must not be empty'],
  ])('%s', (_, text, problem) => {
    expect(problems(text)).toEqual([problem])
  })

  it('The JWKS URL may be http on loopback.', () => {
    expect(problems(issuer('').replace('https://x', 'http://127.0.0.1:8080'))).toEqual([])
  })
})

describe('configuration: every problem at once', () => {
  it('Problems of the file, its sources, its clients and the environment are all reported, without their values.', () => {
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
    const found = problems(text, { PORT: 'many', HOST: '0.0.0.0 s3cret' })
    expect(found.map((problem) => problem.replace(/: .*| is missing$/, ''))).toEqual([
      'PORT',
      'HOST',
      'cache.staleFor',
      'cache',
      'clients.a.keyHash',
      'clients.a.sources.0',
      'unknown setting `color`; the settings here are',
      'sources.Support.id',
      'sources.Support.url',
      'sources.Support.accountId',
      'sources.Support.token',
      'sources.sales.apiKey',
      'sources.sales',
      'sources.other.provider',
      'clients',
      'clients',
    ])
    expect(found.join()).not.toContain('s3cret')
  })

  it.each([
    [
      'color: red',
      'unknown setting `color`; the settings here are: timeZone, weekStart, fiscalYearStart, cache, sources, clients, jwt, failedKeysPerMinute, limits, introspection, corsOrigins, allowedHosts, persistedDocuments',
    ],
    [
      'cache: { fresh: PT1S }',
      'cache: unknown setting `fresh`; the settings here are: freshFor, settlingFor, settleAfter, settledFor, movingFor, staleFor',
    ],
    [
      'sources: [{ id: a, provider: livechat, login: x, apiKey: y, note: z }]',
      'sources.a: unknown setting `note`; the settings here are: url, login, apiKey, callsPerMinute, burst, inFlight',
    ],
  ])('An unknown setting is reported with the list of settings: %s.', (text, problem) => {
    expect(problems(text)).toEqual([problem])
  })
})
