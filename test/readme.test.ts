import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { type DocumentNode, getOperationAST, Kind, parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../src/config/config.ts'
import { registry } from '../src/provider/registry.ts'
import { startDemoServer } from './support/demo-server.ts'
import { configurationFiles, documentation, type Example, examples, examplesIn } from './support/documentation.ts'
import { subscribe } from './support/event-stream.ts'
import type { ListeningGateway } from './support/listening-gateway.ts'
import { askForParts } from './support/parts.ts'

const toDocument = ({ text }: Example): DocumentNode => parse(text)
/** Type definitions, for other subgraphs, are executed by the tests in federation/. */
const operations = examplesIn('graphql').filter((example) =>
  toDocument(example).definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION),
)
const operationsOf = (type: string) =>
  operations.filter((example) => getOperationAST(toDocument(example))?.operation === type)

/** The response shown right below a query: one JSON value for each part. `"…"` stands for any text. */
function findShownParts(example: Example): readonly unknown[] | undefined {
  const next = examples[examples.indexOf(example) + 1]
  if (next?.language !== 'json') return undefined
  return next.text
    .trim()
    .split(/\n(?=\{)/)
    .map((part) => JSON.parse(part, acceptAnyText))
}

const acceptAnyText = (_: string, value: unknown): unknown => (value === '…' ? expect.any(String) : value)

let gateway: ListeningGateway

beforeAll(async () => {
  gateway = await startDemoServer(Date.parse('2026-11-21T10:00:00Z'))
})

afterAll(() => gateway.close())

describe('the documentation', () => {
  it.each(operationsOf('query'))('shows a query as the demo answers it: $place', async (example) => {
    const parts = []
    for await (const part of askForParts(gateway.url, example.text)) parts.push(part)
    const shown = findShownParts(example)

    if (shown) expect(parts).toEqual(shown)
    else expect(parts.flatMap(({ errors = [] }) => errors)).toEqual([])
  })

  it.each(operationsOf('subscription'))('shows a subscription that the demo answers: $place', async ({ text }) => {
    const stream = await subscribe(gateway.url, text)
    const first = await stream.next()
    stream.close()

    expect(first).toMatchObject({ data: expect.anything() })
    expect(first).not.toHaveProperty('errors')
  })

  it('shows no response without the query that it belongs to', () => {
    const answered = operations.filter(findShownParts).map((example) => examples[examples.indexOf(example) + 1])

    expect(examplesIn('json').filter((example) => !answered.includes(example))).toEqual([])
  })

  it.each(configurationFiles)('shows a configuration file that the gateway accepts: $place', ({ text }) => {
    const file = /^sources:/m.test(text) ? text : `${text}\nsources:\n${twoSources}`
    const variables = [...file.matchAll(/\$\{(\w+)\}/g)].map(([, name = ''], index) => [name, toValue(name, index)])

    expect(() => read(Object.fromEntries(variables), file)).not.toThrow()
  })

  it.each(examplesIn('dotenv'))('shows environment variables that the gateway accepts: $place', ({ text }) => {
    expect(() => read(parseEnv(text), `sources:\n${twoSources}`)).not.toThrow()
  })

  it.each(examplesIn('ts'))('shows TypeScript that the tests compile and run: $place', ({ text }) => {
    const compiled = ['../examples/client.ts', './client.test.ts'].map((path) =>
      readFileSync(new URL(path, import.meta.url), 'utf8').replace(/^ +/gm, ''),
    )

    expect(compiled.some((file) => file.includes(text.replace(/^ +/gm, '').trim()))).toBe(true)
  })

  it('begins with a README of 160 lines at most', () => {
    expect(documentation.get('README.md')?.trimEnd().split('\n').length).toBeLessThanOrEqual(160)
  })
})

const twoSources = `  - { id: support, provider: chatwoot, url: https://chat.example.com, accountId: 1, token: t }
  - { id: sales, provider: livechat, login: ops@example.com, apiKey: k }
`

/** No two clients may have the same key. */
const toValue = (name: string, index: number): string =>
  name.endsWith('HASH') ? `sha256:${String(index).padStart(64, '0')}` : 'secret'

const manifest = new URL('./generated/persisted-documents.json', import.meta.url)

/** Reads a configuration as the gateway does at start. Mounted secrets are all the same. */
const read = (environment: NodeJS.Dict<string>, file: string) =>
  readConfig(
    { GATEWAY_CONFIG: 'gateway.yaml', ...environment },
    (path) => {
      if (path.endsWith('.yaml')) return file
      return path.endsWith('.json') ? readFileSync(manifest, 'utf8') : 'secret'
    },
    registry,
  )
