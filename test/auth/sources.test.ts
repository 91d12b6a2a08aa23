import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inventChatwootRows } from '../../src/demo/chatwoot/invent.ts'
import { inventLiveChatEvents } from '../../src/demo/livechat/invent.ts'
import type { DemoUpstream } from '../../src/demo/upstream.ts'
import { askAs, createClient, toAccess, watchOnceAs } from '../support/clients.ts'
import { startChatwootSource, startLiveChatSource } from '../support/gateway.ts'
import { type ListeningGateway, startListeningGateway } from '../support/listening-gateway.ts'

const now = Date.parse('2026-11-20T12:20:00Z')
const client = createClient('sales-wallboard', ['sales'])
let chatwoot: DemoUpstream
let livechat: DemoUpstream
let gateway: ListeningGateway

beforeAll(async () => {
  const [support, first] = await startChatwootSource(inventChatwootRows(now), now)
  const [sales, second] = await startLiveChatSource(inventLiveChatEvents(now), now)
  ;[chatwoot, livechat] = [first, second]
  gateway = await startListeningGateway([support, sales], () => now, toAccess(client))
})

afterAll(() => Promise.all([gateway.close(), chatwoot.close(), livechat.close()]))

let asked = 0
beforeEach(() => {
  asked = livechat.requests.length
})

const scope = 'range: { preset: YESTERDAY }'
const figures = 'total buckets { value } bySource { source { id name } total } gaps { source { id } code }'
const report = (filter: string, fields = figures) =>
  `report(metric: CONVERSATIONS, scope: { ${scope} filter: { ${filter} } }) { ${fields} }`
const entities = (representation: string, fields: string) =>
  `{ _entities(representations: [${representation}]) { ... on Source { name ${fields} } ... on Team { name } ... on Inbox { name } } }`

const answer = async (query: string) =>
  query.startsWith('subscription')
    ? JSON.stringify(await watchOnceAs(client.key, gateway.url, query))
    : (await askAs(client.key, gateway.url, query)).text

describe('authentication: a source that a client may not read receives no call and looks like one that does not exist', () => {
  it.each<[string, (id: string) => string]>([
    ['by id', (id) => `{ source(id: "${id}") { id name timeZone provider } }`],
    ['by its status', (id) => `{ source(id: "${id}") { status { isReachable version } } }`],
    ['by its lists', (id) => `{ source(id: "${id}") { agents { name } teams { name } inboxes { name } tags } }`],
    ['under an alias', (id) => `{ sources: source(id: "${id}") { sales: name } }`],
    [
      'in a fragment',
      (id) => `{ ...A } fragment A on Query { source(id: "${id}") { ...B } } fragment B on Source { name }`,
    ],
    ['as a filter', (id) => `{ ${report(`sources: ["${id}"]`)} }`],
    ['beside an own one', (id) => `{ ${report(`sources: ["sales", "${id}"]`)} }`],
    ['by a team', (id) => `{ ${report(`team: "${id}:team:1"`)} }`],
    ['by an inbox', (id) => `{ ${report(`inbox: "${id}:inbox:1"`)} }`],
    ['by a goal', (id) => `{ ${report(`goal: "${id}:goal:1"`)} }`],
    ['by a greeting', (id) => `{ ${report(`greeting: "${id}:greeting:1"`)} }`],
    [
      'in a leaderboard',
      (id) => `{ ${report(`sources: ["${id}"]`, 'breakdown(by: SOURCE) { slices { label total } }')} }`,
    ],
    ['in a comparison', (id) => `{ ${report(`sources: ["${id}"]`, 'comparison { absolute }')} }`],
    ['in a ranking', (id) => `{ ranking(scope: { ${scope} filter: { sources: ["${id}"] } }) { entries { good } } }`],
    [
      'in a queue',
      (id) => `{ queueStats(scope: { ${scope} filter: { team: "${id}:team:1" } }) { live { open } queued { count } } }`,
    ],
    ['as an entity', (id) => entities(`{ __typename: "Source", id: "${id}" }`, 'status { version }')],
    ['as a team’s entity', (id) => entities(`{ __typename: "Team", id: "${id}:team:1" }`, '')],
    ['as an inbox’s entity', (id) => entities(`{ __typename: "Inbox", id: "${id}:inbox:1" }`, '')],
    [
      'beside an own entity',
      (id) => entities(`{ __typename: "Source", id: "sales" }, { __typename: "Source", id: "${id}" }`, ''),
    ],
    ['in a subscription', (id) => `subscription { ${report(`sources: ["${id}"]`)} }`],
    [
      'in a queue’s subscription',
      (id) => `subscription { queueStats(scope: { ${scope} filter: { sources: ["${id}"] } }) { live { open } } }`,
    ],
  ])('%s', async (_, ask) => {
    const [other, none] = [await answer(ask('support')), await answer(ask('nowhere'))]
    expect(other.replaceAll('support', 'nowhere').replace(/"column":\d+/g, '')).toBe(none.replace(/"column":\d+/g, ''))
    expect(none).toContain('BAD_USER_INPUT')
    expect(none).toContain('available: sales')
    expect([chatwoot.requests.length, livechat.requests.length]).toEqual([0, asked])
  })
})

describe('a request that names no source', () => {
  it.each([
    [
      'a list of sources',
      '{ sources { id agents { sources { id } } teams { id } inboxes { id } status { isReachable } } }',
    ],
    ['a report', `{ ${report('', `${figures} comparison { report { bySource { source { id } } } }`)} }`],
    [
      'a leaderboard of people',
      `{ ${report('', 'breakdown(by: AGENT) { slices { agent { sources { id } } source { id } } gaps { source { id } } }')} }`,
    ],
    ['a leaderboard of sources', `{ ${report('', 'breakdown(by: SOURCE) { slices { label source { id } } }')} }`],
    [
      'a ranking',
      `{ ranking(scope: { ${scope} }) { entries { agent { name sources { id } } } gaps { source { id } } } }`,
    ],
    ['a queue', `{ queueStats(scope: { ${scope} }) { queued { count } live { open } gaps { source { id } } } }`],
    [
      'an agent’s entity',
      `{ _entities(representations: [{ __typename: "Agent", email: "ada.obi@demo.example" }]) { ... on Agent { name sources { id } ${report('')} } } }`,
    ],
    ['a subscription', `subscription { ${report('')} }`],
  ])('%s is answered from those of the binding alone', async (_, query) => {
    const text = await answer(query)
    expect(text).toContain('"data"')
    expect(text).not.toContain('"errors"')
    expect(text.toLowerCase()).not.toContain('support')
    expect(chatwoot.requests).toEqual([])
  })
})
