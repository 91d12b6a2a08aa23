import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../src/config/config.ts'
import { registry } from '../../src/provider/registry.ts'

type Environment = Readonly<Record<string, string>>

function readFile(files: Environment, path: string): string {
  const text = files[path]
  if (text === undefined) throw Object.assign(new Error(), { code: 'ENOENT' })
  if (text.startsWith('code: E')) throw Object.assign(new Error(), { code: text.slice('code: '.length) })
  return text
}

function problems(environment: Environment, files: Environment = {}): readonly string[] {
  try {
    readConfig(environment, (path) => readFile(files, path), registry)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

/** The problems of a file of settings. */
const ofFile = (text: string, environment: Environment = {}) =>
  problems({ GATEWAY_CONFIG: 'gateway.yaml', ...environment }, { 'gateway.yaml': text })

const chatwoot = { CHATWOOT_URL: 'https://chat.example.com', CHATWOOT_ACCOUNT_ID: '7', CHATWOOT_API_TOKEN: 't0ken' }
const cw = (settings: string) => `sources: [{ id: cw, provider: chatwoot, ${settings} }]`
const url = 'url: "https://chat.example.com"'

describe('a typical mistake in the configuration is explained', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    [
      'a tab in YAML',
      ofFile('cache:\n\tfreshFor: PT1S'),
      ['GATEWAY_CONFIG: gateway.yaml, line 2, column 1: Tabs are not allowed as indentation'],
    ],
    [
      'a flow list in YAML that is not closed',
      ofFile('timeZone: UTC\ncorsOrigins: ["https://a.example"'),
      [
        'GATEWAY_CONFIG: gateway.yaml, line 2, column 34: Flow sequence in block collection must be sufficiently indented and end with a ]',
      ],
    ],
    [
      'an alias in YAML without an anchor',
      ofFile('timeZone: *zone'),
      ['GATEWAY_CONFIG: gateway.yaml: Unresolved alias (the anchor must be set before the alias)'],
    ],
    [
      'a tag in YAML',
      ofFile('timeZone: !env ZONE'),
      ['GATEWAY_CONFIG: gateway.yaml, line 1, column 11: Unresolved tag'],
    ],
    [
      'a misspelt name',
      ofFile(cw(`${url}, acountId: 1, token: t`)),
      ['sources.cw.accountId is missing', 'sources.cw: unknown setting `acountId`, did you mean `accountId`?'],
    ],
    [
      'a name that is like no other',
      ofFile(cw(`${url}, accountId: 1, token: t, colour: red`)),
      ['sources.cw: unknown setting `colour`; the settings here are: url, accountId, token, callsPerMinute, inFlight'],
    ],
    [
      'a misspelt variable',
      problems({ CHATWOOT_URL: 'https://chat.example.com', CHATWOOT_ACCOUNT_ID: '7', CHATWOOT_TOKEN: 't0ken' }),
      ['CHATWOOT_API_TOKEN is missing'],
    ],
    [
      'a variable that is not set',
      ofFile(cw(`${url}, accountId: "\${NOPE_ID}", token: "\${NOPE_TOKEN}"`)),
      ['NOPE_ID', 'NOPE_TOKEN'].map(
        (name) =>
          `GATEWAY_CONFIG: \${${name}} is not set; set the environment variable ${name}, or ${name}_FILE to read it from a file`,
      ),
    ],
    [
      'a whole number in words',
      ofFile(cw(`${url}, accountId: one, token: t`)),
      ['sources.cw.accountId: must be a whole number, 1 or more; received text'],
    ],
    [
      'a number in place of a duration',
      ofFile('cache: { settledFor: 604800 }'),
      [
        'cache.settledFor: must be an ISO 8601 duration such as PT30S, P1DT12H or P7D, or PT0S for none; received 604800',
      ],
    ],
    [
      'a duration in words',
      ofFile('cache: { settledFor: 7 days }'),
      ['cache.settledFor: must be an ISO 8601 duration such as PT30S, P1DT12H or P7D, or PT0S for none'],
    ],
    [
      'a list of origins that is text',
      ofFile('corsOrigins: "*"'),
      [
        'corsOrigins: must be a list of origins such as ["https://dashboard.example.com"]; * is not accepted, because requests carry credentials',
      ],
    ],
    [
      'origins of other forms',
      ofFile('corsOrigins: ["*", "https://a.example/", "https://a.example/b", a.example]'),
      [
        'corsOrigins.0: must be an origin such as https://dashboard.example.com; * is not accepted, because requests carry credentials',
        'corsOrigins.1: must be an origin such as https://dashboard.example.com, without a trailing slash',
        'corsOrigins.2: must be an origin such as https://dashboard.example.com, without a path',
        'corsOrigins.3: must be an origin such as https://dashboard.example.com, with https:// or http://',
      ],
    ],
    [
      'a file that does not exist',
      problems({ GATEWAY_CONFIG: '/etc/gateway.yaml' }),
      ['GATEWAY_CONFIG: the file /etc/gateway.yaml does not exist'],
    ],
    [
      'a file that may not be read, whatever else is not known then',
      problems({ GATEWAY_CONFIG: 'a', HOST: '0.0.0.0', NODE_ENV: 'production' }, { a: 'code: EACCES' }),
      ['GATEWAY_CONFIG: the file a may not be read (permission denied)'],
    ],
    [
      'a directory in place of a file',
      problems({ GATEWAY_CONFIG: '.' }, { '.': 'code: EISDIR' }),
      ['GATEWAY_CONFIG: the file . is a directory'],
    ],
    [
      'a secret whose file does not exist',
      problems({ ...chatwoot, CHATWOOT_API_TOKEN_FILE: '/run/token' }),
      ['CHATWOOT_API_TOKEN_FILE: the file /run/token does not exist'],
    ],
    [
      'a secret whose file is empty',
      problems({ ...chatwoot, CHATWOOT_API_TOKEN_FILE: '/run/token' }, { '/run/token': '\n' }),
      ['CHATWOOT_API_TOKEN_FILE: the file /run/token is empty'],
    ],
    [
      'an empty file',
      ofFile(''),
      ['GATEWAY_CONFIG: gateway.yaml is empty; it needs at least one setting, such as sources'],
    ],
    [
      'a file that holds a list',
      ofFile('- a\n- b'),
      ['GATEWAY_CONFIG: gateway.yaml must be a mapping of settings, such as "timeZone: UTC"; received a list'],
    ],
    [
      'a client without sources',
      ofFile(`${cw(`${url}, accountId: 1, token: t`)}\nclients: [{ name: bi, keyHash: "sha256:${'0'.repeat(64)}" }]`),
      ['clients.bi.sources is missing'],
    ],
    [
      'a setting without a value',
      ofFile(`${cw(`${url}, accountId: 1, token: t`)}\nclients:\ncache: { freshFor: }`),
      [
        'cache.freshFor is empty: set a value or remove the setting',
        'clients is empty: set a value or remove the setting',
      ],
    ],
    [
      'sources without an id, by their position',
      ofFile('sources: [{ provider: livechat, login: x, apikey: y }, { id: Cw, provider: zendesk }]'),
      [
        'sources.0.id is missing',
        'sources.0.apiKey is missing',
        'sources.0: unknown setting `apikey`, did you mean `apiKey`?',
        'sources.Cw.id: must be up to 50 lower-case letters, digits, hyphens and underscores',
        'sources.Cw.provider: must be one of chatwoot, livechat',
      ],
    ],
    [
      'values of another kind',
      ofFile(`${cw(`${url}, accountId: 1, token: 4711`)}\nintrospection: "yes"\nlimits: 7`),
      [
        'limits: must be a mapping of settings; received a number',
        'introspection: must be true or false; received text',
        'sources.cw.token: must be text; received a number',
      ],
    ],
    [
      'an unknown setting of the file',
      ofFile('timezone: UTC'),
      ['unknown setting `timezone`, did you mean `timeZone`?'],
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected)
  })

  it('All mistakes are reported at once, without any text of the settings.', () => {
    const found = ofFile(
      `${cw('url: "ftp://s3cret", accountId: s3cret, token: "s3cret s3cret"')}
timeZone: s3cret
cache: { freshFor: s3cret }
corsOrigins: [s3cret]
limits: { calls: s3cret }
clients: [{ name: "s3cret s3cret", keyHash: s3cret, sources: [s3cret], scopes: [s3cret] }]
jwt: { issuer: s3cret, audience: s3cret, jwksUrl: "http://s3cret:s3cret@s3cret" }`,
      { PORT: 's3cret', REDIS_URL: 's3cret', LOG_LEVEL: 's3cret', SCHEMA_PREFIX: 's3cret', HOST: 's3cret s3cret' },
    )
    expect(found).toHaveLength(17)
    expect(found.join()).not.toContain('s3cret')
  })

  it.each(['a: "s3cret', 'a: |s3cret', 'a: *s3cret', 'a: !s3cret b', 'a: b: s3cret'])(
    'Invalid YAML is reported without its text: %j.',
    (text) => {
      expect(ofFile(text)).toEqual([expect.stringMatching(/^GATEWAY_CONFIG: gateway.yaml(?!.*s3cret)/)])
    },
  )
})

describe('a whole number in the configuration', () => {
  const account = (value: string) => ofFile(cw(`${url}, accountId: ${value}, token: t`))

  it.each(['1', '"12"', '"007"'])('A whole number may be written as %s.', (value) => {
    expect(account(value)).toEqual([])
  })

  it.each<[string, string]>([
    ['true', 'true'],
    ['"true"', 'text'],
    ['"1e3"', 'text'],
    ['"0x10"', 'text'],
    ['" 5 "', 'text'],
    ['"5.0"', 'text'],
    ['"+5"', 'text'],
    ['"-5"', 'text'],
    ['""', 'text'],
    ['"٥"', 'text'],
    ['1.5', '1.5'],
    ['0', '0'],
    ['-1', '-1'],
    ['.nan', 'NaN'],
    ['.inf', 'Infinity'],
    ['9007199254740993', '9007199254740992'],
    ['"9007199254740993"', '9007199254740992'],
    ['[1]', 'a list'],
    ['{}', 'a mapping'],
  ])('A whole number may not be written as %s.', (value, received) => {
    expect(account(value)).toEqual([`sources.cw.accountId: must be a whole number, 1 or more; received ${received}`])
  })

  it.each(['true', '1e3', '0x10', '5.0', '+5', '-1', '65536', 'many'])(
    'A whole number in a variable may not be written as %s.',
    (PORT) => {
      expect(problems({ PORT })).toEqual([
        expect.stringMatching(/^PORT: must be a whole number, from 0 to 65535; received /),
      ])
    },
  )

  it.each(['callsPerMinute', 'inFlight'])(
    'A whole number is checked in the same way for %s of a source.',
    (setting) => {
      const source = (value: string) => ofFile(cw(`${url}, accountId: 1, token: t, ${setting}: ${value}`))
      expect(source('"7"')).toEqual([])
      expect(source('true')).toEqual([
        expect.stringMatching(`^sources.cw.${setting}: must be a whole number, .* received true$`),
      ])
    },
  )
})

describe('the URL of a source', () => {
  const form = 'must be a URL that begins with https:// (or http://), such as https://chat.example.com'
  const parts =
    'must be the origin of the installation, such as https://chat.example.com, without credentials, query (?) or fragment (#)'
  const page = (path: string) =>
    `must be the origin of the installation, such as https://chat.example.com; received a URL with path ${path}`
  const at = (CHATWOOT_URL: string) => problems({ ...chatwoot, CHATWOOT_URL })

  it.each([
    'https://chat.example.com',
    'https://chat.example.com/',
    'https://chat.example.com:8443/support',
    'http://[::1]:3000',
    'https://support.example.com/application/',
  ])('The URL of a source may be %s.', (text) => {
    expect(at(text)).toEqual([])
  })

  it.each([
    ['chat.example.com', form],
    ['chat.example.com:3000', form],
    ['ftp://chat.example.com', form],
    ['https:chat.example.com', form],
    ['https://', form],
    ['https://chat.exa mple.com', form],
    ['https://chat.example.com:70000', form],
    ['https://s3cret@chat.example.com', parts],
    ['https://me:s3cret@chat.example.com/app', parts],
    ['https://chat.example.com/?token=s3cret', parts],
    ['https://chat.example.com#s3cret', parts],
    ['https://chat.example.com?', parts],
    ['https://chat.example.com/app/accounts/1', page('/app/accounts/1')],
    ['https://chat.example.com/app', page('/app')],
    ['https://example.com/chat/app/accounts/1/dashboard', page('/chat/app/accounts/1/dashboard')],
    ['https://chat.example.com/api/v2', page('/api/v2')],
  ])('The URL of a source may not be %s.', (text, problem) => {
    expect(at(text)).toEqual([`CHATWOOT_URL: ${problem}`])
  })

  it('The URL of LiveChat is checked in the same way.', () => {
    const livechat = (LIVECHAT_URL: string) => problems({ LIVECHAT_URL, LIVECHAT_LOGIN: 'x', LIVECHAT_API_KEY: 'y' })
    expect(livechat('http://127.0.0.1:4100/proxy')).toEqual([])
    expect(livechat('https://api.livechatinc.com/v2/reports')).toEqual([
      'LIVECHAT_URL: must be the origin of the installation, such as https://api.livechatinc.com; received a URL with path /v2/reports',
    ])
  })
})
