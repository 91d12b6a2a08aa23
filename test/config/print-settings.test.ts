import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { printSettings, printVariables } from '../../docs/print-settings.ts'
import { ConfigError, readConfig } from '../../src/config/config.ts'
import { registry } from '../../src/provider/registry.ts'

const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8')
const blocks = [...page.matchAll(/```(\w*)\n(.*?)```/gs)].map(([, language = '', text = '']) => ({ language, text }))
const [accounts = '', tokens = ''] = blocks.filter(({ language }) => language === 'yaml').map(({ text }) => text)
const secrets = {
  GATEWAY_CONFIG: 'gateway.yaml',
  ...Object.fromEntries(
    ['CHATWOOT_TOKEN', 'RETURNS_TOKEN', 'SALES_EU_KEY', 'SALES_US_KEY'].map((name) => [name, 'k3y']),
  ),
  SUPPORT_KEY_HASH: `sha256:${'0'.repeat(64)}`,
  SALES_KEY_HASH: `sha256:${'1'.repeat(64)}`,
}
const read = (text: string) => readConfig(secrets, () => text, registry)

const rowsOf = (table: string) =>
  table
    .split('\n')
    .slice(2)
    .map((line) => line.slice(2, -2).split(' | '))

describe('the tables of settings', () => {
  it.each([
    ['variables', rowsOf(printVariables(registry)), 20],
    ['settings', rowsOf(printSettings(registry)), 60],
  ])('Each of the %s has one description.', (_, rows, count) => {
    expect(rows.filter((row) => row.length !== 4 || !row[1] || !row[3]?.endsWith('.'))).toEqual([])
    expect(new Set(rows.map(([name]) => name)).size).toBe(rows.length)
    expect(rows.length).toBeGreaterThanOrEqual(count)
  })

  it.each([
    ['`PORT`', 'whole number, 0 to 65535', '`4000`'],
    ['`LOG_LEVEL`', '`silent`, `error`, `warn`, `info`, `debug`', '`info`'],
    ['`CHATWOOT_API_TOKEN`', 'text', 'required'],
    ['`LIVECHAT_URL`', 'URL', '`https://api.livechatinc.com`'],
    ['`cache.settledFor`', 'duration', '`P7D`'],
    ['`sources[].provider`', '`chatwoot`, `livechat`', 'required'],
    ['`sources[].accountId` (chatwoot)', 'whole number, 1 or more', 'required'],
    ['`clients[].scopes`', 'list of `reports`, `people`, `live`', '`reports, people, live`'],
    ['`jwt.scopesClaim`', 'text', ''],
    ['`persistedDocuments.only`', '`true`, `false`', '`true`'],
  ])('The tables show the type and the default of %s.', (name, type, fallback) => {
    const rows = rowsOf(`${printVariables(registry)}\n${printSettings(registry)}`)
    expect(rows.find(([first]) => first === name)?.slice(0, 3)).toEqual([name, type, fallback])
  })
})

describe('the page on configuration', () => {
  it('The documentation shows a valid file with several accounts and clients.', () => {
    const { sources, access } = read(accounts)
    expect(sources.map(({ provider }) => provider)).toEqual([
      'chatwoot',
      'chatwoot',
      'chatwoot',
      'livechat',
      'livechat',
    ])
    expect(access?.clients.map(({ name }) => name)).toEqual(['support-team', 'sales-team'])
  })

  it('The documentation shows valid settings for tokens.', () => {
    expect(read(tokens).access?.jwt?.scopesClaim).toBe('scope')
  })

  it('The documentation shows the problems of a file as they are printed.', () => {
    const misspelt = accounts.replace(/(id: returns.*)accountId/, '$1acountId')
    const [shown] = blocks.filter(({ text }) => text.startsWith('The configuration has'))
    expect(() => read(misspelt)).toThrow(new ConfigError(shown?.text.match(/(?<= {2}- ).*/g) ?? []))
    expect(shown?.text.trim()).toBe(new ConfigError(shown?.text.match(/(?<= {2}- ).*/g) ?? []).message)
  })
})
