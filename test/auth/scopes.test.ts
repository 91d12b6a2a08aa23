import { isObjectType } from 'graphql'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { allPermissions, type Permission } from '../../src/auth/permission.ts'
import { inventChatwootRows } from '../../src/demo/chatwoot/invent.ts'
import { inventLiveChatEvents } from '../../src/demo/livechat/invent.ts'
import { requiredPermissions } from '../../src/schema/build/wrap-resolvers.ts'
import { askAs, type Client, createClient, toAccess, watchOnceAs } from '../support/clients.ts'
import { type CountedSources, startCountedSources } from '../support/counted-sources.ts'
import { schema } from '../support/gateway.ts'
import { type ListeningGateway, startListeningGateway } from '../support/listening-gateway.ts'

const now = Date.parse('2026-11-20T12:20:00Z')
const toClient = (name: string, scopes: readonly Permission[]) => createClient(name, ['support', 'sales'], { scopes })
const without = Object.fromEntries(
  allPermissions.map((right) => [
    right,
    toClient(
      `no-${right}`,
      allPermissions.filter((one) => one !== right),
    ),
  ]),
) as Readonly<Record<Permission, Client>>
const onlyPeople = toClient('only-people', ['people'])
let upstreams: CountedSources
let gateway: ListeningGateway

beforeAll(async () => {
  upstreams = await startCountedSources(inventChatwootRows(now), inventLiveChatEvents(now), now, 'America/New_York')
  const clients = [...Object.values(without), onlyPeople]
  gateway = await startListeningGateway(upstreams.sources, () => now, { ...toAccess(...clients), deadline: 60_000 })
})

beforeEach(() => void upstreams.countCalls())

afterAll(async () => {
  await gateway.close()
  await upstreams.close()
})

const ada = 'ada.obi@demo.example'
const range = 'range: { preset: YESTERDAY }'
const adas = `{ ${range} filter: { agentEmail: "${ada}" } }`
const report = (fields: string, scope = `{ ${range} }`) =>
  `report(metric: CONVERSATIONS, scope: ${scope}) { ${fields} }`
const queue = (fields: string, scope = `{ ${range} }`) => `queueStats(scope: ${scope}) { ${fields} }`
const entity = (type: string, key: string, fields: string) =>
  `{ _entities(representations: [{ __typename: "${type}", ${key} }]) { ... on ${type} { ${fields} } } }`
const leaderboard = 'breakdown(by: AGENT) { slices { label total } }'

const ask = async ({ key }: Client, query: string) =>
  query.startsWith('subscription')
    ? ((await watchOnceAs(key, gateway.url, query)) ?? { data: null })
    : (await askAs(key, gateway.url, query)).body

describe('authentication: a missing permission is FORBIDDEN and sends no upstream call', () => {
  it.each<[Permission, string, string]>([
    ['people', 'a ranking', `{ ranking(scope: { ${range} }) { entries { good } } }`],
    ['people', 'a ranking under an alias', `{ report: ranking(scope: { ${range} }) { total: entries { good } } }`],
    [
      'people',
      'a ranking in fragments',
      `{ ...A } fragment A on Query { ranking(scope: { ${range} }) { ...B } } fragment B on Ranking { hasMore }`,
    ],
    ['people', 'the lists of agents', '{ sources { agents { name } } }'],
    ['people', 'a leaderboard without names', `{ ${report('breakdown(by: AGENT) { slices { total } }')} }`],
    ['people', 'a leaderboard by labels', `{ ${report(leaderboard)} }`],
    ['people', 'a leaderboard of a period before', `{ ${report(`comparison { report { ${leaderboard} } }`)} }`],
    ['people', 'a figure of one person', `{ ${report('total', adas)} }`],
    ['people', 'figures of one person', `{ reports(metrics: [CONVERSATIONS], scope: ${adas}) { total } }`],
    ['people', 'the queue of one person', `{ ${queue('queued { count }', adas)} }`],
    ['people', 'an agent’s entity', entity('Agent', `email: "${ada}"`, 'email')],
    ['people', 'an agent’s name by an entity', entity('Agent', `email: "${ada}"`, 'name')],
    ['people', 'an agent’s sources by an entity', entity('Agent', `email: "${ada}"`, 'sources { id }')],
    ['people', 'an agent’s report by an entity', entity('Agent', `email: "${ada}"`, report('total'))],
    ['people', 'a source’s agents by an entity', entity('Source', 'id: "support"', 'agents { email }')],
    ['people', 'a leaderboard by a team’s entity', entity('Team', 'id: "support:team:1"', report(leaderboard))],
    ['people', 'a subscription to one person', `subscription { ${report('total', adas)} }`],
    ['reports', 'a report', `{ ${report('total')} }`],
    ['reports', 'what a report says without asking', `{ ${report('unit range { start }')} }`],
    ['reports', 'several reports', `{ reports(metrics: [CONVERSATIONS], scope: { ${range} }) { total } }`],
    ['reports', 'a leaderboard', `{ ${report(leaderboard)} }`],
    ['reports', 'a queue’s history', `{ ${queue('abandonmentRate buckets { queued { count } }')} }`],
    ['reports', 'an agent’s report by an entity', entity('Agent', `email: "${ada}"`, report('total'))],
    ['reports', 'a team’s report by an entity', entity('Team', 'id: "support:team:1"', report('total'))],
    ['reports', 'an inbox’s report by an entity', entity('Inbox', 'id: "support:inbox:1"', report('total'))],
    ['reports', 'a subscription', `subscription { ${report('total')} }`],
    ['live', 'what is open now', `{ ${queue('live { open }')} }`],
    ['live', 'who has it', `{ ${queue('live { byAgent { open } }')} }`],
    ['live', 'a subscription to a report', `subscription { ${report('total')} }`],
    ['live', 'a subscription to a queue', `subscription { ${queue('live { open }')} }`],
  ])('Without the permission %s, the response is FORBIDDEN: %s.', async (scope, _, query) => {
    const { data, errors = [] } = await ask(without[scope], query)
    expect(errors.length).toBeGreaterThan(0)
    for (const { extensions } of errors) expect(extensions).toEqual({ code: 'FORBIDDEN', scope })
    expect(JSON.stringify(data ?? null)).not.toMatch(/@|"(total|good|open|unit|email)"/)
    expect(upstreams.countCalls()).toEqual({})
  })

  it('A leaderboard whose variable selects agents requires the permission people.', async () => {
    const query = `query ($by: Dimension!) { ${report('breakdown(by: $by) { slices { label } }')} }`
    const { body } = await askAs(without.people.key, gateway.url, query, { by: 'AGENT' })
    expect(body.errors?.[0]?.extensions).toEqual({ code: 'FORBIDDEN', scope: 'people' })
    expect(upstreams.countCalls()).toEqual({})
  })
})

describe('a field whose permission is granted', () => {
  it('A permitted field is answered beside a forbidden one.', async () => {
    const query = `{ ${report(`total ${leaderboard}`)} ranking(scope: { ${range} }) { hasMore } ${queue('queued { count }')} }`
    const { data, errors } = await ask(without.people, query)
    expect(data.report.total).toBeGreaterThan(0)
    expect(data.queueStats.queued).toBeTruthy()
    expect([data.report.breakdown, data.ranking]).toEqual([null, null])
    expect(errors?.map(({ path }) => path?.join('.')).sort()).toEqual(['ranking', 'report.breakdown'])
  })

  it.each<[Permission, string]>([
    [
      'people',
      `{ ${report('total breakdown(by: TEAM) { slices { label total } }')} ${queue('live { open }')} sources { teams { name } } }`,
    ],
    ['people', `subscription { ${report('total')} }`],
    [
      'reports',
      `{ ranking(scope: { ${range} }) { entries { agent { name } } } ${queue('live { open byAgent { agent { name } } }')} }`,
    ],
    ['reports', `subscription { ${queue('live { open }')} }`],
    [
      'live',
      `{ ${report(`total ${leaderboard}`)} ${queue('queued { count }')} ranking(scope: { ${range} }) { hasMore } }`,
    ],
  ])('A request that does not need the permission %s is answered: %s.', async (scope, query) => {
    const { data, errors } = await ask(without[scope], query)
    expect(errors).toBeUndefined()
    expect(data).toBeTruthy()
  })

  it('Sources, metrics and the type name require no permission.', async () => {
    const query = '{ sources { id name status { isReachable } teams { name } tags } metrics { metric } }'
    expect((await ask(onlyPeople, query)).errors).toBeUndefined()
  })
})

describe('the table of permissions', () => {
  it.each(Object.keys(requiredPermissions))(
    'The table of permissions names %s, which exists in the schema.',
    (name) => {
      const [type = '', field] = name.split('.')
      const found = schema.getType(type)
      expect(isObjectType(found) && (field === undefined || field in found.getFields())).toBe(true)
    },
  )
})
