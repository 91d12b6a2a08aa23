import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { memberMappings } from '../src/provider/chatwoot/member-mappings.ts'
import { type CountedSources, startCountedSources } from './support/counted-sources.ts'
import { cutEvents, cutTalk } from './support/cut-events.ts'
import { startGateway, type TestGateway } from './support/gateway.ts'
import { toSpan } from './support/instants.ts'
import { inventChatwootRows, inventLiveChatEvents } from './support/invented.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const window = toSpan('2026-10-01T00:00Z', '2026-11-26T00:00Z')
const timeZone = 'Europe/Warsaw'
const invented = cutTalk(inventChatwootRows(now), window)
const newcomers = Array.from({ length: 100 - invented.agents.length }, (_, place) => ({
  id: 100 + place,
  name: `Newcomer ${place}`,
  email: `newcomer.${place}@demo.example`,
  role: 'agent' as const,
}))
const rows = { ...invented, agents: [...invented.agents, ...newcomers] }
const emails = rows.agents.map(({ email }) => email)

let upstream: CountedSources
let gateway: TestGateway

beforeAll(async () => {
  upstream = await startCountedSources(rows, cutEvents(inventLiveChatEvents(now), window), now, timeZone)
})

afterAll(() => upstream.close())

beforeEach(() => {
  gateway = startGateway(upstream.sources, () => now)
  upstream.countCalls()
})

afterEach(() => gateway.close())

const range = { days: { first: '2026-10-20', last: '2026-11-10' } }
const ofChatwoot = { range, timeZone, filter: { sources: ['support'] } }
const agents = (keys: readonly string[]) => keys.map((email) => ({ __typename: 'Agent', email }))
const places = (type: string, keys: readonly number[]) =>
  keys.map((key) => ({ __typename: type, id: `support:${type.toLowerCase()}:${key}` }))

const ofEntities = (metrics: readonly string[], fields: string) =>
  `query ($representations: [_Any!]!, $scope: ReportScope!) {
    _entities(representations: $representations) {
      ${['Agent', 'Team', 'Inbox'].map((type) => `... on ${type} { ${metrics.map((metric) => `${metric}: report(metric: ${metric}, scope: $scope) { ${fields} }`).join(' ')} }`).join('\n')}
    }
  }`

type Calls = Readonly<Record<string, number>>

const questions: readonly (readonly [string, readonly object[], readonly string[], string, Calls])[] = [
  [
    '100 agents and the total of one metric: one report call, and the list',
    agents(emails),
    ['CONVERSATIONS'],
    'total',
    { '/summary_reports/agent': 1, '/agents': 1 },
  ],
  [
    '100 agents and the totals of four metrics: still one',
    agents(emails),
    ['CONVERSATIONS', 'RESOLUTIONS', 'FIRST_RESPONSE_TIME', 'RESOLUTION_TIME'],
    'total isPartial gaps { code } bySource { source { id } total }',
    { '/summary_reports/agent': 1, '/agents': 1 },
  ],
  [
    '100 agents and the messages they sent: one',
    agents(emails),
    ['OUTGOING_MESSAGES'],
    'total',
    { '/reports/outgoing_messages_count': 1, '/agents': 1 },
  ],
  [
    'one agent: his own series, whose days are kept',
    agents(emails.slice(0, 1)),
    ['CONVERSATIONS'],
    'total',
    { '/reports': 1, '/agents': 1 },
  ],
  [
    'the same agent under two spellings: one series',
    agents(['ewa.nowak@demo.example', 'Ewa.Nowak@demo.example']),
    ['CONVERSATIONS'],
    'total',
    { '/reports': 1, '/agents': 1 },
  ],
  [
    'three agents and their buckets: a series each',
    agents(emails.slice(0, 3)),
    ['CONVERSATIONS'],
    'total buckets { value }',
    { '/reports': 3, '/agents': 1 },
  ],
  [
    'three agents and the sample sizes of a mean: a series each, for the summary lacks them',
    agents(emails.slice(0, 3)),
    ['RESOLUTION_TIME'],
    'total sampleSize',
    { '/reports': 3, '/agents': 1 },
  ],
  [
    'the sample sizes of one source likewise',
    agents(emails.slice(0, 3)),
    ['RESOLUTION_TIME'],
    'bySource { sampleSize }',
    { '/reports': 3, '/agents': 1 },
  ],
  [
    'two agents and their satisfaction: a call each, for all surveys would be pages of them',
    agents(emails.slice(0, 2)),
    ['SATISFACTION'],
    'total',
    { '/csat_survey_responses/metrics': 2, '/agents': 1 },
  ],
  [
    'ten agents and their ratings: all surveys, once for three metrics',
    agents(emails.slice(0, 10)),
    ['RATINGS_GOOD', 'RATINGS_BAD', 'SATISFACTION'],
    'total',
    { '/csat_survey_responses/metrics': 1, '/csat_survey_responses': 8, '/agents': 1 },
  ],
  [
    'two teams: one, and their list',
    places('Team', [1, 2]),
    ['CONVERSATIONS'],
    'total',
    { '/summary_reports/team': 1, '/teams': 1 },
  ],
  [
    'inboxes and teams together: one each, and their lists',
    [...places('Inbox', [1, 2]), ...places('Team', [1, 2])],
    ['CONVERSATIONS'],
    'total',
    { '/summary_reports/inbox': 1, '/summary_reports/team': 1, '/inboxes': 1, '/teams': 1 },
  ],
]

describe('the totals of members', () => {
  it.each(questions)('%s', async (_, representations, metrics, fields, calls) => {
    const { errors } = await gateway.query(ofEntities(metrics, fields), { representations, scope: ofChatwoot })
    expect(errors).toBeUndefined()
    expect(upstream.countCalls()).toEqual(calls)
  })

  it('are one call too where filters of one operation name them', async () => {
    const ask = (email: string, index: number) =>
      `a${index}: report(metric: RESOLUTIONS, scope: { range: { last: "P7D" }, filter: { sources: ["support"], agentEmail: "${email}" } }) { total }`
    await gateway.query(`{ ${emails.slice(0, 20).map(ask).join(' ')} }`)
    expect(upstream.countCalls()).toEqual({ '/summary_reports/agent': 1, '/agents': 1 })
  })

  it('are a call each where means of two products must be merged', async () => {
    const representations = agents(['ewa.nowak@demo.example', 'ada.obi@demo.example'])
    await gateway.query(ofEntities(['FIRST_RESPONSE_TIME'], 'total'), { representations, scope: { range, timeZone } })
    expect(upstream.countCalls()).toEqual({ '/reports': 2, '/agents': 2, '/reports/chats/first_response_time': 2 })
  })

  it('are kept apart by range and by business hours', async () => {
    const scopes = ['{ last: "P7D" }', '{ last: "P30D" }'].flatMap((last) =>
      [true, false].map((hours) => `{ range: ${last}, filter: { sources: ["support"], businessHours: ${hours} } }`),
    )
    const reports = scopes.map((scope, at) => `r${at}: report(metric: RESOLUTION_TIME, scope: ${scope}) { total }`)
    const document = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Agent { ${reports.join(' ')} } }
    }`
    const { data } = await gateway.query(document, { representations: agents(emails.slice(0, 2)) })
    expect(upstream.countCalls()).toEqual({ '/summary_reports/agent': 4, '/agents': 1 })
    const { r0, r1, r2, r3 } = data._entities[0]
    expect(new Set([r0, r1, r2, r3].map(({ total }) => total)).size).toBe(4)
  })

  it.each([
    ['in one order', (metrics: readonly string[]) => metrics],
    ['in the other', (metrics: readonly string[]) => metrics.toReversed()],
  ])('of all metrics that one call tells, asked together %s, are what each metric is asked alone', async (_, order) => {
    const metrics = order(Object.keys(memberMappings.AGENT))
    const representations = agents(emails.slice(0, 10))
    const fields = 'total bySource { source { id } total sampleSize } gaps { source { id } code }'
    const ask = async (...some: readonly string[]) => {
      const variables = { representations, scope: { range, timeZone } }
      const { data } = await gateway.query(ofEntities(some, fields), variables)
      return data._entities
    }
    const together = await ask(...metrics)
    for (const metric of metrics) {
      const pick = (entities: readonly Record<string, unknown>[]) => entities.map((entity) => entity[metric])
      expect([metric, pick(together)]).toEqual([metric, pick(await ask(metric))])
    }
  })

  const unknown = [...agents(['nobody@demo.example']), ...places('Team', [99]), ...places('Inbox', [99])]
  const everyone = [
    ...agents(emails.slice(0, 12)),
    ...places('Team', [1, 2, 3]),
    ...places('Inbox', [1, 2]),
    ...unknown,
  ]
  const kinds = { Agent: 'agentEmail', Team: 'team', Inbox: 'inbox' }

  it.each([
    'CONVERSATIONS',
    'RESOLUTIONS',
    'OUTGOING_MESSAGES',
    'INCOMING_MESSAGES',
    'FIRST_RESPONSE_TIME',
    'RESPONSE_TIME',
    'RESOLUTION_TIME',
    'SATISFACTION',
    'BOT_HANDOFFS',
    'TICKETS_SOLVED',
  ])('asked together are what each is asked alone: %s', async (metric) => {
    const fields = 'total isPartial gaps { source { id } code } warnings { code } bySource { source { id } total }'
    const together = await gateway.query(ofEntities([metric], fields), { representations: everyone, scope: { range } })
    const alone = startGateway(upstream.sources, () => now)
    for (const [index, { __typename, ...key }] of everyone.entries()) {
      const filter = { [kinds[__typename as keyof typeof kinds]]: Object.values(key)[0] }
      const { data } = await alone.query(
        `query ($scope: ReportScope!) { report(metric: ${metric}, scope: $scope) { ${fields} buckets { end } sampleSize } }`,
        { scope: { range, filter } },
      )
      const { buckets, sampleSize, ...report } = data.report
      const entity = together.data._entities[index][metric]
      expect({ key, report: entity }).toEqual({ key, report: { ...report, ...closeTo(report) } })
    }
    await alone.close()
  })
})

/** Means of a summary are added up in another order. */
const closeTo = ({
  total,
  bySource,
}: {
  total: number | null
  bySource: { total: number | null; source: object }[]
}) => ({
  total: total === null ? null : expect.closeTo(total, 6),
  bySource: bySource.map((one) => ({ ...one, total: one.total === null ? null : expect.closeTo(one.total, 6) })),
})
