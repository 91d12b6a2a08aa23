import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startChatwoot } from '../../src/demo/chatwoot/server.ts'
import type { DemoUpstream } from '../../src/demo/upstream.ts'
import { liveChatwoot } from '../support/brute-force/live-chatwoot.ts'
import { readGroundTruth } from '../support/chatwoot-recordings.ts'
import { inventChatwootRows } from '../support/invented.ts'

const noon = Date.parse('2026-11-20T12:00:00Z')
const hour = 3_600_000
const rows = inventChatwootRows(noon)
const tokens = { admin: 'administrator', agent: 'agent' } as const

let now = noon
let upstream: DemoUpstream
beforeAll(async () => {
  upstream = await startChatwoot({ rows, accountId: 1, tokens, now: () => now, horizon: () => now / 1000 })
})
afterAll(() => upstream.close())

async function get(path: string, token: keyof typeof tokens = 'admin') {
  const answer = await fetch(`${upstream.url}/api/v2/accounts/1/${path}`, { headers: { 'api-access-token': token } })
  return { status: answer.status, body: await answer.json() }
}

// Moments of a year at all hours of the day and at odd seconds.
const moments = Array.from({ length: 25 }, (_, place) => noon - place * (347 * hour + 61_000))

it('agrees with the recorded live report by brute force too', () => {
  const { byAgent, ...load } = liveChatwoot(readGroundTruth(), noon)
  expect(load).toEqual({ open: 3040, unattended: 1853, unassigned: 854, pending: 414 })
  expect(byAgent.map(({ open }) => open)).toEqual([90, 470, 387, 428, 349, 293, 160, 0])
})

describe.each(moments.map((moment) => [new Date(moment).toISOString(), moment] as const))(
  'asked at %s',
  (_, moment) => {
    beforeAll(() => {
      now = moment
    })

    it('reports the state that follows from the rows until then', async () => {
      const { byAgent, ...load } = liveChatwoot(rows, moment)
      const { body: agents } = await get('reports/conversations?type=agent')
      const found = (agents as { email: string; metric: object }[]).map(({ email, metric }) => ({ email, ...metric }))
      expect((await get('live_reports/conversation_metrics')).body).toEqual(load)
      expect((await get('reports/conversations?type=account')).body).toEqual({ ...load, pending: 0 })
      expect(new Set(found)).toEqual(new Set(byAgent))
    })

    it('has dozens of conversations open, some unattended, some unassigned, some pending', async () => {
      const { body } = await get('live_reports/conversation_metrics')
      expect(body.open).toBeGreaterThan(15)
      expect(body.open).toBeLessThan(120)
      for (const some of [body.unattended, body.unassigned, body.pending]) expect(some).toBeGreaterThan(0)
      expect(body.unattended).toBeLessThan(body.open)
      expect(body.unassigned).toBeLessThan(body.unattended)
    })
  },
)

describe('live reports', () => {
  beforeAll(() => {
    now = noon
  })

  it.each([1, 2, 3])('count only team %i', async (team) => {
    const { byAgent, ...load } = liveChatwoot(rows, noon, { team })
    const { pending, ...group } = load
    const grouped = `live_reports/grouped_conversation_metrics?group_by=team_id&team_id=${team}`
    expect((await get(`live_reports/conversation_metrics?team_id=${team}`)).body).toEqual(load)
    expect((await get(grouped)).body).toEqual([{ ...group, team_id: team }])
  })

  it('group the open conversations by assignee, including unassigned ones', async () => {
    const { body } = await get('live_reports/grouped_conversation_metrics?group_by=assignee_id')
    const { byAgent, open, unassigned } = liveChatwoot(rows, noon)
    const groups = body as { open: number; assignee_id: number | null }[]
    expect(groups.reduce((sum, group) => sum + group.open, 0)).toBe(open)
    expect(groups.find(({ assignee_id }) => assignee_id === null)).toMatchObject({ open: unassigned, unassigned })
    expect(groups).toHaveLength(byAgent.filter((agent) => agent.open > 0).length + 1)
  })

  it.each([
    ['group_by=inbox_id', 422, { error: 'invalid group_by' }],
    ['group_by=team_id', 401, { error: 'You are not authorized to do this action' }],
  ])('check the permission only after the grouping: %s', async (query, status, body) => {
    expect(await get(`live_reports/grouped_conversation_metrics?${query}`, 'agent')).toEqual({ status, body })
  })

  it.each([
    ['inbox', 404],
    ['team', 404],
    ['bot', 500],
  ])('return the recorded error for type %s', async (type, status) => {
    expect((await get(`reports/conversations?type=${type}`)).status).toBe(status)
  })
})
