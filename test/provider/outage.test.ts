import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { registry } from '../../src/provider/registry.ts'
import { startGateway } from '../support/gateway.ts'
import { type RawHandler, startRawUpstream } from '../support/raw-upstream.ts'
import { loadFixtures, now } from './fixtures.ts'

const providers = await Promise.all(
  [...registry.keys()].map(async (name) => ({ name, fixtures: await loadFixtures(name) })),
)

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

async function start(handler: RawHandler) {
  const upstream = await startRawUpstream(handler)
  opened.push(upstream)
  return upstream
}

const document = `query ($first: Date!, $last: Date!) {
  report(metric: CONVERSATIONS, scope: { range: { days: { first: $first, last: $last } } }) {
    total gaps { source { id } code retryAfter } bySource { total }
  }
}`
const days = { first: '2026-03-28', last: '2026-03-29' }

describe.each(providers)('$name', ({ name, fixtures }) => {
  async function openSource(handler: RawHandler, others: readonly string[] = []) {
    const upstream = await start(handler)
    const standing = others.map((url) => ({ ...fixtures.source(url), id: 'standing' }))
    const gateway = startGateway([fixtures.source(upstream.url), ...standing], () => now)
    opened.push(gateway)
    return { upstream, gateway }
  }

  it('is called again after a short outage, without an error for the client', async () => {
    const { upstream, gateway } = await openSource((request) =>
      upstream.requests.length === 1 ? { status: 503 } : fixtures.answer(request),
    )
    const { data } = await gateway.query(document, days)

    expect(data.report).toMatchObject({ total: 6, gaps: [] })
    expect(gateway.countCalls().get('sales')).toMatchObject({
      calls: { UNAVAILABLE: 1 },
      retries: 1,
      breaker: 'CLOSED',
    })
  })

  it(`is called ${name === 'chatwoot' ? 'once' : 'again'} when a query was cut off with 504`, async () => {
    const { upstream, gateway } = await openSource(() => ({ status: 504 }))
    await gateway.query(document, days)

    expect(upstream.requests).toHaveLength(name === 'chatwoot' ? 1 : 3)
  })

  it('gets no call while its circuit breaker is open: its gap says when to retry, and other sources are complete', async () => {
    // The clock of the circuit breaker stands still: it would close again after five seconds.
    vi.useFakeTimers({ toFake: ['performance'] })
    onTestFinished(() => void vi.useRealTimers())
    const standing = await start(fixtures.answer)
    const { upstream, gateway } = await openSource(() => ({ status: 500 }), [standing.url])
    const dates = Array.from({ length: 25 }, (_, index) => `2026-02-${String(index + 1).padStart(2, '0')}`)
    await Promise.all(dates.map((date) => gateway.query(document, { first: date, last: date })))
    const asked = upstream.requests.length
    const { data } = await gateway.query(document, days)

    expect(data.report).toEqual({
      total: 6,
      gaps: [{ source: { id: 'sales' }, code: 'UNAVAILABLE', retryAfter: 'PT5S' }],
      bySource: [{ total: 6 }],
    })
    expect(upstream.requests).toHaveLength(asked)
    expect(asked).toBeLessThan(30)
  })

  it('delays few requests while it is down: at least 90 of 100 wait for no retry, and have the figures of other sources', async () => {
    const standing = await start(fixtures.answer)
    const { gateway } = await openSource(() => ({ status: 503 }), [standing.url])
    for (let asked = 0; asked < 100; asked += 10)
      await Promise.all(
        Array.from({ length: 10 }, async (_, index) => {
          const first = new Date(Date.UTC(2026, 0, 1) - (asked + index) * 86_400_000).toISOString().slice(0, 10)
          const { data } = await gateway.query(document, { first, last: first })
          expect(data.report.gaps).toMatchObject([{ source: { id: 'sales' }, code: 'UNAVAILABLE' }])
          expect(data.report.bySource).toHaveLength(1)
        }),
      )

    const { calls, retries } = gateway.countCalls().get('sales') ?? {}
    expect(retries).toBeLessThanOrEqual(10)
    expect(calls?.UNAVAILABLE).toBeLessThanOrEqual(40)
  })
})
