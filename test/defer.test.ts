import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Identity } from '../src/auth/permission.ts'
import type { SourceConfig } from '../src/config/config.ts'
import { planMemory } from '../src/config/machine/memory-plan.ts'
import { defaultServing } from '../src/config/serving.ts'
import { createGateway } from '../src/gateway/create-gateway.ts'
import { registry } from '../src/provider/registry.ts'
import { createEndpoint } from '../src/server/endpoint.ts'
import { type ChangingChats, startChangingChats } from './support/changing-chats.ts'
import { openGate } from './support/gate.ts'
import { schema, toTestConfig } from './support/gateway.ts'
import { startListeningGateway } from './support/listening-gateway.ts'
import { askForParts, type Part } from './support/parts.ts'
import { json } from './support/raw-upstream.ts'
import { sharedTelemetry } from './support/telemetry.ts'

const noon = Date.parse('2026-11-20T12:00:00Z')
const closings: (() => unknown)[] = []
let fast: ChangingChats
let slow: ChangingChats

beforeEach(async () => {
  fast = await startChangingChats({ id: 'fast' })
  slow = await startChangingChats({ id: 'slow' })
  closings.push(fast.upstream.close, slow.upstream.close)
})

afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close()
})

async function start(sources: readonly SourceConfig[] = [fast.source, slow.source]): Promise<string> {
  const gateway = await startListeningGateway(sources, () => noon, { deadline: 300_000, attemptTimeout: 300_000 })
  closings.push(gateway.close)
  return gateway.url
}

const post = (url: string, query: string, accept = 'application/json', variables = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query, variables }),
  })

async function listParts(url: string, query: string): Promise<readonly Part[]> {
  const parts: Part[] = []
  for await (const part of askForParts(url, query)) parts.push(part)
  return parts
}

const report = (fields: string, source?: string) =>
  `report(metric: CONVERSATIONS, scope: { range: { last: "P7D" } ${source ? `filter: { sources: ["${source}"] }` : ''} }) { ${fields} }`

const both = `{ fast: ${report('total', 'fast')} ... @defer(label: "late") { slow: ${report('total', 'slow')} } }`

describe('a slow source that is deferred', () => {
  it('does not delay the figures of another source, and its own follow once it responds', async () => {
    const { opened, open } = openGate()
    slow.answer = async (counted) => {
      await opened
      return counted
    }

    const parts = askForParts(await start(), both)
    const { value: first } = await parts.next()
    expect(first).toEqual({ data: { fast: { total: 7 } }, hasNext: true })
    open()
    const { value: last } = await parts.next()
    expect(last).toEqual({
      incremental: [{ data: { slow: { total: 7 } }, path: [], label: 'late' }],
      hasNext: false,
    })
    expect((await parts.next()).done).toBe(true)
  })

  it.each([
    ['in a report', `{ ${report('unit ... @defer { total gaps { code } }')} }`, { report: { unit: 'COUNT' } }],
    [
      'in a fragment of its own',
      `{ ${report('unit ...Figures @defer')} } fragment Figures on Report { buckets { value } }`,
      { report: { unit: 'COUNT' } },
    ],
    [
      'beside another',
      `{ ${report('unit', 'slow')} ... @defer { ${report('total', 'slow')} } }`,
      { report: { unit: 'COUNT' } },
    ],
    [
      'as a breakdown',
      `{ ${report('total ... @defer { later: breakdown(by: SOURCE) { hasMore } }', 'fast')} ... @defer { slow: ${report('total', 'slow')} } }`,
      { report: { total: 7 } },
    ],
    [
      'in a queue',
      '{ queueStats(scope: { range: { last: "P1D" } }) { granularity ... @defer { queued { count } } } }',
      { queueStats: { granularity: 'DAY' } },
    ],
  ])('%s does not delay the fields that need no response of it', async (_, query, data) => {
    const { opened, open } = openGate()
    slow.answer = async (counted) => {
      await opened
      return counted
    }
    const parts = askForParts(await start(), query)
    expect((await parts.next()).value).toEqual({ data, hasNext: true })
    open()
    let last: Part | undefined
    for await (const part of parts) last = part
    expect(last).toMatchObject({ hasNext: false })
    expect(slow.upstream.requests.length).toBeGreaterThan(0)
  })

  it.each([
    ['its own figures', report('total ... @defer { buckets { value } sampleSize }')],
    ['its comparison', report('total ... @defer { comparison { absolute report { total } } }')],
    ['all of it', `${report('unit')} ... @defer { ${report('total buckets { value }')} }`],
    ['it twice', `... @defer { one: ${report('total')} } ... @defer { other: ${report('total')} }`],
  ])('%s costs no more calls than at once', async (_, fields) => {
    const count = () => fast.upstream.requests.length
    await post(await start(), `{ ${fields.replaceAll('@defer', '')} }`)
    const atOnce = count()
    await listParts(await start(), `{ ${fields} }`)
    expect(atOnce).toBeGreaterThan(0)
    expect(count() - atOnce).toBe(atOnce)
  })
})

describe('a deferred part', () => {
  it('is null with the code of the failure when no source responds', async () => {
    for (const source of [fast, slow]) source.answer = () => json({}, 403)
    const [first, ...rest] = await listParts(
      await start(),
      `{ ${report('unit ... @defer(label: "total") { total } ... @defer(label: "buckets") { buckets { value } }')} }`,
    )
    expect(first).toEqual({ data: { report: { unit: 'COUNT' } }, hasNext: true })
    const parts = rest.flatMap(({ incremental = [] }) => incremental)
    const code = (path: string) => [{ path: ['report', path], extensions: { code: 'FORBIDDEN' } }]
    expect(parts).toHaveLength(2)
    expect(parts).toMatchObject([
      { label: 'total', data: { total: null }, errors: code('total') },
      { label: 'buckets', data: null, errors: code('buckets') },
    ])
  })

  it('masks an unexpected error like the initial result does', async () => {
    const report = vi.spyOn(console, 'error').mockImplementation(() => {})
    const gateway = createGateway(toTestConfig([fast.source]), registry, () => noon, sharedTelemetry.observer)
    closings.push(gateway.close)
    const broken = (identity: Identity) => ({ ...gateway.createContext(identity), providers: undefined as never })
    const { authenticate } = gateway
    const { fetch } = createEndpoint({
      schema,
      authenticate,
      createContext: broken,
      serving: defaultServing,
      memory: planMemory(4_000_000_000),
      deadline: 10_000,
      isProduction: false,
      telemetry: sharedTelemetry,
    })
    const response = await fetch('http://gateway/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'multipart/mixed' },
      body: JSON.stringify({ query: '{ sources { id } ... @defer { metrics { metric } } }' }),
    })
    const text = await response.text()
    expect(text).toContain('"message":"Unexpected error."')
    expect(text).toContain('INTERNAL_SERVER_ERROR')
    expect(text).not.toContain('undefined')
    expect(report.mock.calls).toEqual([[expect.any(TypeError)]])
    report.mockRestore()
  })

  it.each([
    ['@defer(if: false)', {}],
    ['@defer(if: $later)', { later: false }],
  ])('is none when it says %s: one answer, also as JSON', async (defer, variables) => {
    const query = `query ($later: Boolean! = true) { ${report('total')} ... @include(if: $later) { __typename } ... ${defer} { sources { id } } }`
    const response = await post(await start(), query, 'application/json', variables)
    expect((await response.json()).data).toMatchObject({
      report: { total: 14 },
      sources: [{ id: 'fast' }, { id: 'slow' }],
    })
  })

  it('comes with the rest to a client that accepts plain JSON alone', async () => {
    const response = await post(await start(), both)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(await response.json()).toEqual({ data: { fast: { total: 7 }, slow: { total: 7 } } })
  })

  it.each(['application/json', 'application/graphql-response+json'])(
    'costs who accepts %s alone no more calls than at once',
    async (accept) => {
      const count = () => fast.upstream.requests.length + slow.upstream.requests.length
      const fields = report('total ... @defer { comparison { report { total } } } ... @defer { buckets { value } }')
      const atOnce = await (await post(await start(), `{ ${fields.replaceAll('@defer', '')} }`, accept)).json()
      const calls = count()
      expect(await (await post(await start(), `{ ${fields} }`, accept)).json()).toEqual(atOnce)
      expect(calls).toBeGreaterThan(0)
      expect(count() - calls).toBe(calls)
    },
  )

  it('also comes as an event', async () => {
    const text = await (await post(await start(), both, 'text/event-stream')).text()
    expect(text.match(/^event: \w+$/gm)).toEqual(['event: next', 'event: next', 'event: complete'])
  })

  it('is never one item of a list: @stream is unknown', async () => {
    const response = await post(await start(), '{ sources @stream { id } }')
    expect((await response.json()).errors[0].message).toBe('Unknown directive "@stream".')
  })
})
