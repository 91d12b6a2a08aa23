import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as documents from './generated/graphql.ts'
import { askAnything } from './support/ask-anything.ts'
import { startDemoServer } from './support/demo-server.ts'
import type { ListeningGateway } from './support/listening-gateway.ts'

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

let server: ListeningGateway

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

  const named = Object.values(manifest).map(
    (text) => [/^\s*(?:query|subscription) (\w+)/m.exec(text)?.[1], text] as const,
  )

  it.each(named)('has a text of %s that runs', async (_, text) => {
    const answers = await askAnything(server.url, text, variables)

    expect(answers.map(({ errors }) => errors)).toEqual(answers.map(() => undefined))
    expect(answers[0]?.data).toBeTruthy()
  })
})
