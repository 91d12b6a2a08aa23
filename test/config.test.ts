import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../src/config/config.ts'
import { defaultServing } from '../src/config/serving.ts'
import { registry } from '../src/provider/registry.ts'
import { defaultAges } from './support/store-ages.ts'

type Files = Readonly<Record<string, string>>

const read = (environment: Record<string, string>, files: Files = {}) =>
  readConfig(environment, (path) => files[path] ?? fail(path), registry)

function fail(path: string): never {
  throw new Error(`no file ${path}`)
}

/** Every problem that these settings have. */
function problems(environment: Record<string, string>, files: Files = {}): readonly string[] {
  try {
    read(environment, files)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

const chatwoot = { CHATWOOT_URL: 'https://chat.example.com', CHATWOOT_ACCOUNT_ID: '7', CHATWOOT_API_TOKEN: 't0ken' }
const livechat = { LIVECHAT_LOGIN: 'ops@example.com', LIVECHAT_API_KEY: 'k3y' }

const yaml = `
timeZone: Europe/Warsaw
sources:
  - { id: support, name: Support, provider: chatwoot, url: https://chat.example.com, accountId: 1, token: "\${TOKEN}", timeZone: Europe/Berlin }
  - { id: sales, provider: livechat, login: ops@example.com, apiKey: "\${KEY}" }
cache: { freshFor: PT10S }
`

describe('the environment', () => {
  it('alone sets up one source of each provider', () => {
    const { sources, timeZone, port, host, deadline } = read({
      ...chatwoot,
      ...livechat,
      TIME_ZONE: 'Asia/Kolkata',
      LIVECHAT_TIME_ZONE: 'UTC',
    })
    expect({ timeZone, port, host, deadline }).toEqual({
      timeZone: 'Asia/Kolkata',
      port: 4000,
      host: '127.0.0.1',
      deadline: 10_000,
    })
    expect(sources).toMatchObject([
      { id: 'chatwoot', provider: 'chatwoot', accountId: 7, timeZone: 'Asia/Kolkata', isTimeZoneKnown: false },
      { id: 'livechat', url: 'https://api.livechatinc.com', timeZone: 'UTC', isTimeZoneKnown: true },
    ])
  })

  it('sets up no source when it only names a zone', () => {
    expect(read({ CHATWOOT_TIME_ZONE: 'UTC' }).sources).toEqual([])
  })

  it('reads secrets from mounted files, trimmed', () => {
    const { CHATWOOT_API_TOKEN: _, ...rest } = chatwoot
    expect(
      read({ ...rest, CHATWOOT_API_TOKEN_FILE: '/run/token' }, { '/run/token': ' t0ken\n' }).sources[0]?.token,
    ).toBe('t0ken')
  })
})

describe('Redis', () => {
  it('is not used unless it is set', () => {
    expect(read(chatwoot)).not.toHaveProperty('redis')
  })

  it.each([
    ['redis://127.0.0.1:6379', 'redis://127.0.0.1:6379'],
    ['rediss://gateway:p%40ss@redis.example.com/2', 'rediss://gateway:p%40ss@redis.example.com/2'],
    [' redis://:secret@[::1]:6380/ ', 'redis://:secret@[::1]:6380/'],
  ])('is reached at %s', (written, url) => {
    expect(read({ REDIS_URL: written }).redis).toEqual({ url, timeout: 50 })
    expect(read({ REDIS_URL_FILE: 'url', REDIS_TIMEOUT_MS: '20' }, { url: written }).redis).toEqual({
      url,
      timeout: 20,
    })
  })
})

describe('the file', () => {
  it('sets up any number of sources, secrets from the environment', () => {
    const config = read({ GATEWAY_CONFIG: 'gateway.yaml', TOKEN: 't', KEY: 'k' }, { 'gateway.yaml': yaml })
    expect(config.timeZone).toBe('Europe/Warsaw')
    expect(config.cache).toEqual({ ...defaultAges, freshFor: 10_000 })
    expect(config.sources).toMatchObject([
      { id: 'support', name: 'Support', token: 't', timeZone: 'Europe/Berlin', isTimeZoneKnown: true },
      { id: 'sales', name: 'sales', apiKey: 'k', timeZone: 'Europe/Warsaw', isTimeZoneKnown: false },
    ])
  })

  it('replaces the sources of the environment, whose variables may hold its secrets', () => {
    const { sources } = read(
      { GATEWAY_CONFIG: 'gateway.yaml', TOKEN: 't', KEY: 'k', ...chatwoot },
      { 'gateway.yaml': yaml },
    )
    expect(sources.map(({ id }) => id)).toEqual(['support', 'sales'])
  })
})

describe('a file without sources', () => {
  it('leaves those of the environment', () => {
    const { sources } = read({ GATEWAY_CONFIG: 'gateway.yaml', ...chatwoot }, { 'gateway.yaml': 'timeZone: UTC' })
    expect(sources.map(({ id }) => id)).toEqual(['chatwoot'])
  })
})

describe('a cache age', () => {
  it.each([
    ['PT0S', 0],
    ['P1DT12H', 129_600_000],
    ['PT1.5S', 1_500],
    ['P1W', 604_800_000],
    ['PT90M', 5_400_000],
  ])('takes %s', (text, milliseconds) => {
    const { cache } = read({ GATEWAY_CONFIG: 'f' }, { f: `cache: { staleFor: ${text}, freshFor: ${text} }` })
    expect(cache).toMatchObject({ staleFor: milliseconds, freshFor: milliseconds })
  })

  it.each([
    ['P1M', /^cache.staleFor: must not have years or months, whose length varies; use days, such as P30D$/],
    ['-PT5S', /^cache.staleFor: must be an ISO 8601 duration/],
    ['PT', /^cache.staleFor: must be an ISO 8601 duration/],
    ['30s', /^cache.staleFor: must be an ISO 8601 duration/],
  ])('rejects %s', (text, problem) => {
    expect(problems({ GATEWAY_CONFIG: 'f' }, { f: `cache: { staleFor: ${text} }` })).toEqual([
      expect.stringMatching(problem),
    ])
  })
})

describe('a wrong setting is named, all of them at once', () => {
  const inFile = (text: string) => problems({ GATEWAY_CONFIG: 'f' }, { f: text })

  it.each<[string, readonly string[], RegExp]>([
    ['a port that is no number', problems({ PORT: 'many' }), /^PORT: must be a whole number/],
    [
      'a port out of range',
      problems({ PORT: '70000' }),
      /^PORT: must be a whole number, from 0 to 65535; received 70000$/,
    ],
    ['an address that others can reach', problems({ HOST: '0.0.0.0' }), /^HOST: must be a loopback address/],
    ['an unknown zone', problems({ TIME_ZONE: 'IST' }), /^TIME_ZONE: must be the IANA name/],
    [
      'a Redis that is none',
      problems({ REDIS_URL: 'http://127.0.0.1:6379' }),
      /^REDIS_URL: must be a URL such as redis:/,
    ],
    ['a Redis without a host', problems({ REDIS_URL: 'redis://' }), /^REDIS_URL: must be a URL/],
    ['a Redis with a path', problems({ REDIS_URL: 'redis://host/rows' }), /^REDIS_URL: must be a URL/],
    [
      'a stop that would not end',
      problems({ STOP_DELAY_MS: '10001' }),
      /^STOP_DELAY_MS: must be a whole number, from 0 to 10000/,
    ],
    [
      'a time that is none',
      problems({ REDIS_TIMEOUT_MS: '0' }),
      /^REDIS_TIMEOUT_MS: must be a whole number, from 1 to 10000/,
    ],
    [
      'an unknown zone of a source',
      problems({ ...chatwoot, CHATWOOT_TIME_ZONE: '+01:00' }),
      /^CHATWOOT_TIME_ZONE: must be the IANA name/,
    ],
    ['a prefix in small letters', problems({ SCHEMA_PREFIX: 'support' }), /^SCHEMA_PREFIX: must be up to 30 letters/],
    ['a prefix that is no name', problems({ SCHEMA_PREFIX: 'Su-pport' }), /^SCHEMA_PREFIX: must be up to 30 letters/],
    ['a prefix that is too long', problems({ SCHEMA_PREFIX: 'S'.repeat(31) }), /^SCHEMA_PREFIX/],
    ['a URL of another kind', problems({ ...chatwoot, CHATWOOT_URL: 'ftp://x' }), /^CHATWOOT_URL: must be a URL/],
    [
      'an account without its token',
      problems({ CHATWOOT_URL: 'https://x', CHATWOOT_ACCOUNT_ID: '1' }),
      /^CHATWOOT_API_TOKEN is missing$/,
    ],
    [
      'a token in two lines',
      problems({ ...chatwoot, CHATWOOT_API_TOKEN: 'two\nlines' }),
      /^CHATWOOT_API_TOKEN: must be one line of printable ASCII/,
    ],
    [
      'an account id that is no number',
      problems({ ...chatwoot, CHATWOOT_ACCOUNT_ID: '1/../2' }),
      /^CHATWOOT_ACCOUNT_ID: must be a whole number/,
    ],
    [
      'a secret whose file is missing',
      problems({ CHATWOOT_API_TOKEN_FILE: '/nowhere' }),
      /^CHATWOOT_API_TOKEN_FILE: the file \/nowhere cannot be read/,
    ],
    [
      'a configuration file that is missing',
      problems({ GATEWAY_CONFIG: 'f' }),
      /^GATEWAY_CONFIG: the file f cannot be read \(unknown reason\)$/,
    ],
    ['a file that is no YAML', inFile('{'), /^GATEWAY_CONFIG: f, line 1, column 2: Flow map must end with a }$/],
    ['a member nobody knows', inFile('color: red'), /color/],
    [
      'a variable that is not set',
      inFile(`sources: [{ id: a, provider: livechat, login: x, apiKey: "\${NOPE}" }]`),
      /\$\{NOPE\} is not set/,
    ],
    [
      'an unknown provider',
      inFile('sources: [{ id: a, provider: zendesk }]'),
      /sources.a.provider: must be one of chatwoot, livechat/,
    ],
    [
      'an id with a colon',
      inFile('sources: [{ id: "a:b", provider: livechat, login: x, apiKey: y }]'),
      /^sources.a:b.id: must be/,
    ],
    [
      'an id used twice',
      problems(
        { GATEWAY_CONFIG: 'f' },
        {
          f: 'sources: [{ id: livechat, provider: livechat, login: x, apiKey: y }, { id: livechat, provider: livechat, login: z, apiKey: y }]',
        },
      ),
      /livechat is used twice/,
    ],
    ['a duration that is none', inFile('cache: { freshFor: 30s }'), /cache.freshFor: must be an ISO 8601 duration/],
    ['no source in production', problems({ NODE_ENV: 'production' }), /demo does not run in production/],
  ])('%s', (_, found, expected) => {
    expect(found.some((problem) => expected.test(problem))).toBe(true)
  })

  it('and never with its value', () => {
    const found = problems({
      ...chatwoot,
      CHATWOOT_URL: 'https:// s3cret',
      CHATWOOT_ACCOUNT_ID: 's3cret',
      TIME_ZONE: 's3cret',
      REDIS_URL: 'redis://user:s3cret@host/s3cret',
    })
    expect(found).toHaveLength(4)
    expect(found.join()).not.toContain('s3cret')
  })
})

describe('limits', () => {
  it('are those of the file, and of themselves where it says nothing', () => {
    const { serving } = read(
      { GATEWAY_CONFIG: 'a' },
      { a: 'limits: { calls: 200 }\ncorsOrigins: ["https://a.example"]' },
    )
    expect(serving.limits).toEqual({ ...defaultServing.limits, calls: 200 })
    expect(serving.corsOrigins).toEqual(['https://a.example'])
    expect(read({}).serving).toEqual(defaultServing)
  })

  it.each([
    ['operations: 7', 4],
    ['operations: 1', 1],
    ['operations: 7, clientOperations: 6', 6],
    ['clientOperations: 6', 6],
    ['', 100],
  ])('let one client have half of what is under way unless they say otherwise: %s', (text, clientOperations) => {
    const { serving } = read({ GATEWAY_CONFIG: 'a' }, { a: `limits: { ${text} }` })
    expect(serving.limits).toMatchObject({ clientOperations })
  })

  it.each([
    ['limits: { calls: many }', 'limits.calls: must be a whole number, from 1 to 100000; received text'],
    ['limits: { depth: 1 }', 'limits.depth: must be a whole number, from 2 to 100; received 1'],
    ['limits: { dept: 5 }', 'limits: unknown setting `dept`, did you mean `depth`?'],
    ['corsOrigins: ["*"]', 'corsOrigins.0: must be an origin such as https://dashboard.example.com'],
    ['corsOrigins: ["https://a.example/"]', 'corsOrigins.0: must be an origin'],
  ])('name what is wrong: %s', (text, problem) => {
    expect(problems({ GATEWAY_CONFIG: 'a' }, { a: text }).join()).toContain(problem)
  })
})
