import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { DemoUpstream } from '../../src/demo/upstream.ts'
import { type ChatwootLoad, liveChatwoot } from '../support/brute-force/live-chatwoot.ts'
import { chatwootSource, startChatwootSource, startGateway, type TestGateway } from '../support/gateway.ts'
import { inventChatwootRows } from '../support/invented.ts'
import { json, type RawUpstream, startRawUpstream } from '../support/raw-upstream.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const rows = inventChatwootRows(now)
const none = 'none@demo.example'
const agents = [...rows.agents, { id: 77, name: 'Nobody', email: none, role: 'agent' as const }]
const account = { ...rows, agents }

const selection = 'open unattended unassigned pending asOf'
const everyone = 'byAgent { agent { email } open unattended }'

const toDocument = (fields: string, filter = '', rest = '') =>
  `{ queueStats(scope: { range: { last: "P1D" }, filter: { ${filter} } }) { ${rest} live { ${fields} } } }`

/** Loads in the order of their addresses. */
const sortLoads = (loads: ChatwootLoad['byAgent']) =>
  loads
    .map(({ email, open, unattended }) => ({ agent: { email }, open, unattended }))
    .sort((one, other) => (one.agent.email < other.agent.email ? -1 : 1))

describe('live counts', () => {
  let gateway: TestGateway
  let upstream: DemoUpstream

  beforeAll(async () => {
    const [support, server] = await startChatwootSource(account, now)
    upstream = server
    gateway = startGateway([support], () => now)
  })

  afterAll(async () => {
    await gateway.close()
    await upstream.close()
  })

  async function ask(document: string) {
    const before = upstream.requests.length
    const { data, errors } = await gateway.query(document)
    expect(errors).toBeUndefined()
    const paths = upstream.requests.slice(before).map(({ path }) => path.replace('/api/v2/accounts/1', ''))
    return { ...data.queueStats, paths }
  }

  it.each([
    ['', {}],
    ['team: "support:team:1"', { team: 1 }],
    ['team: "support:team:2"', { team: 2 }],
  ])('of Chatwoot are those of the rows, filter {%s}', async (filter, meant) => {
    const { byAgent, ...load } = liveChatwoot(account, now, meant)
    const { live, paths } = await ask(toDocument(`${selection} ${everyone}`, filter))

    expect(live).toMatchObject({ ...load, asOf: '2026-11-20T12:00:00+00:00' })
    expect(load.open).toBeGreaterThan(0)
    expect(live.byAgent).toHaveLength(agents.length)
    expect(sortLoads(live.byAgent.map((one: AgentLoad) => ({ ...one, email: one.agent.email })))).toEqual(
      sortLoads(byAgent),
    )
    expect(live.byAgent).toContainEqual({ agent: { email: none }, open: 0, unattended: 0 })
    expect(paths.filter((path: string) => path.startsWith('/live_reports'))).toHaveLength(2)
  })

  it('are requested once, and by agent only when that is selected', async () => {
    expect((await ask(toDocument(selection))).paths).toEqual(['/live_reports/conversation_metrics'])
  })

  it('are not requested unless they are selected', async () => {
    const document = '{ queueStats(scope: { range: { last: "P1D" } }) { queued { count } } }'
    expect(await ask(document)).toEqual({ queued: { count: null }, paths: [] })
  })

  it.each([
    'agentEmail: "ada.obi@demo.example"',
    'inbox: "support:inbox:1"',
    'tags: ["vip"]',
    'goal: "support:goal:1"',
    'greeting: "support:greeting:1"',
  ])('are null with the filter {%s}, without a call', async (filter) => {
    expect(await ask(toDocument(selection, filter))).toEqual({ live: null, paths: [] })
  })

  it('are returned with a gap for the queue, which Chatwoot does not have', async () => {
    const rest = 'queued { count } abandonmentRate isPartial gaps { code }'
    const { live, ...history } = await ask(toDocument('open', '', rest))
    expect(live.open).toBeGreaterThan(0)
    expect(history).toMatchObject({ queued: { count: null }, abandonmentRate: null, isPartial: false })
    expect(history.gaps).toEqual([{ code: 'METRIC_UNSUPPORTED' }])
  })
})

interface AgentLoad {
  readonly agent: { readonly email: string }
  readonly open: number
  readonly unattended: number
}

describe('an old Chatwoot', () => {
  const closings: (() => Promise<void>)[] = []

  afterEach(async () => {
    for (const close of closings.splice(0)) await close()
  })

  /** Without live reports, and with as many agents as fill two pages. */
  const people = Array.from({ length: 30 }, (_, place) => ({ id: place + 1, name: '', email: `${place}@demo.example` }))

  async function startOld(): Promise<readonly [TestGateway, RawUpstream]> {
    const upstream = await startRawUpstream(({ path, query }) => {
      if (path.endsWith('/agents')) return json(people)
      if (!path.endsWith('/reports/conversations')) return json({ error: 'Not found' }, 404)
      if (query.get('type') === 'account') return json({ open: 40, unattended: 7, unassigned: 3, pending: 0 })
      const page = Number(query.get('page')) - 1
      const shown = people.slice(page * 25, page * 25 + 25)
      return json(shown.map((one) => ({ ...one, metric: { open: one.id, unattended: one.id % 2 } })))
    })
    const gateway = startGateway([chatwootSource(upstream.url)], () => now)
    closings.push(gateway.close, upstream.close)
    return [gateway, upstream]
  }

  it('reports the same counts, except pending ones, by its report of conversations', async () => {
    const [gateway] = await startOld()
    const { data } = await gateway.query(toDocument(`${selection} ${everyone}`))
    const { byAgent, ...load } = data.queueStats.live
    expect(load).toMatchObject({ open: 40, unattended: 7, unassigned: 3, pending: null })
    expect(byAgent).toEqual(people.map(({ id, email }) => ({ agent: { email }, open: id, unattended: id % 2 })))
  })

  it('needs no pages of agents unless they are selected', async () => {
    const [gateway, upstream] = await startOld()
    await gateway.query(toDocument(selection))
    expect(upstream.requests.map(({ query }) => query.get('type'))).toEqual([null, 'account'])
  })

  it('cannot filter by team: it is an error, never the counts of all teams', async () => {
    const [gateway] = await startOld()
    const { data, errors } = await gateway.query(toDocument('open', 'team: "support:team:1"', 'isPartial'))
    expect(data.queueStats).toEqual({ isPartial: false, live: null })
    expect(errors?.map(({ path }) => path)).toEqual([['queueStats', 'live']])
  })
})
