import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startChatwoot } from '../../src/demo/chatwoot/server.ts'
import type { DemoUpstream } from '../../src/demo/upstream.ts'
import { countChatwoot } from '../support/brute-force/chatwoot.ts'
import { rankChatwoot } from '../support/brute-force/rank-chatwoot.ts'
import { readGroundTruth } from '../support/chatwoot-recordings.ts'
import { inventChatwootRows } from '../support/invented.ts'

const noon = Date.parse('2026-11-20T12:00:00Z')
const rows = inventChatwootRows(noon)
const seasonalAgentId = 10

let upstream: DemoUpstream
beforeAll(async () => {
  const [now, horizon] = [() => noon, () => noon / 1000]
  upstream = await startChatwoot({ rows, accountId: 1, tokens: { admin: 'administrator' }, now, horizon })
})
afterAll(() => upstream.close())

interface Survey {
  readonly id: number
  readonly rating: number
  readonly created_at: number
  readonly assigned_agent?: { readonly id: number; readonly role: string | null }
}

async function get(path: string) {
  const url = `${upstream.url}/api/v1/accounts/1/csat_survey_responses${path}`
  return (await fetch(url, { headers: { 'api-access-token': 'admin' } })).json()
}

async function listAll(query: string): Promise<Survey[]> {
  const surveys: Survey[] = []
  for (let page = 1; ; page += 1) {
    const found: Survey[] = await get(`?${query}&page=${page}`)
    if (found.length === 0) return surveys
    surveys.push(...found)
  }
}

const spring = { start: Date.parse('2026-03-01'), end: Date.parse('2026-06-01') }
const springQuery = `since=${spring.start / 1000}&until=${spring.end / 1000}`

describe('the surveys', () => {
  it.each([
    ['created_at', 1],
    ['-created_at', -1],
  ])('are sorted by %s on request', async (sort, direction) => {
    const times = (await listAll(`${springQuery}&sort=${sort}`)).map((survey) => direction * survey.created_at)
    expect(times.length).toBeGreaterThan(500)
    expect(times).toEqual(times.toSorted((one, other) => one - other))
  })

  it('are not sorted by time by default, and are listed once each', async () => {
    const surveys = await listAll(springQuery)
    const times = surveys.map((survey) => survey.created_at)
    expect(times).not.toEqual(times.toSorted((one, other) => one - other))
    expect(new Set(surveys.map(({ id }) => id)).size).toBe(surveys.length)
  })

  it('give the brute force its ranking, with a former agent in it', async () => {
    const ranking = rankChatwoot(rows, { range: spring })
    const surveys = await listAll(springQuery)
    const count = (agentId: number, ratings: readonly number[]) =>
      surveys.filter(({ rating, assigned_agent }) => assigned_agent?.id === agentId && ratings.includes(rating)).length
    const counted = ranking.map(({ agentId }) => ({
      agentId,
      good: count(agentId, [4, 5]),
      bad: count(agentId, [1, 2]),
    }))
    expect(counted).toEqual(ranking)
    expect(ranking.map(({ agentId }) => agentId)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, seasonalAgentId])
  })

  it('name a former agent without a role', async () => {
    const [survey]: Survey[] = await get(`?user_ids[]=${seasonalAgentId}`)
    expect(survey?.assigned_agent).toMatchObject({ id: seasonalAgentId, role: null, availability_status: null })
  })

  it.each([
    ['user_ids[]=2&user_ids[]=3', [2, 3]],
    ['user_ids[]=2&inbox_id[]=1&inbox_id[]=2', [2]],
    ['user_ids[]=99', []],
  ])('are filtered by several ids: %s', async (query, agentIds) => {
    const { total_count } = await get(`/metrics?${query}&${springQuery}`)
    const surveys = await listAll(`${query}&${springQuery}`)
    expect(surveys).toHaveLength(total_count)
    expect([...new Set(surveys.map(({ assigned_agent }) => assigned_agent?.id))].sort()).toEqual(agentIds)
  })

  it('are not returned from after the horizon', async () => {
    const { total_count, ratings_count, total_sent_messages_count } = await get('/metrics')
    const exists = ({ createdAt }: { createdAt: number }) => createdAt < noon / 1000
    expect(total_count).toBe(rows.responses.filter(exists).length)
    expect(ratings_count[1]).toBe(rows.responses.filter((row) => exists(row) && row.rating === 1).length)
    expect(total_sent_messages_count).toBe(rows.messages.filter((row) => exists(row) && row.isSurvey).length)
  })
})

describe('the brute force over the recorded surveys', () => {
  const recorded = readGroundTruth()
  const range = { start: Date.parse('2025-12-01'), end: Date.parse('2026-12-01') }

  it('ranks an agent by the counts that Chatwoot returns for the agent', () => {
    const ranking = rankChatwoot(recorded, { range })
    expect(ranking.find(({ agentId }) => agentId === 3)).toEqual({ agentId: 3, good: 97 + 216, bad: 29 + 34 })
    expect(ranking.map(({ agentId }) => agentId)).toContain(9)
  })

  it.each([
    ['RATINGS_GOOD', {}, 593 + 1032],
    ['RATINGS_BAD', {}, 187 + 190],
    ['RATINGS_GOOD', { team: 2 }, 230 + 402],
    ['SATISFACTION', { team: 2 }, 632 / (632 + 75 + 68)],
  ] as const)('answers %s %j as Chatwoot does', (metric, filter, total) => {
    expect(countChatwoot(recorded, { metric, filter, buckets: [range] }).total).toBe(total)
  })

  it('counts an inbox within a range as Chatwoot does', () => {
    const half = { start: 1_767_225_600_000, end: 1_782_864_000_000 }
    const { total } = countChatwoot(recorded, { metric: 'RATINGS_BAD', filter: { inbox: 1 }, buckets: [half] })
    expect(total).toBe(55 + 53)
  })
})
