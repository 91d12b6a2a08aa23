import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type CountedSources, startCountedSources } from './support/counted-sources.ts'
import { cutEvents, cutTalk } from './support/cut-events.ts'
import { startGateway, type TestGateway } from './support/gateway.ts'
import { toSpan } from './support/instants.ts'
import { inventChatwootRows, inventLiveChatEvents } from './support/invented.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const window = toSpan('2026-10-01T00:00Z', '2026-11-26T00:00Z')
const timeZone = 'Europe/Warsaw'
const events = cutEvents(inventLiveChatEvents(now), window)
const invented = cutTalk(inventChatwootRows(now), window)
const newcomers = Array.from({ length: 25 - invented.agents.length }, (_, place) => ({
  id: 100 + place,
  name: `Newcomer ${place}`,
  email: `newcomer.${place}@demo.example`,
  role: 'agent' as const,
}))
const rows = { ...invented, agents: [...invented.agents, ...newcomers] }

let upstream: CountedSources
let gateway: TestGateway

beforeAll(async () => {
  upstream = await startCountedSources(rows, events, now, timeZone)
})

afterAll(() => upstream.close())

beforeEach(() => {
  gateway = startGateway(upstream.sources, () => now)
  upstream.countCalls()
})

afterEach(() => gateway.close())

const scope = (rest: string) =>
  `{ range: { days: { first: "2026-10-20", last: "2026-11-10" } }, timeZone: "${timeZone}" ${rest} }`
const only = (source: string) => `filter: { sources: ["${source}"] }`

const split = (metrics: string, by: string, source: string, slice: string, own = '') =>
  `{ reports(metrics: [${metrics}], scope: ${scope(only(source))}) { ${own} breakdown(by: ${by}) { slices { label ${slice} } } } }`

const summarised = 'CONVERSATIONS RESOLUTIONS FIRST_RESPONSE_TIME RESOLUTION_TIME'
const counted = 'CONVERSATIONS RESOLUTIONS'
const byTeam = split(summarised, 'TEAM', 'support', 'team { id name } total')

const questions: readonly (readonly [name: string, document: string, calls: Readonly<Record<string, number>>])[] = [
  [
    'four metrics of 25 Chatwoot agents: one summary, and the list',
    split(summarised, 'AGENT', 'support', 'agent { email } total'),
    { '/summary_reports/agent': 1, '/agents': 1 },
  ],
  ['teams likewise', byTeam, { '/summary_reports/team': 1, '/teams': 1 }],
  ['inboxes likewise', split(summarised, 'INBOX', 'support', 'total'), { '/summary_reports/inbox': 1, '/inboxes': 1 }],
  [
    'counts by label likewise',
    split(counted, 'TAG', 'support', 'total'),
    { '/summary_reports/label': 1, '/labels': 1 },
  ],
  [
    'a mean by label: one call each, for the summary has another mean',
    split('RESOLUTION_TIME', 'TAG', 'support', 'total'),
    { '/reports': 5, '/labels': 1 },
  ],
  [
    'messages of 25 agents: one call',
    split('OUTGOING_MESSAGES', 'AGENT', 'support', 'total'),
    { '/reports/outgoing_messages_count': 1, '/agents': 1 },
  ],
  [
    'sample sizes of counts: none, so no call for them',
    split(counted, 'AGENT', 'support', 'total sampleSize'),
    { '/summary_reports/agent': 1, '/agents': 1 },
  ],
  [
    'sample sizes of a mean: one call an agent',
    split('RESOLUTION_TIME', 'AGENT', 'support', 'total sampleSize'),
    { '/reports': 25, '/agents': 1 },
  ],
  [
    'buckets: one call an agent and metric',
    split(counted, 'AGENT', 'support', 'total buckets { value }'),
    { '/reports': 50, '/agents': 1 },
  ],
  [
    "ratings of 25 agents: the surveys' pages",
    split('RATINGS_GOOD RATINGS_BAD SATISFACTION', 'AGENT', 'support', 'total sampleSize'),
    { '/csat_survey_responses/metrics': 1, '/csat_survey_responses': 8, '/agents': 1 },
  ],
  [
    'totals of bots by team: one call a team',
    split('BOT_RESOLUTIONS BOT_HANDOFFS', 'TEAM', 'support', 'total'),
    { '/reports/bot_summary': 3, '/teams': 1 },
  ],
  [
    'LiveChat by agent: one call each, whatever is selected',
    split('CONVERSATIONS', 'AGENT', 'sales', 'total sampleSize buckets { value }'),
    { '/reports/chats/total_chats': 8, '/agents': 1 },
  ],
  [
    'LiveChat metrics of one report by group: one call each',
    split('RATINGS_GOOD RATINGS_BAD SATISFACTION', 'TEAM', 'sales', 'total'),
    { '/reports/chats/ratings': 2, '/groups': 1 },
  ],
  [
    'what a report says of itself asks for none of its own figures',
    split(counted, 'AGENT', 'support', 'total', 'metric unit aggregation granularity range { start }'),
    { '/summary_reports/agent': 1, '/agents': 1 },
  ],
  [
    "a report's own total asks for its series, once more",
    split('RESOLUTIONS', 'AGENT', 'support', 'total', 'total'),
    { '/reports': 1, '/summary_reports/agent': 1, '/agents': 1 },
  ],
  [
    'a breakdown that two fragments select is one',
    `{ report(metric: RESOLUTION_TIME, scope: ${scope(only('support'))}) { ...Totals ...Samples } }
     fragment Totals on Report { breakdown(by: AGENT) { slices { total } } }
     fragment Samples on Report { breakdown(by: AGENT) { slices { sampleSize } } }`,
    { '/reports': 25, '/agents': 1 },
  ],
  [
    'a breakdown by source: what the report itself asks',
    `{ report(metric: CONVERSATIONS, scope: ${scope('')}) { total breakdown(by: SOURCE) { slices { total } } } }`,
    { '/reports': 1, '/reports/chats/total_chats': 1 },
  ],
  [
    'totals of bots by source: one call, not one a bucket',
    split('BOT_HANDOFFS', 'SOURCE', 'support', 'total'),
    { '/reports/bot_summary': 1 },
  ],
  [
    'buckets of bots by source: one call each, and one for the total',
    split('BOT_HANDOFFS', 'SOURCE', 'support', 'total buckets { value }'),
    { '/reports/bot_summary': 23 },
  ],
]

describe('within one operation', () => {
  it.each(questions)('%s', async (_, document, calls) => {
    const { errors } = await gateway.query(document)
    expect(errors).toBeUndefined()
    expect(upstream.countCalls()).toEqual(calls)
  })
})

describe('between operations', () => {
  it('a list is read once in five minutes, and figures that are fresh not again', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    let clock = now
    const patient = startGateway(upstream.sources, () => clock)
    await patient.query(byTeam)
    await patient.query(byTeam)
    expect(upstream.countCalls()).toEqual({ '/summary_reports/team': 1, '/teams': 1 })
    clock += 301_000
    vi.setSystemTime(Date.now() + 301_000)
    await patient.query(byTeam).finally(vi.useRealTimers)
    expect(upstream.countCalls()).toEqual({ '/teams': 1 })
    await patient.close()
  })
})
