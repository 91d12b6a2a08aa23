import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { askEntities, toAgent } from './support/ask-entities.ts'
import { type CountedSources, startCountedSources } from './support/counted-sources.ts'
import { startGateway, type TestGateway } from './support/gateway.ts'
import { inventChatwootRows, inventLiveChatEvents } from './support/invented.ts'

const now = Date.parse('2026-11-20T12:20:00Z')
let upstreams: CountedSources
let gateway: TestGateway

beforeAll(async () => {
  upstreams = await startCountedSources(inventChatwootRows(now), inventLiveChatEvents(now), now, 'America/New_York')
})

afterAll(() => upstreams.close())

beforeEach(() => {
  gateway = startGateway(upstreams.sources, () => now)
  upstreams.countCalls()
})

afterEach(() => gateway.close())

const writeReport = (filter = '') => `report(
  metric: CONVERSATIONS
  scope: { range: { preset: LAST_MONTH }, timeZone: "America/New_York", filter: { ${filter} } }
) { total bySource { source { id } total } isPartial gaps { source { id } code } }`

describe('an entity is found by its key', () => {
  it.each([
    ['support', 'id name provider timeZone agents { email name }'],
    ['sales', 'id name provider timeZone teams { id name }'],
  ])('source %s is as Query.source tells it', async (id, fields) => {
    const { data, errors } = await askEntities(gateway, `... on Source { ${fields} }`, [{ __typename: 'Source', id }])
    const alone = await gateway.query(`{ source(id: "${id}") { ${fields} } }`)
    expect(errors).toBeUndefined()
    expect(data._entities).toEqual([{ __typename: 'Source', ...alone.data.source }])
  })

  it.each([
    [toAgent('ewa.nowak@demo.example'), 'agentEmail: "ewa.nowak@demo.example"'],
    [{ __typename: 'Team', id: 'support:team:1' }, 'team: "support:team:1"'],
    [{ __typename: 'Team', id: 'sales:team:1' }, 'team: "sales:team:1"'],
    [{ __typename: 'Inbox', id: 'support:inbox:1' }, 'inbox: "support:inbox:1"'],
  ])('%j has the report that the filter %s gives', async (representation, filter) => {
    const fields = `... on ${representation.__typename} { ${writeReport()} }`
    const { data, errors } = await askEntities(gateway, fields, [representation])
    const { report } = (await gateway.query(`{ ${writeReport(filter)} }`)).data
    expect(errors).toBeUndefined()
    expect(report.total).toBeGreaterThan(0)
    expect(data._entities).toEqual([{ __typename: representation.__typename, report }])
  })

  it('also where a router writes its representations into the question', async () => {
    const { data, errors } = await gateway.query(
      'query ($email: String!) { _entities(representations: [{ __typename: "Agent", email: $email }]) { ... on Agent { name } } }',
      { email: 'ada.obi@demo.example' },
    )
    expect(errors).toBeUndefined()
    expect(data._entities).toEqual([{ name: 'Ada Obi' }])
  })
})

describe('an agent', () => {
  it('whom no source knows has no sources and empty figures', async () => {
    const email = 'nobody@elsewhere.example'
    const fields = `... on Agent { email name sources { id } ${writeReport()} }`
    const { data, errors } = await askEntities(gateway, fields, [toAgent(email)])
    expect(errors).toBeUndefined()
    expect(data._entities).toEqual([
      {
        __typename: 'Agent',
        email,
        name: email,
        sources: [],
        report: {
          total: null,
          bySource: [],
          isPartial: false,
          gaps: ['support', 'sales'].map((id) => ({ source: { id }, code: 'NOT_FOUND' })),
        },
      },
    ])
  })

  it('whose address is written in capitals is the same person, with the same figures in both products', async () => {
    const fields = `... on Agent { name sources { id } ${writeReport()} }`
    const addresses = ['ada.obi@demo.example', 'ADA.Obi@DEMO.example']
    const { data, errors } = await askEntities(gateway, fields, addresses.map(toAgent))
    expect(errors).toBeUndefined()
    const [small, capital] = data._entities
    expect(capital).toEqual(small)
    expect(small.sources).toEqual([{ id: 'support' }, { id: 'sales' }])
    expect(small.report.bySource).toHaveLength(2)
    for (const { total } of small.report.bySource) expect(total).toBeGreaterThan(0)
  })
})

describe('the names of teams and inboxes by id', () => {
  const places = [1, 2, 1, 999].flatMap((number) =>
    ['Team', 'Inbox'].map((__typename) => ({ __typename, id: `support:${__typename.toLowerCase()}:${number}` })),
  )
  const select = (fields: string) => `... on Team { ${fields} } ... on Inbox { ${fields} }`

  it('are one list for many, and the id where there is no name', async () => {
    const { data, errors } = await askEntities(gateway, select('id name'), places)
    expect(errors).toBeUndefined()
    expect(upstreams.countCalls()).toEqual({ '/teams': 1, '/inboxes': 1 })
    const lists = await gateway.query('{ source(id: "support") { teams { id name } inboxes { id name } } }')
    const { teams, inboxes } = lists.data.source
    const named = [
      ...teams.map((team: object) => ({ __typename: 'Team', ...team })),
      ...inboxes.map((inbox: object) => ({ __typename: 'Inbox', ...inbox })),
    ]
    const unknown = places.slice(-2).map((place) => ({ ...place, name: place.id }))
    expect(new Set(data._entities.slice(-2))).toEqual(new Set(unknown))
    expect(named).toEqual(expect.arrayContaining(data._entities.slice(0, -2)))
  })

  it('are not read unless selected', async () => {
    const { data } = await askEntities(gateway, select('id source { name }'), places)
    expect(data._entities).toEqual(places.map((place) => ({ ...place, source: { name: 'Support' } })))
    expect(upstreams.countCalls()).toEqual({})
  })
})
