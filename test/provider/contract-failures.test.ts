import { afterAll, describe, expect, it } from 'vitest'
import type { SourceConfig } from '../../src/config/config.ts'
import { registry } from '../../src/provider/registry.ts'
import type { GapCode } from '../../src/report/port/error.ts'
import { startGateway } from '../support/gateway.ts'
import { json, type RawAnswer, type RawHandler, startRawUpstream } from '../support/raw-upstream.ts'
import { loadFixtures, now } from './fixtures.ts'

const providers = await Promise.all(
  [...registry.keys()].map(async (name) => ({ name, fixtures: await loadFixtures(name) })),
)

const opened: { close(): Promise<void> }[] = []

afterAll(async () => {
  for (const one of opened.reverse()) await one.close()
})

async function start(handler: RawHandler) {
  const upstream = await startRawUpstream(handler)
  opened.push(upstream)
  return upstream
}

const html = '<html><h1>Bad Gateway</h1></html>'
const failures: readonly (readonly [string, RawAnswer, GapCode])[] = [
  ['answers 400', json({ errors: ['wrong arguments'] }, 400), 'BAD_RESPONSE'],
  ['answers 401', json({ error: 'Invalid Access Token' }, 401), 'UNAUTHENTICATED'],
  ['answers 403', json({ error: 'Only for enterprise customers' }, 403), 'FORBIDDEN'],
  ['answers 404', json({ error: 'Not Found' }, 404), 'NOT_FOUND'],
  ['answers 422', { status: 422 }, 'BAD_RESPONSE'],
  ['answers 429', { status: 429, body: 'Retry later\n' }, 'RATE_LIMITED'],
  ['answers 500', json({ error: 'Internal Server Error' }, 500), 'UNAVAILABLE'],
  ['answers 502 with HTML', { status: 502, body: html }, 'UNAVAILABLE'],
  ['answers 503', { status: 503 }, 'UNAVAILABLE'],
  ['answers 504', { status: 504, body: html }, 'TIMEOUT'],
  ['answers 204', { status: 204 }, 'BAD_RESPONSE'],
  ['resets the connection', { ending: 'reset' }, 'UNAVAILABLE'],
  ['resets it inside the body', { ending: 'resetInBody', body: '[1, 2, 3]' }, 'UNAVAILABLE'],
  ['hangs up inside the body', { ending: 'cut', body: '[1, 2, 3]' }, 'UNAVAILABLE'],
  ['does not speak HTTP', { ending: 'notHttp', body: 'SSH-2.0-OpenSSH_9.6\r\n' }, 'BAD_RESPONSE'],
]

const days = { days: { first: '2026-03-28', last: '2026-03-29' } }
const document = `query ($both: ReportScope!, $alone: ReportScope!) {
  both: report(metric: CONVERSATIONS, scope: $both) {
    total isPartial gaps { source { id } code message retryAfter } bySource { source { id } total }
  }
  alone: report(metric: CONVERSATIONS, scope: $alone) { total isPartial gaps { code } }
}`

// What fails is asked again after a while: the pauses of several tests are waited for at once.
describe.concurrent.each(providers)('$name', ({ fixtures }) => {
  /** Asks source `sales` at the address together with source `standing`, which answers well, and alone. */
  async function ask(url: string, filter: object = {}, attemptTimeout = 60_000) {
    const standing = await start(fixtures.answer)
    const sources: SourceConfig[] = [fixtures.source(url), { ...fixtures.source(standing.url), id: 'standing' }]
    const gateway = startGateway(sources, () => now, { attemptTimeout })
    opened.push(gateway)
    const both = { range: days, filter }
    const alone = { range: days, filter: { ...filter, sources: ['sales'] } }
    return gateway.query(document, { both, alone })
  }

  async function expectGap(url: string, code: GapCode, retryAfter: unknown = null, attemptTimeout?: number) {
    const answer = await ask(url, {}, attemptTimeout)
    const { both, alone } = answer.data
    expect(both.gaps).toEqual([{ source: { id: 'sales' }, code, message: expect.any(String), retryAfter }])
    expect([both.total, both.bySource]).toEqual([6, [{ source: { id: 'standing' }, total: 6 }]])
    expect(both.isPartial).toBe(code !== 'METRIC_UNSUPPORTED')
    expect(alone).toBeNull()
    expect(answer.errors).toMatchObject([{ path: ['alone'], extensions: { code, gaps: [{ source: 'sales', code }] } }])
    for (const secret of fixtures.credentials.secrets) expect(JSON.stringify(answer)).not.toContain(secret)
  }

  it.each(failures)('is a gap, and the other source’s figures are returned, when it %s', async (_, answer, code) => {
    const echo = fixtures.credentials.secrets.join()
    const upstream = await start(() => (answer.status === 500 ? { ...answer, body: echo } : answer))
    await expectGap(upstream.url, code, code === 'RATE_LIMITED' ? expect.stringMatching(/^PT\d+S$/) : null)
  })

  it.each(['hangBeforeHeaders', 'hangAfterHeaders', 'drip'] as const)(
    'is a gap, and the other source’s figures are returned, when its response never ends: %s',
    async (ending) => {
      const upstream = await start(() => ({ ending, body: '[]' }))
      await expectGap(upstream.url, 'TIMEOUT', null, 4_000)
    },
  )

  it('reports retryAfter when a 429 has a Retry-After', async () => {
    const upstream = await start(() => ({ status: 429, headers: { 'retry-after': '30' } }))
    await expectGap(upstream.url, 'RATE_LIMITED', 'PT30S')
  })

  it('follows no redirect', async () => {
    const elsewhere = await start(fixtures.answer)
    const upstream = await start(({ path, query }) => ({
      status: 302,
      headers: { location: `${elsewhere.url}${path}?${query}` },
    }))
    await expectGap(upstream.url, 'BAD_RESPONSE')
    expect(elsewhere.requests).toHaveLength(0)
  })

  it('is a gap when no server listens', async () => {
    const abortError = await startRawUpstream(fixtures.answer)
    await abortError.close()
    await expectGap(abortError.url, 'UNAVAILABLE')
  })

  it.each(Object.entries(fixtures.wrongBodies))('is a gap when it returns 200 with %s', async (_, [body, code]) => {
    const upstream = await start(() => json(body))
    await expectGap(upstream.url, code)
  })

  it.each(Object.entries(fixtures.oddBodies))('returns figures when its body has %s', async (_, body) => {
    const upstream = await start(() => json(body))
    const { data, errors } = await ask(upstream.url)
    expect(errors).toBeUndefined()
    expect(data.both).toMatchObject({ total: 12, isPartial: false, gaps: [] })
  })

  it('has no figures for an id that it answers with 404, which is not a failure', async () => {
    const upstream = await start(() => json({ error: 'Resource could not be found' }, 404))
    const { data, errors } = await ask(upstream.url, { team: 'sales:team:5' })
    expect(errors).toBeUndefined()
    expect(data.alone).toEqual({ total: null, isPartial: false, gaps: [{ code: 'NOT_FOUND' }] })
    expect(data.both).toMatchObject({ total: null, isPartial: false })
  })
})
