import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CountedSources, startCountedSources } from './support/counted-sources.ts'
import { startGateway } from './support/gateway.ts'
import { inventChatwootRows, inventLiveChatEvents } from './support/invented.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const hour = 3_600_000
let counted: CountedSources

beforeAll(async () => {
  counted = await startCountedSources(inventChatwootRows(now), inventLiveChatEvents(now), now, 'UTC')
})

afterAll(() => counted.close())

const report = (metric: string, filter: string) =>
  `{ report(metric: ${metric}, scope: { range: { days: { first: "2026-11-01", last: "2026-11-07" } }, filter: { ${filter} } }) { buckets { value } } }`

/** How often reports were asked since the last count. */
const countReports = () =>
  Object.entries(counted.countCalls())
    .filter(([path]) => path.includes('report') || path.includes('csat'))
    .reduce((sum, [, calls]) => sum + calls, 0)

describe('settled days', () => {
  const support = 'sources: ["support"]'
  const agent = 'agentEmail: "ewa.nowak@demo.example"'

  it.each<[string, string, string, boolean]>([
    ['all conversations', 'CONVERSATIONS', support, false],
    ['conversations of an inbox', 'CONVERSATIONS', 'inbox: "support:inbox:1"', false],
    ['conversations of a team', 'CONVERSATIONS', 'team: "support:team:1"', true],
    ['conversations of an agent', 'CONVERSATIONS', `${support}, ${agent}`, true],
    ['conversations with a tag', 'CONVERSATIONS', `${support}, tags: ["refund"]`, true],
    ['ratings', 'RATINGS_GOOD', support, false],
    ['ratings of an inbox', 'RATINGS_GOOD', 'inbox: "support:inbox:1"', false],
    ['ratings of a team', 'RATINGS_GOOD', 'team: "support:team:1"', true],
    ['ratings of an agent', 'RATINGS_GOOD', `${support}, ${agent}`, false],
    ['LiveChat’s conversations of an agent', 'CONVERSATIONS', `sources: ["sales"], ${agent}`, false],
  ])('of %s (%s, %s) are read again behind the answer after an hour: %s', async (_, metric, filter, isMoving) => {
    let clock = now
    const gateway = startGateway(counted.sources, () => clock)
    const first = await gateway.query(report(metric, filter))
    expect(first.errors).toBeUndefined()
    expect(countReports()).toBeGreaterThan(0)
    clock += hour
    expect(await gateway.query(report(metric, filter))).toEqual(first)
    // Sent after what was begun behind the answer, to each source, so that all of it has arrived by then.
    await gateway.query(report('CONVERSATIONS', 'sources: ["support", "sales"]').replace('11-07', '11-08'))
    const afterwards = countReports()
    await gateway.close()

    expect(afterwards > 2).toBe(isMoving)
  })
})
