import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type CountedSources, startCountedSources } from './support/counted-sources.ts'
import { cutEvents, cutTalk } from './support/cut-events.ts'
import { startGateway, type TestGateway } from './support/gateway.ts'
import { toSpan } from './support/instants.ts'
import { inventChatwootRows, inventLiveChatEvents } from './support/invented.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const window = toSpan('2026-10-01T00:00Z', '2026-11-26T00:00Z')
const timeZone = 'Europe/Warsaw'

let upstream: CountedSources
let gateway: TestGateway

beforeAll(async () => {
  const rows = cutTalk(inventChatwootRows(now), window)
  upstream = await startCountedSources(rows, cutEvents(inventLiveChatEvents(now), window), now, timeZone)
})

afterAll(() => upstream.close())

beforeEach(() => {
  gateway = startGateway(upstream.sources, () => now)
  upstream.countCalls()
})

afterEach(() => gateway.close())

const scope = `{ range: { days: { first: "2026-10-20", last: "2026-11-10" } }, timeZone: "${timeZone}" }`
const report = (fields: string, metric = 'CONVERSATIONS') =>
  `{ report(metric: ${metric}, scope: ${scope}) { ${fields} } }`
const daysOf = (first: string, last: string, source: string, rest = '') =>
  `{ range: { days: { first: "${first}", last: "${last}" } }, timeZone: "${timeZone}", filter: { sources: ["${source}"] } ${rest} }`
const tenHourly = daysOf('2026-11-01', '2026-11-10', 'sales', 'granularity: HOUR')
const month = daysOf('2026-10-11', '2026-11-10', 'support')
const entity = (representation: string, fields: string) =>
  `{ _entities(representations: [${representation}]) { ${fields} } }`
const ewa = '{ __typename: "Agent", email: "ewa.nowak@demo.example" }'
const billing = '{ __typename: "Team", id: "support:1" }'

const both = { '/reports': 1, '/reports/chats/total_chats': 1 }
const bots = (calls: number) => ({ '/reports/bot_summary': calls })
const queue = { '/reports/chats/queued_visitors': 1, '/reports/chats/queued_visitors/waiting_times': 1 }

const selections: readonly (readonly [document: string, calls: Readonly<Record<string, number>>])[] = [
  [report('unit'), {}],
  [report('__typename metric unit aggregation granularity range { start end timeZone }'), {}],
  [`{ reports(metrics: [CONVERSATIONS, SATISFACTION, TICKETS_CREATED], scope: ${scope}) { metric unit } }`, {}],
  [report('unit ... on Report @skip(if: true) { total }'), {}],
  [report('unit total @include(if: false)'), {}],
  [report('total'), both],
  [report('bySource { source { id } }'), both],
  [report('bySource { source { name provider } total buckets { value } }'), both],
  [report('gaps { code }'), both],
  [report('asOf'), both],
  [report('comparison { report { range { start } } }'), {}],
  [report('comparison { report { total } }'), both],
  [report('comparison { absolute }'), both],
  [report('breakdown(by: SOURCE) { slices { label total } }'), both],
  [report('total', 'BOT_RESOLUTIONS'), bots(1)],
  [report('total buckets { value }', 'BOT_RESOLUTIONS'), bots(23)],
  [report('bySource { buckets { value } }', 'BOT_RESOLUTIONS'), bots(23)],
  [`{ report(metric: CONVERSATIONS, scope: ${tenHourly}) { total } }`, { '/reports/chats/total_chats': 1 }],
  [
    `{ report(metric: CONVERSATIONS, scope: ${tenHourly}) { buckets { value } } }`,
    { '/reports/chats/total_chats': 10 },
  ],
  [`{ report(metric: SATISFACTION, scope: ${month}) { total } }`, { '/csat_survey_responses/metrics': 1 }],
  [
    `{ report(metric: SATISFACTION, scope: ${month}) { total buckets { value } } }`,
    { '/csat_survey_responses/metrics': 1, '/csat_survey_responses': 11 },
  ],
  [`{ queueStats(scope: ${scope}) { range { start } granularity } }`, {}],
  [`{ queueStats(scope: ${scope}) { live { open } } }`, { '/live_reports/conversation_metrics': 1 }],
  [
    `{ queueStats(scope: ${scope}) { live { byAgent { agent { email } open } } } }`,
    { '/live_reports/conversation_metrics': 1, '/live_reports/grouped_conversation_metrics': 1, '/agents': 1 },
  ],
  [`{ queueStats(scope: ${scope}) { queued { count } } }`, queue],
  ['{ sources { id name provider timeZone } }', {}],
  ['{ source(id: "sales") { id } metrics { metric support { upstream } } }', {}],
  ['{ sources { agents { email } } }', { '/agents': 2 }],
  ['{ source(id: "support") { teams { id source { id } } } }', { '/teams': 1 }],
  [entity(ewa, '... on Agent { email }'), {}],
  [entity(ewa, '... on Agent { name }'), { '/agents': 2 }],
  [entity(ewa, '... on Agent { sources { id } name }'), { '/agents': 2 }],
  [entity(ewa, `... on Agent { report(metric: CONVERSATIONS, scope: ${scope}) { unit } }`), {}],
  [entity(billing, '... on Team { id source { name } }'), {}],
  [entity(billing, '... on Team { name }'), { '/teams': 1 }],
  [entity('{ __typename: "Source", id: "support" }', '... on Source { id name }'), {}],
]

describe('only what is selected is read', () => {
  it.each(selections)('%s', async (document, calls) => {
    const { errors } = await gateway.query(document)
    expect(errors).toBeUndefined()
    expect(upstream.countCalls()).toEqual(calls)
  })

  it.each(['total', 'total buckets { value }', 'bySource { total }', 'gaps { code }'])(
    'a range too long for its buckets is refused with %s, too',
    async (fields) => {
      for (const [metric, of] of [
        ['CONVERSATIONS', daysOf('2026-10-10', '2026-11-10', 'sales', 'granularity: HOUR')],
        ['BOT_HANDOFFS', daysOf('2026-10-10', '2026-11-10', 'support')],
      ]) {
        const { data } = await gateway.query(
          `{ report(metric: ${metric}, scope: ${of}) { ${fields} why: gaps { code } } }`,
        )
        expect(data.report.why).toEqual([{ code: 'RANGE_TOO_LONG' }])
      }
      expect(upstream.countCalls()).toEqual({})
    },
  )

  it('a variable decides as well as a literal', async () => {
    const document = `query ($all: Boolean!) ${report('unit total @include(if: $all) ... @skip(if: $all) { metric }')}`
    await gateway.query(document, { all: false })
    expect(upstream.countCalls()).toEqual({})
    await gateway.query(document, { all: true })
    expect(upstream.countCalls()).toEqual(both)
  })
})
