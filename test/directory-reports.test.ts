import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoUpstream } from '../src/demo/upstream.ts'
import { startChatwootSource, startGateway, startLiveChatSource, type TestGateway } from './support/gateway.ts'
import { inventChatwootRows, inventLiveChatEvents } from './support/invented.ts'

const now = Date.parse('2026-11-20T12:20:00Z')
let gateway: TestGateway
let upstreams: readonly DemoUpstream[]

beforeAll(async () => {
  const [support, chatwoot] = await startChatwootSource(inventChatwootRows(now), now)
  const [sales, livechat] = await startLiveChatSource(inventLiveChatEvents(now), now)
  upstreams = [chatwoot, livechat]
  gateway = startGateway([support, sales], () => now)
})

afterAll(async () => {
  await gateway.close()
  await Promise.all(upstreams.map((upstream) => upstream.close()))
})

const callCount = () => upstreams.reduce((sum, { requests }) => sum + requests.length, 0)

/** Of one source: the last part of its id or its e-mail address, and a report of each. */
const ofAll = `query ($source: ID!, $metric: Metric!, $scope: ReportScope!) {
  source(id: $source) {
    agents { key: email report(metric: $metric, scope: $scope) { ...Figures } }
    teams { key: id report(metric: $metric, scope: $scope) { ...Figures } }
    inboxes { key: id report(metric: $metric, scope: $scope) { ...Figures } }
  }
}
fragment Figures on Report { total sampleSize isPartial gaps { source { id } code } buckets { start value } bySource { source { id } total } }`

const ofOne = `query ($metric: Metric!, $scope: ReportScope!) { report(metric: $metric, scope: $scope) { ...Figures } }
fragment Figures on Report { total sampleSize isPartial gaps { source { id } code } buckets { start value } bySource { source { id } total } }`

const range = { days: { first: '2026-10-24', last: '2026-10-26' } }
const kinds = { agents: 'agentEmail', teams: 'team', inboxes: 'inbox' } as const

describe.each([
  ['support', 'agents'],
  ['support', 'teams'],
  ['support', 'inboxes'],
  ['sales', 'agents'],
  ['sales', 'teams'],
] as const)('each of %s’s %s', (source, list) => {
  it.each(['CONVERSATIONS', 'FIRST_RESPONSE_TIME', 'SATISFACTION', 'TICKETS_SOLVED'])(
    'has a report that is the same as Query.report with the filter: %s',
    async (metric) => {
      const scope = { range, timeZone: 'America/New_York' }
      const { data } = await gateway.query(ofAll, { source, metric, scope })
      const members: readonly { readonly key: string; readonly report: unknown }[] = data.source[list]
      expect(members.length).toBeGreaterThan(1)
      for (const { key, report } of members) {
        const filtered = { ...scope, filter: { [kinds[list]]: key } }
        const alone = await gateway.query(ofOne, { metric, scope: filtered })
        expect(report).toEqual(alone.data.report)
      }
    },
  )
})

describe('a filter beside', () => {
  const ask = (list: keyof typeof kinds, filter: object) =>
    gateway.query(
      `query ($scope: ReportScope!) { source(id: "support") { ${list} { name report(metric: CONVERSATIONS, scope: $scope) { total } } } }`,
      { scope: { range, filter } },
    )

  it.each([
    ['agents', { agentEmail: 'nobody@demo.example' }, 'scope.filter.agentEmail'],
    ['teams', { team: 'support:team:999' }, 'scope.filter.team'],
    ['teams', { team: 'sales:team:1' }, 'scope.filter.team'],
    ['inboxes', { inbox: 'support:inbox:999' }, 'scope.filter.inbox'],
    ['inboxes', { inbox: 'sales:inbox:1' }, 'scope.filter.inbox'],
  ] as const)('%s that names another is refused, and asks for no figure: %j', async (list, filter, argument) => {
    await gateway.query(`{ source(id: "support") { ${list} { name } } }`)
    const before = callCount()
    const { data, errors } = await ask(list, filter)
    for (const { report } of data.source[list]) expect(report).toBeNull()
    expect(errors).toHaveLength(data.source[list].length)
    for (const error of errors ?? []) expect(error.extensions).toEqual({ code: 'BAD_USER_INPUT', argument })
    expect(callCount()).toBe(before)
  })

  it('an agent that names him in another case is taken', async () => {
    const { data } = await ask('agents', { agentEmail: 'ADA.OBI@demo.example' })
    const ada = data.source.agents.find(({ name }: { readonly name: string }) => name === 'Ada Obi')
    expect(ada.report.total).toBeGreaterThan(0)
  })
})

it.each(['team', 'inbox', 'goal', 'greeting'])(
  'an id of another source is a gap that no retry changes: %s',
  async (kind) => {
    const scope = { range, filter: { sources: ['support'], [kind]: `sales:${kind}:1` } }
    const { data, errors } = await gateway.query(ofOne, { metric: 'CONVERSATIONS', scope })
    expect(errors).toBeUndefined()
    expect(data.report).toMatchObject({
      total: null,
      isPartial: false,
      gaps: [{ source: { id: 'support' }, code: 'NOT_FOUND' }],
    })
  },
)
