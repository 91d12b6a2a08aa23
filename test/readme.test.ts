import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, startDemo } from '../src/demo/start.ts'
import { type ListeningGateway, startListeningGateway } from './support/listening-gateway.ts'
import { askForParts } from './support/parts.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text)
const clock = () => Date.parse('2026-11-21T10:00:00Z')
let demo: Demo
let gateway: ListeningGateway

beforeAll(async () => {
  demo = await startDemo(clock)
  gateway = await startListeningGateway(demo.sources, clock)
})

afterAll(() => Promise.all([gateway.close(), demo.close()]))

describe('the README', () => {
  it('shows the answers that the demo gives, part by part', async () => {
    const questions = blocks('graphql')
    const answers = blocks('json').map((text) => text.trim().split(/\n(?=\{)/))
    expect(answers.map(({ length }) => length)).toEqual([1, 2])
    for (const [index, answer] of answers.entries()) {
      const parts = []
      for await (const part of askForParts(gateway.url, questions[index] ?? '')) parts.push(part)
      expect(parts).toEqual(answer.map((text) => JSON.parse(text)))
    }
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
