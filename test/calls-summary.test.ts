import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type CountedSources, startCountedSources } from './support/counted-sources.ts'
import { cutEvents, cutTalk } from './support/cut-events.ts'
import { startGateway, type TestGateway } from './support/gateway.ts'
import { toSpan } from './support/instants.ts'
import { inventChatwootRows, inventLiveChatEvents } from './support/invented.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const window = toSpan('2026-08-01T00:00Z', '2026-11-26T00:00Z')

let upstream: CountedSources
let gateway: TestGateway
let clock = now

beforeAll(async () => {
  const rows = cutTalk(inventChatwootRows(now), window)
  upstream = await startCountedSources(rows, cutEvents(inventLiveChatEvents(now), window), now, 'UTC')
})

afterAll(() => upstream.close())

beforeEach(() => {
  clock = now
  gateway = startGateway(upstream.sources, () => clock)
  upstream.countCalls()
})

afterEach(() => gateway.close())

interface Asked {
  readonly range?: string
  readonly filter?: string
  readonly fields?: string
}

const days = (first: string, last: string) => `days: { first: "2026-${first}", last: "2026-${last}" }`
const october = 'preset: LAST_MONTH'
const week = days('11-09', '11-15')

const report = (metric: string, { range = week, filter = '', fields = 'total' }: Asked = {}) =>
  `report(metric: ${metric}, scope: { range: { ${range} }, timeZone: "Europe/Warsaw", filter: { sources: ["support"] ${filter} } }) { ${fields} }`

const ask = (metrics: readonly string[], asked: Asked = {}) => metrics.map((metric) => report(metric, asked))
const join = (reports: readonly string[]) => `{ ${reports.map((one, place) => `r${place}: ${one}`).join(' ')} }`

const counts = ['CONVERSATIONS', 'INCOMING_MESSAGES', 'OUTGOING_MESSAGES', 'RESOLUTIONS']
const means = ['FIRST_RESPONSE_TIME', 'RESPONSE_TIME', 'RESOLUTION_TIME']
const all = [...counts, ...means]
const two = ['CONVERSATIONS', 'RESOLUTIONS']
const compared = 'total comparison { absolute report { total } }'

type Calls = Readonly<Record<string, number>>
const summary = (calls: number, rest: Calls = {}): Calls => ({ '/reports/summary': calls, ...rest })
const series = (calls: number, rest: Calls = {}): Calls => ({ '/reports': calls, ...rest })

const questions: readonly (readonly [string, readonly string[], Calls])[] = [
  ['seven totals of one scope: one summary', ask(all), summary(1)],
  ['two totals', ask(two), summary(1)],
  [
    'with their sources, gaps and warnings',
    ask(two, { fields: 'total asOf gaps { code } bySource { total }' }),
    summary(1),
  ],
  ['sample sizes of counts, which have none', ask(two, { fields: 'total sampleSize' }), summary(1)],
  ['of a team', ask(all, { filter: 'team: "support:team:1"' }), summary(1)],
  ['of an inbox', ask(all, { filter: 'inbox: "support:inbox:1"' }), summary(1)],
  ['of a tag, once its number is known', ask(all, { filter: 'tags: ["vip"]' }), summary(1, { '/labels': 1 })],
  [
    'of an agent likewise, whose incoming messages are a gap',
    ask(all, { filter: 'agentEmail: "ewa.nowak@demo.example"' }),
    summary(1, { '/agents': 1 }),
  ],
  ['a week and the week before: the same summary', ask(two, { fields: compared }), summary(1)],
  ['the week before alone: its own', ask(two, { fields: 'comparison { report { total } }' }), summary(1)],
  [
    'a month and the one before, which is not as long: two',
    ask([...two, ...means], { range: october, fields: compared }),
    summary(2),
  ],
  [
    'two totals of such months: two series, whose days are kept',
    ask(two, { range: october, fields: compared }),
    series(2),
  ],
  ['one total alone: its series', ask(['CONVERSATIONS']), series(1)],
  ['one total under two names: one series', ask(['CONVERSATIONS', 'CONVERSATIONS']), series(1)],
  [
    'one total of two ranges apart: a series each',
    [...ask(['CONVERSATIONS']), ...ask(['CONVERSATIONS'], { range: days('09-01', '09-03') })],
    series(2),
  ],
  [
    'two totals of three ranges that overlap: two series',
    ['P7D', 'P30D', 'P90D'].flatMap((last) => ask(two, { range: `last: "${last}"` })),
    series(2),
  ],
  [
    'four of them: three summaries',
    ['P7D', 'P30D', 'P90D'].flatMap((last) =>
      ask([...two, 'INCOMING_MESSAGES', 'OUTGOING_MESSAGES'], { range: `last: "${last}"` }),
    ),
    summary(3),
  ],
  ['buckets of all: series', ask(two, { fields: 'total buckets { value }' }), series(2)],
  [
    'totals beside the buckets of the same metrics: nothing more',
    [...ask(two), ...ask(two, { fields: 'buckets { value }' })],
    series(2),
  ],
  [
    'totals beside buckets of a longer range: nothing more',
    [...ask(two), ...ask(two, { range: 'last: "P30D"', fields: 'buckets { value }' })],
    series(2),
  ],
  [
    'totals of a longer range beside buckets: nothing more',
    [...ask(two, { range: 'last: "P30D"' }), ...ask(two, { fields: 'buckets { value }' })],
    series(2),
  ],
  [
    'three totals, one of them with its buckets: a summary of the others',
    [...ask(['CONVERSATIONS'], { fields: 'total buckets { value }' }), ...ask(['RESOLUTIONS', 'INCOMING_MESSAGES'])],
    series(1, summary(1)),
  ],
  ['sample sizes of means: series', ask(means, { fields: 'total sampleSize' }), series(3)],
  ['means of business hours: series', ask(means, { filter: 'businessHours: true' }), series(3)],
  [
    'counts of business hours, which are those of all hours: a summary',
    ask(counts, { filter: 'businessHours: true' }),
    summary(1),
  ],
  [
    'totals of two teams: the one call for all teams',
    ['1', '2'].flatMap((team) =>
      ask(means, { filter: `team: "support:team:${team}"`, range: week, fields: 'total' }).slice(0, 2),
    ),
    { '/summary_reports/team': 1, '/teams': 1 },
  ],
  [
    'ratings and bots beside them: calls of their own',
    [...ask(two), ...ask(['BOT_HANDOFFS', 'RATINGS_GOOD'])],
    summary(1, { '/reports/bot_summary': 1, '/csat_survey_responses/metrics': 1 }),
  ],
  ['a range that has not begun: none', ask(two, { range: days('12-01', '12-24') }), {}],
  ['a team that the account does not know: one refusal', ask(two, { filter: 'team: "support:team:99"' }), summary(1)],
]

describe('of one operation cost', () => {
  it.each(questions)('%s', async (_, reports, calls) => {
    const { data, errors } = await gateway.query(join(reports))
    expect(errors).toBeUndefined()
    expect(Object.values(data)).toHaveLength(reports.length)
    expect(upstream.countCalls()).toEqual(calls)
  })

  it('means that two products merge: series of both, for a summary lacks their weights', async () => {
    await gateway.query(
      join(ask(['FIRST_RESPONSE_TIME', 'RESPONSE_TIME']).map((one) => one.replace('sources: ["support"]', ''))),
    )
    expect(upstream.countCalls()).toMatchObject({ '/reports': 2, '/reports/chats/first_response_time': 1 })
  })

  it('counts that two products merge: a summary of the one', async () => {
    await gateway.query(join(ask(two).map((one) => one.replace('sources: ["support"]', ''))))
    expect(upstream.countCalls()).toEqual(summary(1, { '/reports/chats/total_chats': 1 }))
  })
})

describe('after others cost', () => {
  it('nothing when their days are at hand', async () => {
    await gateway.query(join(ask(two, { range: days('11-01', '11-15'), fields: 'buckets { value }' })))
    upstream.countCalls()
    await gateway.query(join(ask(two)))
    expect(upstream.countCalls()).toEqual({})
  })

  it('nothing when the same was asked', async () => {
    const first = await gateway.query(join(ask(all, { fields: compared })))
    upstream.countCalls()
    expect(await gateway.query(join(ask(all, { fields: compared })))).toEqual(first)
    expect(upstream.countCalls()).toEqual({})
  })

  it('one call for all while a range is under way, however often it is asked', async () => {
    const document = join(ask(all, { range: 'last: "P7D"' }))
    await gateway.query(document)
    clock += 60_000
    await gateway.query(document)
    expect(upstream.countCalls()).toEqual(summary(2))
  })

  it('no more calls than one when many ask at the same time', async () => {
    await Promise.all(Array.from({ length: 20 }, () => gateway.query(join(ask(all)))))
    expect(upstream.countCalls()).toEqual(summary(1))
  })
})
