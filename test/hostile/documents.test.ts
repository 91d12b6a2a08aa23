import fc from 'fast-check'
import { request } from 'undici'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { CacheLifetimes } from '../../src/series/freshness.ts'
import { toAnyDocument } from '../support/any-document.ts'
import { toAnyLie } from '../support/any-lie.ts'
import { type GraphQLAnswer, schema, startChatwootSource, startLiveChatSource } from '../support/gateway.ts'
import { inventChatwootRows, inventLiveChatEvents } from '../support/invented.ts'
import { type ListeningGateway, startListeningGateway } from '../support/listening-gateway.ts'
import { type LyingUpstream, startLyingUpstream } from '../support/lying-upstream.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const seed = 2026
/** Documents of each kind; `RUNS=1000 npx vitest run test/hostile/documents.test.ts` looks further. */
const numRuns = Number(process.env.RUNS ?? 40)
const deadline = 2_000
/** Milliseconds that a response may take beyond the deadline on a busy machine; a request that waits for a source takes longer. */
const margin = 10_000
const secrets = ['test-token', 'test-key', 'ops@test.example']

/** Keeps no rows, so that each question is asked of the sources. */
const forgetful: CacheLifetimes = {
  freshFor: 0,
  settlingFor: 0,
  settleAfter: 0,
  settledFor: 0,
  movingFor: 0,
  staleFor: 0,
}

let gateway: ListeningGateway
let liars: readonly LyingUpstream[]
const closings: (() => Promise<void>)[] = []

beforeAll(async () => {
  const [support, chatwoot] = await startChatwootSource(inventChatwootRows(now), now)
  const [sales, liveChat] = await startLiveChatSource(inventLiveChatEvents(now), now)
  liars = await Promise.all([startLyingUpstream(chatwoot.url), startLyingUpstream(liveChat.url)])
  const sources = [support, sales].map((source, place) => ({ ...source, url: liars[place]?.url }))
  gateway = await startListeningGateway(sources, () => now, { deadline, cache: forgetful })
  closings.push(gateway.close, ...liars.map((liar) => liar.close), chatwoot.close, liveChat.close)
})

afterAll(async () => {
  for (const close of closings) await close()
})

afterEach(() => vi.restoreAllMocks())

/** Posts a body, and tells what came back. */
async function post(body: string) {
  const began = performance.now()
  const headers = { 'content-type': 'application/json' }
  const response = await request(gateway.url, { method: 'POST', headers, body })
  const text = await response.body.text()
  return { status: response.statusCode, text, lasted: performance.now() - began }
}

/** An answer in time, of data or of errors that say what is wrong with the question and nothing of the gateway. */
async function expectGoodAnswer(body: string): Promise<GraphQLAnswer> {
  const report = vi.spyOn(console, 'error')
  const { status, text, lasted } = await post(body)
  const { data, errors = [] }: GraphQLAnswer = JSON.parse(text)
  expect({ reported: report.mock.calls, status, isInTime: lasted < deadline + margin }).toEqual({
    reported: [],
    status: expect.toSatisfy((code: number) => code < 500),
    isInTime: true,
  })
  expect(data !== undefined || errors.length > 0).toBe(true)
  expect(text).not.toMatch(/INTERNAL_SERVER_ERROR|"stack|node_modules|\.ts:\d|\bat \w+ \(/)
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
  return { data, errors }
}

const anyDocument = toAnyDocument(schema)
/** Of those, such as ask sources for figures. */
const anyQuestion = anyDocument.filter((document) => document.includes('scope:'))

/** Cut, doubled, or with something else somewhere in it. */
const anyDamage = fc
  .tuple(fc.nat(), fc.constantFrom('', '{', '}', '"', '\u0000', '...', '@defer ', '$x', '#', '(', '9e999'))
  .map(([place, put]) => (document: string) => {
    const at = place % document.length
    return document.slice(0, at) + put + document.slice(at + (put === '' ? document.length : 1))
  })

const anyVariables = fc.oneof(
  fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'scope', 'x'), fc.jsonValue()),
  fc.jsonValue(),
)

describe(`every request gets a response without an internal error (seed ${seed})`, () => {
  it('for any document that the schema allows', async () => {
    let answered = 0
    const isAnswered = fc.asyncProperty(anyDocument, async (query) => {
      for (const liar of liars) liar.lie(String, () => false)
      const { data } = await expectGoodAnswer(JSON.stringify({ query }))
      if (data) answered += 1
    })
    await fc.assert(isAnswered, { seed, numRuns })
    expect(answered).toBeGreaterThan(numRuns / 4)
  })

  it('for any such document while the sources return wrong data', async () => {
    let caught = 0
    const isAnswered = fc.asyncProperty(anyQuestion, toAnyLie(secrets), async (query, lie) => {
      for (const liar of liars) liar.lie(lie, () => true)
      const answer = await expectGoodAnswer(JSON.stringify({ query }))
      if (JSON.stringify(answer).includes('BAD_RESPONSE')) caught += 1
    })
    await fc.assert(isAnswered, { seed, numRuns })
    expect(caught).toBeGreaterThan(0)
  })

  it('for damaged documents with any variables', async () => {
    const isAnswered = fc.asyncProperty(anyDocument, anyDamage, anyVariables, async (document, damage, variables) => {
      await expectGoodAnswer(JSON.stringify({ query: damage(document), variables }))
    })
    await fc.assert(isAnswered, { seed, numRuns })
  })

  it('for bodies of any content', async () => {
    const anyBody = fc.oneof(
      fc.json(),
      fc.string(),
      fc.record({ query: fc.jsonValue(), operationName: fc.jsonValue() }).map((body) => JSON.stringify(body)),
    )
    const isAnswered = fc.asyncProperty(anyBody, async (body) => {
      await expectGoodAnswer(body)
    })
    await fc.assert(isAnswered, { seed, numRuns })
  })
})
