import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as documents from './generated/graphql.ts'
import { type DemoServer, startDemoServer } from './support/demo-server.ts'

const file = new URL('./generated/persisted-documents.json', import.meta.url)
const manifest: Readonly<Record<string, string>> = JSON.parse(readFileSync(file, 'utf8'))

/** Values for variables without a default. */
const variables = {
  metrics: ['CONVERSATIONS'],
  scope: { range: { days: { first: '2026-11-09', last: '2026-11-12' } }, timeZone: 'Europe/Warsaw' },
  subject: 'CONVERSATIONS',
  first: 3,
  to: 'PREVIOUS_PERIOD',
}

const post = (url: string, body: string) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })

let server: DemoServer

beforeAll(async () => {
  server = await startDemoServer(Date.parse('2026-11-21T10:00:00Z'))
})

afterAll(() => server.close())

describe('the manifest of persisted documents', () => {
  const sent = Object.entries(documents).filter(([name]) => name.endsWith('Document'))

  it.each(sent)('holds %s under the hash of the very text that clients send', (_, document) => {
    const { query } = JSON.parse(JSON.stringify({ query: document }))

    expect(manifest[createHash('sha256').update(query).digest('hex')]).toBe(query)
  })

  it('holds nothing else', () => {
    expect(Object.keys(manifest)).toHaveLength(sent.length)
  })

  const named = Object.values(manifest).map((text) => [/query (\w+)/.exec(text)?.[1], text] as const)

  it.each(named)('has a text of %s that runs', async (_, query) => {
    const response = await post(server.url, JSON.stringify({ query, variables }))
    const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown }

    expect({ status: response.status, errors }).toEqual({ status: 200 })
    expect(data).toBeTruthy()
  })
})
