import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorkloads, type Workload } from '../bench/workloads.ts'
import { type CountedSources, startCountedSources } from './support/counted-sources.ts'
import { startGateway } from './support/gateway.ts'
import { inventChatwootRows, inventLiveChatEvents } from './support/invented.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const today = Date.parse('2026-11-20T00:00:00Z')

let upstream: CountedSources

beforeAll(async () => {
  upstream = await startCountedSources(inventChatwootRows(now), inventLiveChatEvents(now), now, 'Europe/Warsaw')
})

afterAll(() => upstream.close())

const workloads = new Map(createWorkloads(today, () => [['support', 'sales']]).map((one) => [one.name, one]))

/** Calls of Chatwoot's seven series and of LiveChat's twelve reports. */
const dashboard = {
  '/reports': 7,
  ...Object.fromEntries(
    [
      'chats/total_chats',
      'chats/first_response_time',
      'chats/response_time',
      'chats/engagement',
      'chats/not_replied_chats',
      'chats/goals',
      'chats/greetings',
      'chats/queued_visitors',
      'chats/queued_visitors/waiting_times',
      'tickets/new_tickets',
      'tickets/solved_tickets',
      'tickets/ticket_sources',
    ].map((report) => [`/reports/${report}`, 1]),
  ),
}
const agents = 8

/** Upstream calls of the first question, and of each later one. */
type Costs = readonly [first: Readonly<Record<string, number>>, others: Readonly<Record<string, number>>]

const same = (calls: Costs[0]): Costs => [calls, calls]

const costs: readonly (readonly [name: string, costs: Costs])[] = [
  ['one metric, 30 days, cold', same({ '/reports': 1, '/reports/chats/total_chats': 1 })],
  ['dashboard of 24 series, cold', same(dashboard)],
  ['400 days by day, cold', same({ '/reports': 1 })],
  ['six aliases of one series', same({ '/reports': 1, '/reports/chats/total_chats': 1 })],
  ['7, 30 and 90 days of one metric by aliases', same({ '/reports': 1, '/reports/chats/total_chats': 1 })],
  ['dashboard, other range, rows cached', same({})],
  ['dashboard, repeated', same({})],
  [
    'leaderboard of 25 agents',
    [
      { '/agents': 2, '/summary_reports/agent': 1, '/reports/chats/total_chats': agents },
      { '/summary_reports/agent': 1, '/reports/chats/total_chats': agents },
    ],
  ],
  ['a year by hour', same({ '/reports': 1 })],
  ['32 clients, each a cold dashboard of its own', same(dashboard)],
]

describe('upstream calls of the benchmark workloads', () => {
  it('are listed for every workload', () => {
    expect(costs.map(([name]) => name)).toEqual([...workloads.keys()])
  })

  it.each(costs)('%s', async (name, [first, others]) => {
    const { before, questions } = workloads.get(name) as Workload
    const gateway = startGateway(upstream.sources, () => now, { deadline: 60_000 })
    const ask = async ({ query, variables }: (typeof questions)[number]) => {
      const { errors } = await gateway.query(query, variables)
      expect(errors).toBeUndefined()
    }
    for (const question of before) await ask(question)
    upstream.countCalls()
    for (const [place, question] of questions.slice(0, 3).entries()) {
      await ask(question)
      expect(upstream.countCalls()).toEqual(place === 0 ? first : others)
    }
    await gateway.close()
  })
})
