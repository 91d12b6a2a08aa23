import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoUpstream } from '../../src/demo/upstream.ts'
import { type Bucket, bucketsOf, dayRange, type Granularity } from '../support/brute-force/calendar.ts'
import { queueLiveChat } from '../support/brute-force/queue-livechat.ts'
import { cutEvents } from '../support/cut-events.ts'
import { startChatwootSource, startGateway, startLiveChatSource, type TestGateway } from '../support/gateway.ts'
import { toSpan, writeInstant } from '../support/instants.ts'
import { inventChatwootRows, inventLiveChatEvents } from '../support/invented.ts'
import type { ScopeQuestion } from '../support/questions.ts'
import { askQueue, findQueueDifferences } from '../support/queue-questions.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
/** More than the ranges below. */
const events = cutEvents(inventLiveChatEvents(now), toSpan('2026-03-01T00:00Z', '2027-01-02T00:00Z'))

/** With the days on which clocks change in Warsaw and New York, days of which some are yet to come, and an incident. */
const ranges: readonly (readonly [granularity: Granularity, first: string, last: string])[] = [
  ['HOUR', '2026-10-24', '2026-10-26'],
  ['HOUR', '2026-10-31', '2026-11-02'],
  ['HOUR', '2026-03-08', '2026-03-08'],
  ['HOUR', '2026-03-29', '2026-03-29'],
  ['HOUR', '2026-11-19', '2026-11-21'],
  ['DAY', '2026-10-10', '2026-11-05'],
  ['DAY', '2026-11-15', '2026-11-25'],
  ['WEEK', '2026-03-04', '2026-04-02'],
  ['MONTH', '2026-08-15', '2026-12-31'],
]

const filters = [
  [{}, {}],
  [{ team: 'sales:team:1' }, { team: 1 }],
  [{ team: 'sales:team:0' }, { team: 0 }],
] as const

describe.each(['Europe/Warsaw', 'America/New_York', 'Asia/Kolkata'])('the queue in %s', (timeZone) => {
  let gateway: TestGateway
  let upstream: DemoUpstream

  beforeAll(async () => {
    const [sales, server] = await startLiveChatSource(events, now, { timeZone: 'UTC' })
    upstream = server
    gateway = startGateway([sales], () => now, { deadline: 60_000 })
  })

  afterAll(async () => {
    await gateway.close()
    await upstream.close()
  })

  async function compare(scope: ScopeQuestion, range: Bucket, filter: object) {
    const buckets = bucketsOf(range, scope.granularity, timeZone)
    const answer = await askQueue(gateway, scope)
    const truth = queueLiveChat(cutEvents(events, range), { buckets, filter, horizon: now / 1000 })
    expect(findQueueDifferences(answer, buckets, truth, ({ start }) => start <= now)).toEqual([])
    expect(answer).toMatchObject({ isPartial: false, gaps: [], warnings: [] })
  }

  describe.each(filters)('of %j', (asked, filter) => {
    it.each(ranges)('by the %s from %s to %s is that of the events', async (granularity, first, last) => {
      const scope = { range: { days: { first, last } }, granularity, timeZone, filter: asked }
      await compare(scope, dayRange(first, last, timeZone), filter)
    })

    it('between two hours is that of the events', async () => {
      const range = timeZone === 'Asia/Kolkata' ? halfHours : hours
      const between = { from: writeInstant(range.start), to: writeInstant(range.end) }
      await compare({ range: { between }, granularity: 'DAY', timeZone, filter: asked }, range, filter)
    })
  })
})

const hours = toSpan('2026-10-24T13:00Z', '2026-11-02T05:00Z')
const halfHours = toSpan('2026-10-24T13:30Z', '2026-11-02T05:30Z')

describe('a queue with a filter that LiveChat lacks', () => {
  it.each([
    [{ agentEmail: 'ada.obi@demo.example' }, 'FILTER_UNSUPPORTED', true],
    [{ tags: ['vip'] }, 'FILTER_UNSUPPORTED', true],
    [{ inbox: 'support:inbox:1' }, 'NOT_FOUND', false],
    [{ team: 'support:team:1' }, 'NOT_FOUND', false],
  ])('with %j is a gap %s and makes no call', async (filter, code, isPartial) => {
    const [sales, livechat] = await startLiveChatSource(events, now)
    const [support, chatwoot] = await startChatwootSource(inventChatwootRows(now), now)
    const gateway = startGateway([sales, support], () => now)
    const scope = { range: { last: 'P1D' }, granularity: 'DAY', timeZone: 'UTC', filter } as const

    const answer = await askQueue(gateway, scope)

    const nothing = { count: null, wait: null }
    expect(answer).toMatchObject({
      queued: nothing,
      entered: nothing,
      abandoned: nothing,
      abandonmentRate: null,
      isPartial,
    })
    expect(answer.gaps).toEqual([
      { source: { id: 'sales' }, code },
      { source: { id: 'support' }, code: 'METRIC_UNSUPPORTED' },
    ])
    expect([...livechat.requests, ...chatwoot.requests]).toEqual([])
    await Promise.all([gateway.close(), livechat.close(), chatwoot.close()])
  })
})
