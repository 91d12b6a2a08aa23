import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SourceConfig } from '../src/config/config.ts'
import type { DemoUpstream, UpstreamRequest } from '../src/demo/upstream.ts'
import { startChatwootSource, startGateway, startLiveChatSource, type TestGateway } from './support/gateway.ts'
import { inventChatwootRows, inventLiveChatEvents } from './support/invented.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
let chatwoot: DemoUpstream
let livechat: DemoUpstream
let sources: readonly SourceConfig[]
let gateway: TestGateway
let clock = now
const before = { chatwoot: 0, livechat: 0 }

beforeAll(async () => {
  const [support, supportUpstream] = await startChatwootSource(inventChatwootRows(now), now)
  const [sales, salesUpstream] = await startLiveChatSource(inventLiveChatEvents(now), now)
  chatwoot = supportUpstream
  livechat = salesUpstream
  sources = [support, sales]
})

afterAll(() => Promise.all([chatwoot.close(), livechat.close()]))

beforeEach(() => {
  clock = now
  gateway = startGateway(sources, () => clock)
  before.chatwoot = chatwoot.requests.length
  before.livechat = livechat.requests.length
})

afterEach(() => gateway.close())

const isReport = ({ path }: UpstreamRequest) => path.includes('/reports')

/** Loaders calls of this test for reports; lists of agents and the like are counted apart. */
const calls = () => ({
  chatwoot: chatwoot.requests.slice(before.chatwoot).filter(isReport).length,
  livechat: livechat.requests.slice(before.livechat).filter(isReport).length,
})
const listCalls = () => chatwoot.requests.slice(before.chatwoot).filter((request) => !isReport(request)).length

const scope = (range: string, rest = '') => `{ range: { ${range} }, timeZone: "Europe/Warsaw" ${rest} }`
const total = (metric: string, range: string, rest = '') =>
  `report(metric: ${metric}, scope: ${scope(range, rest)}) { total buckets { value } }`
const aliases = (...fields: string[]) => `{ ${fields.map((field, index) => `f${index}: ${field}`).join(' ')} }`

const questions: [string, string, { chatwoot: number; livechat: number }][] = [
  [
    '7, 30 and 90 days of one metric',
    aliases(...['P7D', 'P30D', 'P90D'].map((last) => total('CONVERSATIONS', `last: "${last}"`))),
    { chatwoot: 1, livechat: 1 },
  ],
  [
    'adjacent and overlapping ranges',
    aliases(
      total('CONVERSATIONS', 'days: { first: "2026-11-01", last: "2026-11-07" }'),
      total('CONVERSATIONS', 'days: { first: "2026-11-08", last: "2026-11-12" }'),
      total('CONVERSATIONS', 'days: { first: "2026-11-06", last: "2026-11-15" }'),
    ),
    { chatwoot: 1, livechat: 1 },
  ],
  [
    'the same days by day, week and month',
    aliases(...['DAY', 'WEEK', 'MONTH'].map((unit) => total('CONVERSATIONS', 'last: "P90D"', `granularity: ${unit}`))),
    { chatwoot: 1, livechat: 1 },
  ],
  [
    'the three engagement metrics',
    aliases(...['GREETING', 'VISITOR', 'AGENT'].map((from) => total(`CONVERSATIONS_FROM_${from}`, 'last: "P30D"'))),
    { chatwoot: 0, livechat: 1 },
  ],
  [
    'the seven queue metrics',
    `{ reports(metrics: [QUEUED_VISITORS QUEUE_ENTRIES QUEUE_ABANDONMENTS ABANDONMENT_RATE QUEUE_WAITING_TIME
       QUEUE_WAITING_TIME_MIN QUEUE_WAITING_TIME_MAX], scope: ${scope('last: "P30D"')}) { total } }`,
    { chatwoot: 0, livechat: 2 },
  ],
  [
    'ratings and their share',
    aliases(...['RATINGS_GOOD', 'RATINGS_BAD', 'SATISFACTION'].map((metric) => total(metric, 'last: "P30D"'))),
    { chatwoot: 0, livechat: 1 },
  ],
  [
    'a year of hours in Chatwoot',
    aliases(
      total(
        'CONVERSATIONS',
        'days: { first: "2025-11-21", last: "2026-11-20" }',
        'granularity: HOUR, filter: { sources: ["support"] }',
      ),
    ),
    { chatwoot: 1, livechat: 0 },
  ],
  [
    'three days by the hour: one call a day in LiveChat',
    aliases(total('CONVERSATIONS', 'last: "P3D"', 'granularity: HOUR')),
    { chatwoot: 1, livechat: 3 },
  ],
  [
    '28 days of peaks: one call a weekday',
    aliases(total('PEAK_CONCURRENT_CHATS', 'last: "P28D"')),
    { chatwoot: 0, livechat: 7 },
  ],
  [
    'bot resolutions: one call a bucket and one for the total',
    aliases(total('BOT_RESOLUTIONS', 'last: "P7D"')),
    { chatwoot: 8, livechat: 0 },
  ],
  [
    'both bot metrics: no more than one',
    aliases(total('BOT_RESOLUTIONS', 'last: "P7D"'), total('BOT_HANDOFFS', 'last: "P7D"')),
    { chatwoot: 8, livechat: 0 },
  ],
  [
    'a range that has not begun',
    aliases(total('CONVERSATIONS', 'days: { first: "2026-12-01", last: "2026-12-24" }')),
    { chatwoot: 0, livechat: 0 },
  ],
  [
    'the same hours of Chatwoot for Warsaw and New York',
    `{ a: report(metric: RESOLUTIONS, scope: { range: { days: { first: "2026-11-02", last: "2026-11-08" } }, timeZone: "Europe/Warsaw" }) { total }
       b: report(metric: RESOLUTIONS, scope: { range: { days: { first: "2026-11-02", last: "2026-11-08" } }, timeZone: "America/New_York" }) { total } }`,
    { chatwoot: 1, livechat: 0 },
  ],
]

describe('within one operation', () => {
  it.each(questions)('%s cost the fewest calls', async (_, document, expected) => {
    const { errors } = await gateway.query(document)
    expect(errors).toBeUndefined()
    expect(calls()).toEqual(expected)
  })

  it('an agent is looked up once for any number of fields', async () => {
    const filter = 'filter: { agentEmail: "Ewa.Nowak@demo.example" }'
    const metrics = ['CONVERSATIONS', 'RESOLUTIONS', 'OUTGOING_MESSAGES']
    await gateway.query(aliases(...metrics.map((metric) => total(metric, 'last: "P7D"', filter))))
    expect(listCalls()).toBe(1)
    expect(calls().chatwoot).toBe(3)
  })

  it('an agent that Chatwoot does not list causes no report call there', async () => {
    await gateway.query(
      aliases(
        total('CONVERSATIONS', 'last: "P7D"', 'filter: { agentEmail: "nobody@demo.example", sources: ["support"] }'),
      ),
    )
    expect(calls().chatwoot).toBe(0)
  })
})

describe('between operations', () => {
  const dashboard = aliases(
    ...['CONVERSATIONS', 'FIRST_RESPONSE_TIME', 'RATINGS_GOOD'].map((metric) =>
      total(metric, 'days: { first: "2026-10-01", last: "2026-11-15" }'),
    ),
  )

  it('the same dashboard within a minute causes no calls for finished days', async () => {
    const first = await gateway.query(dashboard)
    const cold = calls()
    clock += 59_000
    expect((await gateway.query(dashboard)).data).toEqual(first.data)
    expect(calls()).toEqual(cold)
  })

  it('a range that reaches today re-reads today alone', async () => {
    const document = aliases(total('CONVERSATIONS', 'last: "P30D"'))
    await gateway.query(document)
    clock += 60_000
    await gateway.query(document)
    expect(calls()).toEqual({ chatwoot: 2, livechat: 2 })
    expect(livechat.requests.at(-1)?.query.get('date_from')).toBe('2026-11-20')
  })

  it('a longer range asks for the days it adds', async () => {
    await gateway.query(aliases(total('CONVERSATIONS', 'days: { first: "2026-11-05", last: "2026-11-10" }')))
    await gateway.query(aliases(total('CONVERSATIONS', 'days: { first: "2026-11-01", last: "2026-11-10" }')))
    expect(livechat.requests.at(-1)?.query.get('date_to')).toBe('2026-11-04')
  })

  it('operations that ask the same at the same time share one call', async () => {
    await Promise.all(Array.from({ length: 20 }, () => gateway.query(dashboard)))
    expect(calls()).toEqual({ chatwoot: 2, livechat: 3 })
  })
})
