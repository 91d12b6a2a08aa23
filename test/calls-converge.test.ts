import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { cutEvents } from './support/cut-events.ts'
import { startGateway, startLiveChatSource } from './support/gateway.ts'
import { toSpan } from './support/instants.ts'
import { inventLiveChatEvents } from './support/invented.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const month = 'range: { days: { first: "2026-10-01", last: "2026-10-31" } }, granularity: HOUR'
const document = `{ report(metric: CONVERSATIONS, scope: { ${month} }) {
  breakdown(by: AGENT, first: 50) { slices { label buckets { value } } gaps { code retryAfter } }
} }`

// The rate limiter reads the time, and time stands still unless the test moves it.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now })
})

afterEach(() => {
  vi.useRealTimers()
})

it('A leaderboard by the hour of a month that the rate limit cannot send at once is complete after some repeats, and no row is read twice.', async () => {
  const events = cutEvents(inventLiveChatEvents(now), toSpan('2026-09-30T00:00Z', '2026-11-02T00:00Z'))
  // One call a minute after the burst: whatever does not fit into it is rejected at once.
  const [source, upstream] = await startLiveChatSource(events, now, { callsPerMinute: 1, burst: 70, timeZone: 'UTC' })
  const gateway = startGateway([source], () => now)
  const sliceCounts: number[] = []
  for (let round = 0; round < 10; round += 1) {
    const { data, errors } = await gateway.query(document)
    expect(errors).toBeUndefined()
    const { slices, gaps } = data.report.breakdown
    sliceCounts.push(slices.length)
    if (gaps.length === 0) break
    expect(gaps).toEqual([{ code: 'RATE_LIMITED', retryAfter: expect.any(String) }])
    vi.setSystemTime(Date.now() + 2 * 3_600_000)
  }
  const agents = sliceCounts.at(-1) ?? 0
  // A burst of 70 is enough for two agents of 31 days each.
  expect(sliceCounts).toEqual([...sliceCounts.keys()].map((round) => Math.min(agents, 2 * (round + 1))))
  expect(agents).toBeGreaterThan(6)
  const reports = upstream.requests
    .filter(({ path }) => path.includes('/reports/'))
    .map(({ path, query }) => `${path}?${query}`)
  expect(new Set(reports).size).toBe(reports.length)
  expect(reports).toHaveLength(31 * agents)
  await gateway.close()
  await upstream.close()
})
