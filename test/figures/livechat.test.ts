import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoUpstream } from '../../src/demo/upstream.ts'
import { bucketsOf, dayRange } from '../support/brute-force/calendar.ts'
import { countLiveChat, type LiveChatMetric } from '../support/brute-force/livechat.ts'
import { askedGranularities, reach, shiftDate, zonesAndDays } from '../support/clock-changes.ts'
import { cutEvents } from '../support/cut-events.ts'
import { startGateway, startLiveChatSource, type TestGateway } from '../support/gateway.ts'
import { inventLiveChatEvents } from '../support/invented.ts'
import { toleranceOf } from '../support/livechat-precision.ts'
import { loseHalfHour } from '../support/lost-piece.ts'
import { askReports, findDifferences } from '../support/questions.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const events = inventLiveChatEvents(now)

const metrics: readonly LiveChatMetric[] = [
  'CONVERSATIONS',
  'CONVERSATIONS_FROM_GREETING',
  'CONVERSATIONS_FROM_VISITOR',
  'CONVERSATIONS_FROM_AGENT',
  'MISSED_CONVERSATIONS',
  'GOALS',
  'GREETINGS_DISPLAYED',
  'GREETINGS_ACCEPTED',
  'GREETING_GOALS',
  'RATINGS_GOOD',
  'RATINGS_BAD',
  'SATISFACTION',
  'QUEUED_VISITORS',
  'QUEUE_ENTRIES',
  'QUEUE_ABANDONMENTS',
  'QUEUE_WAITING_TIME',
  'QUEUE_WAITING_TIME_MAX',
  'QUEUE_WAITING_TIME_MIN',
  'ABANDONMENT_RATE',
  'AVAILABILITY',
  'TICKETS_CREATED',
  'TICKETS_SOLVED',
  'TICKET_RESOLUTION_TIME',
  'TICKET_FIRST_RESPONSE_TIME',
  'TICKETS_FROM_CHAT_WINDOW',
  'TICKETS_FROM_MAIL',
  'TICKETS_FROM_CHAT',
  'TICKET_RATINGS_GOOD',
  'TICKET_RATINGS_BAD',
  'TICKET_SATISFACTION',
]

let gateway: TestGateway
let upstream: DemoUpstream

beforeAll(async () => {
  const [source, server] = await startLiveChatSource(events, now)
  upstream = server
  gateway = startGateway([source], () => now, { deadline: 60_000 })
})

afterAll(async () => {
  await gateway.close()
  await upstream.close()
})

describe.each(askedGranularities)('LiveChat by the %s', (granularity) => {
  it.each(zonesAndDays)('agrees with the brute force in %s around %s', async (timeZone, day) => {
    const [first, last] = [shiftDate(day, -reach[granularity]), shiftDate(day, reach[granularity])]
    const range = dayRange(first, last, timeZone)
    const buckets = bucketsOf(range, granularity, timeZone)
    const inside = cutEvents(events, range)
    const scope = { range: { days: { first, last } }, granularity, timeZone }

    const reports = await askReports(gateway, metrics, scope)

    const differences = metrics.flatMap((metric, place) => {
      const counted = countLiveChat(inside, { metric, buckets, now, horizon: now / 1000 })
      const truth = granularity === 'HOUR' ? loseHalfHour(metric, buckets, counted) : counted
      const report = reports[place]
      return report ? findDifferences(report, buckets, truth, toleranceOf(metric, scope, buckets)) : [metric]
    })
    expect(differences).toEqual([])
    const hasHalfHour = granularity === 'HOUR' && buckets.some(({ start, end }) => end - start < 3_600_000)
    const codes = new Set(reports.flatMap(({ warnings }) => warnings.map(({ code }) => code)))
    expect([...codes]).toEqual(hasHalfHour ? ['ESTIMATED'] : [])
  })
})
