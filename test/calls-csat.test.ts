import { afterEach, describe, expect, it } from 'vitest'
import type { DemoUpstream } from '../src/demo/upstream.ts'
import { conversation, noRows, response } from './support/brute-force/chatwoot-rows.ts'
import { startChatwootSource, startGateway } from './support/gateway.ts'

const now = Date.parse('2026-11-20T13:20:00Z')
const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

const day = 86_400
const first = Date.parse('2026-01-01T06:00:00Z') / 1000

/** As many ratings a day, from the first of January on. */
const rate = (ratings: number, days: number) =>
  Array.from({ length: ratings * days }, (_, place) =>
    response(1, first + Math.floor(place / ratings) * day + (place % ratings), 5, 1),
  )

const agents = [{ id: 1, name: 'Ada', email: 'ada@x', role: 'agent' as const }]

interface Asked {
  readonly ratings: number
  readonly ratedDays: number
  readonly last: string
  readonly granularity?: string
  readonly metrics?: string
  readonly filter?: object
}

/** What was called, by the last part of its path. */
const countCalls = ({ requests }: DemoUpstream) => {
  const count = (path: string) => requests.filter((request) => request.path.endsWith(path)).length
  return { metrics: count('/metrics'), pages: count('/csat_survey_responses'), all: requests.length }
}

async function ask({ ratings, ratedDays, last, granularity = 'DAY', metrics = 'RATINGS_GOOD', filter = {} }: Asked) {
  const rows = { ...noRows, agents, conversations: [conversation(1, first)], responses: rate(ratings, ratedDays) }
  const [source, upstream] = await startChatwootSource(rows, now)
  const gateway = startGateway([source], () => now)
  opened.push(upstream, gateway)
  const document = `query ($scope: ReportScope!) { reports(metrics: [${metrics}], scope: $scope) { total buckets { end } gaps { code } } }`
  const scope = { range: { days: { first: '2026-01-01', last } }, granularity, timeZone: 'UTC', filter }
  const { data, errors } = await gateway.query(document, { scope })
  expect(errors).toBeUndefined()
  return { total: data.reports[0].total, upstream, ...countCalls(upstream) }
}

describe('ratings are read by whichever is fewer calls', () => {
  it.each<[string, Asked, number, number]>([
    ['nobody rated: that is known by one call', { ratings: 0, ratedDays: 0, last: '2026-01-30' }, 1, 0],
    ['few ratings on many days: one page', { ratings: 1, ratedDays: 25, last: '2026-01-30' }, 1, 1],
    ['one rating more: two pages', { ratings: 1, ratedDays: 26, last: '2026-01-30' }, 1, 2],
    ['as many pages as days: pages', { ratings: 25, ratedDays: 3, last: '2026-01-03' }, 1, 3],
    ['many ratings on few days: a call a day', { ratings: 26, ratedDays: 3, last: '2026-01-03' }, 4, 0],
    ['a single day: one call, whatever number', { ratings: 500, ratedDays: 1, last: '2026-01-01' }, 1, 0],
    ['few ratings in hours', { ratings: 30, ratedDays: 1, last: '2026-01-01', granularity: 'HOUR' }, 1, 2],
    ['many ratings in hours', { ratings: 700, ratedDays: 1, last: '2026-01-01', granularity: 'HOUR' }, 25, 0],
    ['a month as one bucket', { ratings: 2, ratedDays: 30, last: '2026-01-30', granularity: 'MONTH' }, 1, 0],
    [
      'all three metrics',
      { ratings: 2, ratedDays: 30, last: '2026-01-30', metrics: 'RATINGS_GOOD RATINGS_BAD SATISFACTION' },
      1,
      3,
    ],
    ['more calls than may wait at once', { ratings: 30, ratedDays: 320, last: '2026-11-16' }, 321, 0],
  ])('%s', async (_, asked, metrics, pages) => {
    expect(await ask(asked)).toMatchObject({ total: asked.ratings * asked.ratedDays, metrics, pages })
  })

  it('with one look at the list of agents for a filter by agent', async () => {
    const asked = { ratings: 2, ratedDays: 30, last: '2026-01-30', filter: { agentEmail: 'ADA@x' } }
    expect(await ask(asked)).toMatchObject({ total: 60, metrics: 1, pages: 3, all: 5 })
  })
})

it('asks nothing about hours that have not begun', async () => {
  const last = '2026-11-21'
  const { total, upstream } = await ask({ ratings: 1, ratedDays: 324, last, granularity: 'HOUR' })
  expect(total).toBe(324)
  const asked = upstream.requests.map(({ query }) => Number(query.get('since')))
  expect(Math.max(...asked)).toBeLessThanOrEqual(now / 1000)
})

it('names every bound, and sorts pages so that none is missed', async () => {
  const { upstream } = await ask({ ratings: 1, ratedDays: 26, last: '2026-01-30' })
  const from = String(Date.parse('2026-01-01T00:00:00Z') / 1000)
  const until = String(Date.parse('2026-01-31T00:00:00Z') / 1000)
  expect(upstream.requests.map(({ query }) => Object.fromEntries(query))).toEqual([
    { since: from, until },
    { since: from, until, sort: 'created_at', page: '1' },
    { since: from, until, sort: 'created_at', page: '2' },
  ])
})
