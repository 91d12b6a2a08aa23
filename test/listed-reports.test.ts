import { expect, it, onTestFinished } from 'vitest'
import { startChangingChats } from './support/changing-chats.ts'
import { startGateway } from './support/gateway.ts'
import { json } from './support/raw-upstream.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const report = 'report(metric: CONVERSATIONS, scope: { range: { last: "P30D" } }) { total }'

/** A gateway over an account of this many agents, groups and so on, and the paths of the reports that it was sent. */
async function start(members: number) {
  const chats = await startChangingChats()
  const list = Array.from({ length: members }, (_, place) => ({
    id: place + 1,
    login: `agent${place}@test.example`,
    name: `Agent ${place}`,
  }))
  chats.list = () => json(list)
  const gateway = startGateway([chats.source], () => now)
  onTestFinished(async () => {
    await gateway.close()
    await chats.upstream.close()
  })
  const listReports = () => chats.upstream.requests.filter(({ path }) => path.includes('/reports/'))
  return { query: gateway.query, listReports }
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
