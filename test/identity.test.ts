import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chatwootSource, liveChatSource, startGateway, type TestGateway } from './support/gateway.ts'
import { json, type RawUpstream, startRawUpstream } from './support/raw-upstream.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const one = [{ id: 1, name: 'One' }]

/** A team and an inbox of Chatwoot, and a group, a goal and a greeting of LiveChat, all with the number 1. */
const answers: Readonly<Record<string, unknown>> = {
  '/teams': one,
  '/inboxes': { payload: one },
  '/labels': { payload: [] },
  '/groups': one,
  '/goals': one,
  '/greetings': one,
}
const chatwootAgents = [{ id: 1, name: 'Ada', email: 'ada.obi@demo.example' }]
const liveChatAgents = [{ login: 'Ada.Obi@Demo.example', name: 'Ada' }]

let upstreams: readonly RawUpstream[]
let gateway: TestGateway

beforeAll(async () => {
  const start = (agents: unknown) =>
    startRawUpstream(({ path, query }) => {
      if (path.endsWith('/agents')) return json(agents)
      const [, list] = Object.entries(answers).find(([end]) => path.endsWith(end)) ?? []
      return json(list ?? { [query.get('date_from') ?? '']: { total: 7 } })
    })
  upstreams = [await start(chatwootAgents), await start(liveChatAgents)]
  const [chatwoot, livechat] = upstreams.map(({ url }) => url)
  gateway = startGateway([chatwootSource(chatwoot ?? ''), liveChatSource(livechat ?? '')], () => now)
})

afterAll(() => Promise.all([gateway.close(), ...upstreams.map((upstream) => upstream.close())]))

const countRequests = () => upstreams.reduce((sum, { requests }) => sum + requests.length, 0)
const node = (id: string, fields = '') =>
  gateway.query('query ($id: ID!) { node(id: $id) { __typename id FIELDS } }'.replace('FIELDS', fields), { id })

describe('Ids', () => {
  it('are unique among all types.', async () => {
    const { data, errors } = await gateway.query(
      '{ sources { id agents { id email } teams { id } inboxes { id } goals { id } greetings { id } } }',
    )
    expect(errors).toBeUndefined()
    const ids = data.sources.flatMap(({ id, ...lists }: Record<string, { id: string }[]>) => [
      id,
      ...Object.values(lists).flatMap((list) => list.map((entry) => entry.id)),
    ])
    expect(ids.toSorted()).toEqual(
      [
        'agent:ada.obi@demo.example',
        'agent:ada.obi@demo.example',
        'support',
        'support:inbox:1',
        'support:team:1',
        'sales',
        'sales:goal:1',
        'sales:greeting:1',
        'sales:team:1',
      ].toSorted(),
    )
  })

  it.each([
    ['support', 'Source'],
    ['support:team:1', 'Team'],
    ['support:inbox:1', 'Inbox'],
    ['sales:goal:1', 'Goal'],
    ['sales:greeting:1', 'Greeting'],
    ['agent:ada.obi@demo.example', 'Agent'],
  ])('find their object again with node: %s.', async (id, type) => {
    expect(await node(id)).toEqual({ data: { node: { __typename: type, id } } })
  })

  it('of agents find the agent in any spelling, and the object has one spelling.', async () => {
    const { data } = await node('agent:ADA.Obi@demo.example', '... on Agent { email name sources { id } }')
    expect(data.node).toMatchObject({ id: 'agent:ada.obi@demo.example', email: 'ada.obi@demo.example', name: 'Ada' })
    expect(data.node.sources).toHaveLength(2)
  })

  it.each(['elsewhere', 'elsewhere:team:1', 'support:team:2', 'sales:inbox:1', 'agent:nobody@demo.example'])(
    'of nothing that exists are null without an error: %s.',
    async (id) => {
      expect(await node(id)).toEqual({ data: { node: null } })
    },
  )

  it.each(['', ':', 'support:1', 'support:tag:vip', 'support:team:x', 'agent:', 'agent:nobody', 'Chatwoot', 'a:b:c:d'])(
    'that are malformed are null with BAD_USER_INPUT, without a call: %j.',
    async (id) => {
      const before = countRequests()
      const { data, errors } = await node(id)
      expect(data).toEqual({ node: null })
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' })
      expect(errors?.[0]?.message).toMatch(/^id: /)
      expect(countRequests()).toBe(before)
    },
  )

  it('of the wrong kind are rejected by a filter, which shows the right form, without a call.', async () => {
    const before = countRequests()
    const scope = { range: { preset: 'YESTERDAY' }, filter: { team: 'support:inbox:1' } }
    const { errors } = await gateway.query(
      'query ($scope: ReportScope!) { report(metric: CONVERSATIONS, scope: $scope) { total } }',
      { scope },
    )
    expect(errors?.[0]?.message).toBe(
      'scope.filter.team: "support:inbox:1" is not the id of a team, which is such as support:team:1',
    )
    expect(countRequests()).toBe(before)
  })
})

describe('The id of a report', () => {
  const range = { days: { first: '2026-11-02', last: '2026-11-08' } }
  const document = `query ($scope: ReportScope!, $metric: Metric = CONVERSATIONS) {
    report(metric: $metric, scope: $scope) { id } queueStats(scope: $scope) { id }
  }`
  const readIds = async (scope: object, metric?: string) => {
    const { data } = await gateway.query(document, { scope: { range, ...scope }, ...(metric && { metric }) })
    return [data.report.id, data.queueStats.id]
  }

  it('is a digest that needs no call, and so is that of queue statistics.', async () => {
    const before = countRequests()
    const [report, queue] = await readIds({})
    expect([report, queue]).toEqual([
      expect.stringMatching(/^report:[\w-]{22}$/),
      expect.stringMatching(/^queue:[\w-]{22}$/),
    ])
    expect(countRequests()).toBe(before)
  })

  it.each([
    ['the same range as instants', { range: { between: { from: '2026-11-02T00:00Z', to: '2026-11-09T00:00Z' } } }],
    ['the default granularity and calendar', { granularity: 'DAY', weekStart: 'MONDAY', fiscalYearStart: 1 }],
    ['the time zone in another spelling', { timeZone: 'utc' }],
    ['all sources by name', { filter: { sources: ['sales', 'support'] } }],
    ['an empty filter', { filter: {} }],
  ])('is the same for %s.', async (_, scope) => {
    expect(await readIds(scope)).toEqual(await readIds({}))
  })

  it('is the same for an agent in any letter case.', async () => {
    const [small, capital] = ['ada.obi@demo.example', 'ADA.OBI@demo.example'].map((agentEmail) => ({ agentEmail }))
    expect(await readIds({ filter: capital })).toEqual(await readIds({ filter: small }))
  })

  it('differs for every other question.', async () => {
    const scopes = [
      {},
      { range: { days: { first: '2026-11-02', last: '2026-11-09' } } },
      { granularity: 'WEEK' },
      { timeZone: 'Europe/Warsaw' },
      { weekStart: 'SUNDAY' },
      { fiscalYearStart: 4 },
      { filter: { sources: ['sales'] } },
      { filter: { team: 'sales:team:1' } },
      { filter: { goal: 'sales:goal:1' } },
      { filter: { tags: ['vip'] } },
      { filter: { agentEmail: 'ada.obi@demo.example' } },
      { filter: { businessHours: true } },
    ]
    const ids = (await Promise.all(scopes.map((scope) => readIds(scope)))).flat()
    const [otherMetric] = await readIds({}, 'RESOLUTIONS')
    expect(new Set([...ids, otherMetric]).size).toBe(2 * scopes.length + 1)
  })
})
