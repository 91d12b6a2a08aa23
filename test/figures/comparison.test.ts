import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoUpstream } from '../../src/demo/upstream.ts'
import type { RangeInput } from '../generated/graphql.ts'
import type { SharedMetric } from '../support/brute-force/both.ts'
import { type Bucket, dayRange, type Granularity } from '../support/brute-force/calendar.ts'
import type { ChatwootMetric } from '../support/brute-force/chatwoot.ts'
import type { LiveChatMetric } from '../support/brute-force/livechat.ts'
import { truthOfBoth, truthOfChatwoot, truthOfLiveChat } from '../support/compare-figures.ts'
import { type AskedComparison, findComparisonDifferences } from '../support/comparisons.ts'
import { startChatwootSource, startGateway, startLiveChatSource, type TestGateway } from '../support/gateway.ts'
import { toSpan } from '../support/instants.ts'
import { inventChatwootRows, inventLiveChatEvents } from '../support/invented.ts'

/** 14:20 in Warsaw, 08:20 in New York, 18:50 in Kolkata. */
const now = Date.parse('2026-11-20T13:20:00Z')
const rows = inventChatwootRows(now)
const events = inventLiveChatEvents(now)

const ofBoth: readonly SharedMetric[] = ['CONVERSATIONS', 'RATINGS_GOOD', 'SATISFACTION', 'FIRST_RESPONSE_TIME']
const ofChatwoot: readonly ChatwootMetric[] = ['RESOLUTIONS', 'RESOLUTION_TIME']
const ofLiveChat: readonly LiveChatMetric[] = [
  'QUEUE_WAITING_TIME',
  'QUEUE_WAITING_TIME_MAX',
  'QUEUE_WAITING_TIME_MIN',
  'ABANDONMENT_RATE',
  'TICKETS_SOLVED',
  'AVAILABILITY',
]
const truths = { both: truthOfBoth(rows, events), support: truthOfChatwoot(rows), sales: truthOfLiveChat(events) }

/** The last hour that is over in each zone, and the same time of the days that are compared with the present one. */
const zones = {
  'Europe/Warsaw': [
    '2026-11-20T13:00Z',
    '2026-10-20T12:00Z',
    '2025-11-20T13:00Z',
    '2026-11-13T13:00Z',
    '2025-11-21T13:00Z',
    '2026-10-09T12:00Z',
  ],
  'America/New_York': [
    '2026-11-20T13:00Z',
    '2026-10-20T12:00Z',
    '2025-11-20T13:00Z',
    '2026-11-13T13:00Z',
    '2025-11-21T13:00Z',
    '2026-10-09T12:00Z',
  ],
  'Asia/Kolkata': [
    '2026-11-20T12:30Z',
    '2026-10-20T12:30Z',
    '2025-11-20T12:30Z',
    '2026-11-13T12:30Z',
    '2025-11-21T12:30Z',
    '2026-10-09T12:30Z',
  ],
} as const

type Meant = Pick<AskedComparison, 'earlier' | 'present' | 'past'>

/** What is over is compared whole. */
const whole = (present: Bucket, earlier: Bucket): Meant => ({ present, earlier, past: earlier })

const untilNow = (start: Bucket, until: string, earlier: Bucket, then: string): Meant => ({
  present: { start: start.start, end: Date.parse(until) },
  earlier,
  past: { start: earlier.start, end: Date.parse(then) },
})

type Question = readonly [name: string, range: RangeInput, to: AskedComparison['to'], granularity: Granularity, Meant]

function listQuestions(timeZone: keyof typeof zones): readonly Question[] {
  const [until, monthAgo, yearAgo, weekAgo, sameWeekday, ownRange] = zones[timeZone]
  const monthDays = { first: '2026-10-01', last: '2026-10-31' }
  const days = (first: string, last: string) => dayRange(first, last, timeZone)
  const [november, october] = [days('2026-11-01', '2026-11-30'), days('2026-10-01', '2026-10-31')]
  const [lastYear, september] = [days('2025-11-01', '2025-11-30'), days('2026-09-01', '2026-09-30')]
  const [week, weekBefore] = [days('2026-11-14', '2026-11-20'), days('2026-11-07', '2026-11-13')]
  const picked = { days: { first: '2026-10-20', last: '2026-11-05' } }
  const [from, to] = ['2026-11-05T08:30Z', '2026-11-06T20:30Z']
  const isHalf = timeZone === 'Asia/Kolkata'
  const cut = { from: isHalf ? from : '2026-11-05T08:00Z', to: isHalf ? to : '2026-11-06T20:00Z' }
  const span = toSpan(cut.from, cut.to)
  const before = { start: span.start - (span.end - span.start), end: span.start }
  return [
    ['a month', { preset: 'THIS_MONTH' }, 'PREVIOUS_PERIOD', 'DAY', untilNow(november, until, october, monthAgo)],
    ['a month', { preset: 'THIS_MONTH' }, 'PREVIOUS_YEAR', 'WEEK', untilNow(november, until, lastYear, yearAgo)],
    ['a month that is over', { preset: 'LAST_MONTH' }, 'PREVIOUS_PERIOD', 'MONTH', whole(october, september)],
    ['a week', { last: 'P7D' }, 'PREVIOUS_PERIOD', 'DAY', untilNow(week, until, weekBefore, weekAgo)],
    [
      'days',
      picked,
      'PREVIOUS_PERIOD',
      'DAY',
      whole(days('2026-10-20', '2026-11-05'), days('2026-10-03', '2026-10-19')),
    ],
    ['instants', { between: cut }, 'PREVIOUS_PERIOD', 'DAY', whole(span, before)],
    ['a month as days', { days: monthDays }, 'PREVIOUS_PERIOD', 'DAY', whole(october, september)],
    [
      'a week',
      { last: 'P7D' },
      'PREVIOUS_YEAR_SAME_WEEKDAY',
      'DAY',
      untilNow(week, until, days('2025-11-15', '2025-11-21'), sameWeekday),
    ],
    [
      'days over a DST transition',
      { days: { first: '2026-10-26', last: '2026-11-05' } },
      'PREVIOUS_YEAR_SAME_WEEKDAY',
      'DAY',
      whole(days('2026-10-26', '2026-11-05'), days('2025-10-27', '2025-11-06')),
    ],
    [
      'a week',
      { last: 'P7D' },
      { days: { first: '2026-10-03', last: '2026-10-09' } },
      'DAY',
      untilNow(week, until, days('2026-10-03', '2026-10-09'), ownRange),
    ],
  ]
}

let support: Awaited<ReturnType<typeof startChatwootSource>>

beforeAll(async () => {
  support = await startChatwootSource(rows, now)
})

afterAll(() => support[1].close())

describe.each(Object.keys(zones) as (keyof typeof zones)[])('compared in %s', (timeZone) => {
  let gateway: TestGateway
  let upstream: DemoUpstream

  beforeAll(async () => {
    const [sales, server] = await startLiveChatSource(events, now, { timeZone })
    upstream = server
    gateway = startGateway([support[0], sales], () => now, { deadline: 60_000 })
  })

  afterAll(async () => {
    await gateway.close()
    await upstream.close()
  })

  it.each(listQuestions(timeZone))('%s, %j, against the %s by the %s', async (_, range, to, granularity, meant) => {
    const asked = { scope: { range, granularity, timeZone }, to, ...meant }
    const differences = await Promise.all([
      findComparisonDifferences(gateway, truths.both, ofBoth, asked, now),
      findComparisonDifferences(gateway, truths.support, ofChatwoot, asked, now),
      findComparisonDifferences(gateway, truths.sales, ofLiveChat, asked, now),
    ])
    expect(differences.flat()).toEqual([])
  })
})
