import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { configurationFiles } from '../support/documentation.ts'

const schema = JSON.parse(readFileSync(new URL('../../src/config/config.schema.json', import.meta.url), 'utf8'))
const editor = z.fromJSONSchema(schema)

const accepts = (text: string) => editor.safeParse(parse(text)).success
const source = 'sources: [{ id: a, provider: livechat, login: x, apiKey: y'

describe('the JSON Schema by which editors check the file', () => {
  it('The JSON Schema accepts every configuration file in the documentation.', () => {
    expect(configurationFiles.length).toBeGreaterThan(1)
    expect(configurationFiles.filter(({ text }) => !accepts(text))).toEqual([])
  })

  it.each([
    `${source} }]`,
    `${source}, callsPerMinute: 7 }]`,
    `${source}, callsPerMinute: "\${MANY}" }]`,
    `cache: { freshFor: "\${FRESH}", staleFor: P2D }`,
    `clients: [{ name: a, keyHash: "sha256:${'0'.repeat(64)}", sources: [a], scopes: [reports] }]`,
    `clients: [{ name: a, keyHash: "\${HASH}", sources: [a], operationsPerMinute: "\${MANY}" }]`,
  ])('The JSON Schema accepts %s.', (text) => expect(accepts(text)).toBe(true))

  it.each([
    'color: red',
    `${source}, token: z }]`,
    `${source}, callsPerMinute: many }]`,
    `${source}, callsPerMinute: true }]`,
    'cache: { freshFor: 30 }',
    'sources: [{ id: a, provider: zendesk }]',
    'clients: []',
    'clients: [{ name: a, keyHash: rgw_key, sources: [a] }]',
    `clients: [{ name: a, keyHash: "sha256:${'0'.repeat(64)}", sources: [a], scopes: [all] }]`,
    'jwt: { issuer: a }',
  ])('The JSON Schema rejects %s.', (text) => expect(accepts(text)).toBe(false))

  it('The JSON Schema describes each authentication setting.', () => {
    const { clients, jwt } = schema.properties
    const described = Object.values<{ description?: string }>({ ...clients.items.properties, ...jwt.properties })
    expect(described.filter(({ description }) => !description?.endsWith('.'))).toEqual([])
  })
})
