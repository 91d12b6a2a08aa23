import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, startDemo } from '../src/demo/start.ts'
import { startGateway, type TestGateway } from './support/gateway.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text)
const block = (language: string) => blocks(language)[0] ?? ''
const clock = () => Date.parse('2026-11-21T10:00:00Z')
let demo: Demo
let gateway: TestGateway

beforeAll(async () => {
  demo = await startDemo(clock)
  gateway = startGateway(demo.sources, clock)
})

afterAll(() => Promise.all([gateway.close(), demo.close()]))

describe('the README', () => {
  it('shows the answer that the demo gives', async () => {
    expect(await gateway.query(block('graphql'))).toEqual(JSON.parse(block('json')))
  })

  it('shows the client and the question that the tests run', () => {
    const [client, test] = ['../examples/client.ts', './client.test.ts'].map((path) =>
      readFileSync(new URL(path, import.meta.url), 'utf8'),
    )
    const [shown, asked = ''] = blocks('ts')

    expect(shown).toBe(client)
    expect(test).toContain(asked.replace(/^/gm, '    ').trim())
  })
})
