import { afterEach, describe, expect, it } from 'vitest'
import { registry } from '../../src/provider/registry.ts'
import { toScore } from '../../src/report/figures/metric.ts'
import type { GapCode } from '../../src/report/port/error.ts'
import { isSupported } from '../../src/report/port/source.ts'
import { startGateway } from '../support/gateway.ts'
import { json, type RawAnswer, type RawHandler, startRawUpstream } from '../support/raw-upstream.ts'
import { loadDirectoryFixtures, rated } from './directory-fixtures.ts'
import { happened, now, seconds } from './fixtures.ts'

const providers = await Promise.all(
  [...registry].map(async ([name, { provider }]) => ({ name, provider, fixtures: await loadDirectoryFixtures(name) })),
)

const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

const scope = '{ range: { days: { first: "2026-03-28", last: "2026-03-29" } }, timeZone: "UTC" }'
const notices = 'isPartial gaps { source { id } code }'
const ranking = `{ ranking(scope: ${scope}) { entries { agent { email } position good bad total satisfaction score } ${notices} } }`
const outcome = '{ count wait { min average max } }'
const queue = `{ queueStats(scope: ${scope}) { queued ${outcome} entered ${outcome} abandoned ${outcome} abandonmentRate
  buckets { queued ${outcome} } ${notices} live { open unattended unassigned pending byAgent { agent { email } open unattended } } } }`

const failures: readonly (readonly [string, RawAnswer, GapCode])[] = [
  ['answers 401', json({ error: 'Invalid Access Token' }, 401), 'UNAUTHENTICATED'],
  ['answers 429', { status: 429, body: 'Retry later\n' }, 'RATE_LIMITED'],
  ['answers 500', json({ error: 'Internal Server Error' }, 500), 'UNAVAILABLE'],
  ['answers HTML', { body: '<!doctype html><title>Sign in</title>' }, 'BAD_RESPONSE'],
  ['answers an empty object', json('{}'), 'BAD_RESPONSE'],
  ['answers an empty list', json('[]'), 'BAD_RESPONSE'],
  ['answers negative ratings', json({ ranking: [{ name: 'a@x', good: -1, bad: 0 }], total_count: -1 }), 'BAD_RESPONSE'],
  [
    'answers an agent twice',
    json({ ranking: Array(2).fill({ name: 'a@x', good: 1, bad: 0 }), total_count: 2, ratings_count: { 5: 1 } }),
    'BAD_RESPONSE',
  ],
  [
    'answers half a rating',
    json({ ranking: [{ name: 'a@x', good: 1.5, bad: 0 }], total_count: 1, ratings_count: { 5: 1.5 } }),
    'BAD_RESPONSE',
  ],
]

describe.each(providers)('$name', ({ provider, fixtures }) => {
  /** Source `sales` as the handler answers, beside `standing`, which answers well. */
  async function open(handler: RawHandler) {
    const [upstream, standing] = [await startRawUpstream(handler), await startRawUpstream(fixtures.answer)]
    const sources = [fixtures.source(upstream.url), { ...fixtures.source(standing.url), id: 'standing' }]
    const gateway = startGateway(sources, () => now)
    opened.push(upstream, standing, gateway)
    return gateway
  }

  const toEntries = (sources: number) =>
    fixtures.ranked.map((email) => {
      const [good, bad] = [rated.good * sources, rated.bad * sources]
      const [total, score] = [good + bad, toScore(good, bad)]
      return { agent: { email: email.toLowerCase() }, position: 1, good, bad, total, satisfaction: good / total, score }
    })

  it('adds up the ratings of each agent over its sources', async () => {
    const { data, errors } = await (await open(fixtures.answer)).query(ranking)
    expect(errors).toBeUndefined()
    expect(data.ranking).toEqual({ entries: toEntries(2), isPartial: false, gaps: [] })
  })

  it.each(failures)('omits a source from a ranking when it %s', async (_, failure, code) => {
    const { data } = await (await open(() => failure)).query(ranking)
    expect(data.ranking).toEqual({
      entries: toEntries(1),
      isPartial: true,
      gaps: [{ source: { id: 'sales' }, code }],
    })
  })

  it('reports counts and waiting times of its queue, or a gap if it has none', async () => {
    const { data, errors } = await (await open(fixtures.answer)).query(queue)
    expect(errors).toBeUndefined()
    const { live, ...stats } = data.queueStats
    const wait = { min: seconds, average: seconds, max: seconds }
    const gaps = ['sales', 'standing'].map((id) => ({ source: { id }, code: 'METRIC_UNSUPPORTED' }))
    const toOutcome = (buckets: number) =>
      isSupported(provider.queue) ? { count: happened * buckets, wait } : { count: null, wait: null }
    expect(stats).toMatchObject({
      queued: toOutcome(4),
      entered: toOutcome(4),
      abandoned: toOutcome(4),
      abandonmentRate: isSupported(provider.queue) ? 1 : null,
      buckets: Array(2).fill({ queued: toOutcome(2) }),
      gaps: isSupported(provider.queue) ? [] : gaps,
      isPartial: false,
    })
  })

  it('reports live counts if it supports them', async () => {
    const gateway = await open(fixtures.answer)
    const document = queue.replace('timeZone: "UTC"', 'timeZone: "UTC", filter: { sources: ["standing"] }')
    const { data, errors } = await gateway.query(document)
    expect(errors).toBeUndefined()
    const inLowerCase = JSON.stringify(fixtures.live).replaceAll(/"email":"[^"]+"/g, (email) => email.toLowerCase())
    expect(data.queueStats.live).toEqual(JSON.parse(inLowerCase))
  })
})
