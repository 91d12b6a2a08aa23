import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readConfig } from '../../src/config/config.ts'
import { describeConfig } from '../../src/config/file/json-schema.ts'
import { listWarnings } from '../../src/config/warnings.ts'
import { registry } from '../../src/provider/registry.ts'

const text = `
sources:
  - { id: support, name: Support, provider: chatwoot, url: "http://chat.example.com", accountId: 7, token: s3cret, timeZone: UTC }
  - { id: sales, provider: livechat, login: s3cret@example.com, apiKey: s3cret }
clients:
  - { name: wallboard, keyHash: "sha256:${'5e'.repeat(32)}", sources: [support] }
`
const config = readConfig(
  { GATEWAY_CONFIG: 'f', REDIS_URL: 'rediss://user:s3cret@redis.example.com/2', HOST: '0.0.0.0' },
  () => text,
  registry,
)

describe('the configuration as it is shown', () => {
  it('The printed configuration shows all settings.', () => {
    expect(parse(describeConfig(config))).toMatchObject({
      host: '0.0.0.0',
      port: 4000,
      timeZone: 'UTC',
      redis: { url: 'rediss://***@redis.example.com/2' },
      access: { clients: [{ name: 'wallboard', keyHash: '***', sources: ['support'], operationsPerMinute: 600 }] },
      sources: [
        { id: 'support', url: 'http://chat.example.com', accountId: 7, token: '***', callsPerMinute: 100 },
        { id: 'sales', url: 'https://api.livechatinc.com', login: '***', apiKey: '***' },
      ],
    })
  })

  it('The printed configuration shows no secret and no hash of one.', () => {
    expect(describeConfig(config)).not.toMatch(/s3cret|5e5e/)
  })
})

describe('warnings', () => {
  const warn = (source: string) =>
    listWarnings(
      readConfig({ GATEWAY_CONFIG: 'f' }, () => `sources: [{ id: a, ${source} }]`, registry),
      '2026c',
    )
  const chatwoot = 'provider: chatwoot, accountId: 1, token: t'

  it.each([
    [
      'http to another machine',
      `${chatwoot}, timeZone: UTC, url: "http://chat.example.com"`,
      /^Source a is read over http/,
    ],
    ['no time zone', `${chatwoot}, url: "https://chat.example.com"`, /^Source a has no time zone/],
  ])('A warning names %s.', (_, source, expected) => {
    expect(warn(source)).toEqual([expect.stringMatching(expected)])
  })

  it.each(['https://chat.example.com', 'http://127.0.0.1:3000', 'http://localhost', 'http://[::1]:80'])(
    'No warning is given for %s.',
    (url) => {
      expect(warn(`${chatwoot}, timeZone: UTC, url: "${url}"`)).toEqual([])
    },
  )

  it.each([
    ['13000', '0', []],
    ['13001', '0', [expect.stringMatching(/^DEADLINE_MS and STOP_DELAY_MS add up to 13001 ms: .* 14000 ms/)]],
    ['10000', '3000', []],
    ['10000', '3001', [expect.stringContaining('add up to 13001')]],
  ])(
    'A warning says if a shutdown may end before the deadline: %s, and %s until it starts.',
    (deadline, delay, expected) => {
      const config = readConfig({ DEADLINE_MS: deadline, STOP_DELAY_MS: delay }, String, registry)
      expect(listWarnings(config, '2026c')).toEqual(expected)
    },
  )

  it.each([
    ['', [expect.stringMatching(/^jwt\.scopesClaim is not set: .* may read everything/)]],
    [', scopesClaim: scope', []],
  ])('A warning recommends jwt.scopesClaim while it is not set: %j.', (setting, expected) => {
    const jwt = `jwt: { issuer: i, audience: a, jwksUrl: "https://login.example.com/jwks"${setting} }`
    const config = readConfig({ GATEWAY_CONFIG: 'f' }, () => jwt, registry)
    expect(listWarnings(config, '2026c')).toEqual(expected)
  })

  const cases: readonly [string, Record<string, string>, string, readonly string[]][] = [
    ['a NODE_ENV that is nearly production', { NODE_ENV: 'prod' }, '', ['NODE_ENV is prod, which is not production']],
    ['no NODE_ENV that is another mode', { NODE_ENV: 'test' }, '', []],
    [
      'allowed hosts without authentication',
      {},
      'allowedHosts: [reports.example.com]',
      ['allowedHosts is set without clients or jwt'],
    ],
    [
      'two sources that read one account',
      {},
      `sources: [${['a', 'b'].map((id) => `{ id: ${id}, ${chatwoot}, timeZone: UTC, url: "https://chat.example.com" }`).join(', ')}]`,
      ['Sources a and b read the same account: its figures are counted 2 times.'],
    ],
    [
      'no two accounts of one installation',
      {},
      `sources: [{ id: a, ${chatwoot}, timeZone: UTC, url: "https://chat.example.com" }, { id: b, provider: chatwoot, accountId: 2, token: t, timeZone: UTC, url: "https://chat.example.com" }]`,
      [],
    ],
  ]
  it.each(cases)('A warning is given for %s.', (_, environment, file, expected) => {
    const config = readConfig({ ...environment, GATEWAY_CONFIG: 'f' }, () => file || 'timeZone: UTC', registry)
    expect(listWarnings(config, '2026c')).toEqual(expected.map((start) => expect.stringContaining(start)))
  })

  it.each<[string, boolean]>([
    ['2025c', true],
    ['2026b', true],
    ['2026c', false],
    ['2027a', false],
  ])('A warning says whether time zones of version %s are wrong: %s.', (version, areOff) => {
    const warnings = listWarnings(readConfig({}, String, registry), version)
    expect(warnings).toEqual(areOff ? [expect.stringContaining(`is version ${version}`)] : [])
  })
})
