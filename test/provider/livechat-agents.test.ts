import { afterEach, describe, expect, it } from 'vitest'
import { askEntities, toAgent } from '../support/ask-entities.ts'
import { startGateway } from '../support/gateway.ts'
import { json, type RawAnswer, type RawUpstream, startRawUpstream } from '../support/raw-upstream.ts'
import { now } from './fixtures.ts'
import { fixtures } from './fixtures-livechat.ts'

const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

/** A LiveChat whose list of agents is this. */
async function startListing(agents: RawAnswer): Promise<RawUpstream> {
  const upstream = await startRawUpstream((request) => (request.path === '/agents' ? agents : fixtures.answer(request)))
  opened.push(upstream)
  return upstream
}

const report = `report(
  metric: CONVERSATIONS
  scope: { range: { days: { first: "2026-03-02", last: "2026-03-03" } }, timeZone: "UTC" }
) { total isPartial gaps { code } }`

const whole = { total: 6, isPartial: false, gaps: [] }
const reports = ({ requests }: RawUpstream) =>
  requests.flatMap(({ path, query }) => (path.startsWith('/reports/') ? [query.get('agent')] : []))

describe("an agent's figures need no list of agents", () => {
  it.each<[string, RawAnswer]>([
    ['hangs', { ending: 'hangBeforeHeaders' }],
    ['answers 500', json({ error: 'out of order' }, 500)],
    ['answers nonsense', json('<!doctype html>')],
  ])('that %s', async (_, agents) => {
    const upstream = await startListing(agents)
    const gateway = startGateway([fixtures.source(upstream.url)], () => now, { deadline: 10_000 })
    opened.push(gateway)
    const { data, errors } = await askEntities(gateway, `... on Agent { ${report} }`, [toAgent('Ada@x')])
    expect(errors).toBeUndefined()
    expect(data._entities).toEqual([{ __typename: 'Agent', report: whole }])
    expect(reports(upstream)).toEqual(['Ada@x'])
  })
})

it('99 agents who are not in the list cause no call, and do not affect the one who is', async () => {
  const upstream = await startListing(json([{ login: 'Ada@x', name: 'Ada' }]))
  const usual = { callsPerMinute: 120, burst: 40 }
  const gateway = startGateway([{ ...fixtures.source(upstream.url), ...usual }], () => now)
  opened.push(gateway)
  const strangers = Array.from({ length: 99 }, (_, place) => toAgent(`employee.${place}@x`))
  const { data, errors } = await askEntities(gateway, `... on Agent { ${report} }`, [...strangers, toAgent('ada@x')])
  expect(errors).toBeUndefined()
  const unknown = { total: null, isPartial: false, gaps: [{ code: 'NOT_FOUND' }] }
  expect(data._entities.map((one: { report: unknown }) => one.report)).toEqual([...strangers.map(() => unknown), whole])
  expect(reports(upstream)).toEqual(['Ada@x'])
})
