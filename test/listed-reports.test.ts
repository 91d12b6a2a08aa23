import { expect, it, onTestFinished } from 'vitest'
import type { Config } from '../src/config/config.ts'
import { defaultServing } from '../src/config/serving.ts'
import { startChangingChats } from './support/changing-chats.ts'
import { startGateway } from './support/gateway.ts'
import { json } from './support/raw-upstream.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const report = 'report(metric: CONVERSATIONS, scope: { range: { last: "P30D" } }) { total }'

/** A gateway over an account of this many agents, groups and so on, and the paths of the reports that it was sent. */
async function start(members: number, settings: Partial<Config> = {}) {
  const chats = await startChangingChats()
  const list = Array.from({ length: members }, (_, place) => ({
    id: place + 1,
    login: `agent${place}@test.example`,
    name: `Agent ${place}`,
  }))
  chats.list = () => json(list)
  const gateway = startGateway([chats.source], () => now, settings)
  onTestFinished(async () => {
    await gateway.close()
    await chats.upstream.close()
  })
  const listRequests = () => chats.upstream.requests
  const listReports = () => listRequests().filter(({ path }) => path.includes('/reports/'))
  return { query: gateway.query, listReports, listRequests }
}

it.each([
  ['agents', `{ sources { agents { ${report} } } }`],
  ['agents, at any depth', `{ sources { agents { email sources { id } ... on Agent { a: ${report} } } } }`],
  ['teams', `{ sources { teams { id ${report} } } }`],
  ['agents of a nested list', `{ source(id: "sales") { agents { sources { agents { ${report} } } } } }`],
])(
  'Reports below a list of 501 %s are rejected with COST_LIMIT before any report is requested upstream.',
  async (_, document) => {
    const { query, listReports } = await start(501)
    const { errors } = await query(document)
    expect(errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'COST_LIMIT', cost: { reports: 501, limit: 500 } },
    ])
    expect(listReports()).toEqual([])
  },
)

it('A list of any length is returned where no reports are selected below it.', async () => {
  const { query } = await start(3_000)
  const { data, errors } = await query('{ source(id: "sales") { agents { email } } }')
  expect([errors, data.source.agents.length]).toEqual([undefined, 3_000])
})

it('Reports below a list of 500 agents are answered.', async () => {
  const { query } = await start(500)
  const { data, errors } = await query(`{ source(id: "sales") { agents { ${report.replace('total', 'unit')} } } }`)
  expect([errors, data.source.agents.length]).toEqual([undefined, 500])
})

it.each([0, -1, 10_001])(
  'A list with `first: %i` is null with BAD_USER_INPUT, and costs no upstream call.',
  async (first) => {
    const { query, listRequests } = await start(3)
    const { data, errors } = await query(`{ source(id: "sales") { agents(first: ${first}) { email } } }`)
    expect(data.source.agents).toBeNull()
    expect(errors?.map(({ message, extensions }) => [message, extensions?.code])).toEqual([
      [expect.stringContaining(`${first} is not between 1 and 10000`), 'BAD_USER_INPUT'],
    ])
    expect(listRequests()).toEqual([])
  },
)

it('Reports below the first members of a long list are answered, and no other member is read.', async () => {
  const { query, listReports } = await start(3_000)
  const { data, errors } = await query(`{ source(id: "sales") { agents(first: 2) { email ${report} } } }`)
  expect(errors).toBeUndefined()
  expect(data.source.agents.map(({ email }: { readonly email: string }) => email)).toEqual([
    'agent0@test.example',
    'agent1@test.example',
  ])
  expect(listReports()).toHaveLength(2)
})

it('Reports below a list are costed by its members, and rejected before any report is requested.', async () => {
  const { query, listReports } = await start(400, { serving: defaultServing })
  const bucketsByHour = report.replace('total', 'buckets { value }').replace('P30D" }', 'P30D" }, granularity: HOUR')
  const { errors } = await query(`{ source(id: "sales") { agents { ${bucketsByHour} } } }`)
  expect(errors?.map(({ extensions }) => extensions)).toEqual([
    { code: 'COST_LIMIT', cost: { calls: 400 * 30 + 1, limit: 2_000 } },
  ])
  expect(listReports()).toEqual([])
})
