import { afterEach, describe, expect, it } from 'vitest'
import { loadFixtures, now } from './provider/fixtures.ts'
import { startListeningGateway } from './support/listening-gateway.ts'
import { post } from './support/post.ts'
import { json, type RawAnswer, type RawHandler, startRawUpstream } from './support/raw-upstream.ts'

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

/** A dashboard of 24 series that no other client requests: each takes a call of each source. */
const toDashboard = (client: number) => ({
  query: `query ($range: RangeInput!) {
    ${numbers(24).map((series) => `series${series}: report(metric: CONVERSATIONS, scope: { range: $range, filter: { tags: ["${client}-${series}"] } }) { ...Figures }`)}
  }
  fragment Figures on Report { total buckets { value } gaps { code message } }`,
  variables: { range: { days: { first: '2026-03-28', last: '2026-03-29' } } },
})

/** A gateway over one source of each provider; `handle` may respond in place of the right answer. */
async function openGateway(names: readonly string[], handle: RawHandler) {
  const opening = names.map(async (name) => {
    const fixtures = await loadFixtures(name)
    const upstream = await startRawUpstream(async (request) => {
      const answer = await handle(request)
      return answer.status === undefined ? { ...fixtures.answer(request), ...answer } : answer
    })
    opened.push(upstream)
    return { upstream, source: { ...fixtures.source(upstream.url), id: name } }
  })
  const sources = await Promise.all(opening)
  const gateway = await startListeningGateway(
    sources.map(({ source }) => source),
    () => now,
    { deadline: 120_000 },
  )
  opened.push(gateway)
  async function ask(client: number): Promise<unknown[]> {
    const { body } = await post(gateway.url, toDashboard(client))
    expect(body).not.toHaveProperty('errors')
    return Object.values(body.data)
  }
  return { ask, upstreams: sources.map(({ upstream }) => upstream) }
}

describe('robustness, overload', () => {
  const tags = numbers(32).flatMap((client) => numbers(24).map((series) => `${client}-${series}`))
  const labels = json({ payload: tags.map((title, index) => ({ id: index + 1, title })) })

  it('32 clients that open a cold dashboard of 24 series at the same time all get their figures from both sources', async () => {
    const { ask, upstreams } = await openGateway(['chatwoot', 'livechat'], ({ path }) =>
      path.endsWith('/labels') ? labels : { delay: 2 },
    )
    const dashboards = await Promise.all(numbers(32).map(ask))

    expect(dashboards.flat()).toEqual(
      numbers(32 * 24).map(() => ({ total: 12, buckets: [{ value: 6 }, { value: 6 }], gaps: [] })),
    )
    for (const { requests } of upstreams) expect(requests.length).toBeGreaterThanOrEqual(32 * 24)
  })
})

describe('robustness, 429 with a short Retry-After', () => {
  /** Allows this many calls in a second, which begins with its first call. */
  function limitEachSecond(limit: number): RawHandler {
    let [began, used] = [0, 0]
    const rejection: RawAnswer = { status: 429, headers: { 'retry-after': '1' }, body: 'Too many requests' }
    return () => {
      const isOver = Date.now() >= began + 1_000
      if (isOver) [began, used] = [Date.now(), 0]
      used += 1
      return used > limit ? rejection : {}
    }
  }

  it('24 of 24 series arrive when the upstream allows 6 calls a second, each within three attempts', async () => {
    const { ask, upstreams } = await openGateway(['livechat'], limitEachSecond(6))
    const series = await ask(1)
    const attempts = new Map<string, number>()
    for (const { path, query } of upstreams[0]?.requests ?? [])
      if (path.startsWith('/reports/')) attempts.set(`${query}`, (attempts.get(`${query}`) ?? 0) + 1)

    expect(series).toEqual(numbers(24).map(() => ({ total: 6, buckets: [{ value: 3 }, { value: 3 }], gaps: [] })))
    expect(attempts.size).toBe(24)
    expect(Math.max(...attempts.values())).toBeOneOf([2, 3])
  })
})
