import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chatwootSource, liveChatSource, startGateway, type TestGateway } from './support/gateway.ts'
import { json, type RawUpstream, startRawUpstream } from './support/raw-upstream.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const addresses = ["o'neil@x", 'bo+vip@x', 'a/../b?c=d#e&f@x', '%2f@x']
let upstream: RawUpstream
let gateway: TestGateway
let before: number

beforeAll(async () => {
  upstream = await startRawUpstream(({ path, query }) => {
    if (path.endsWith('/agents')) return json(addresses.map((login, id) => ({ id, login, email: login, name: login })))
    return json({ [query.get('date_from') ?? '']: { chats: 7 } })
  })
  gateway = startGateway([liveChatSource(upstream.url), chatwootSource(upstream.url)], () => now)
})

afterAll(() => Promise.all([gateway.close(), upstream.close()]))

beforeEach(() => {
  before = upstream.requests.length
})

const yesterday = '2026-11-19'
const ask = (filter: object) =>
  gateway.query('query ($scope: ReportScope!) { report(metric: CONVERSATIONS, scope: $scope) { total } }', {
    scope: { range: { preset: 'YESTERDAY' }, timeZone: 'America/New_York', filter },
  })

describe('Arguments reach URLs through URLSearchParams alone: a value that is not an id is rejected, without an upstream call', () => {
  const foreign = [
    '1/../../evil',
    '1?x=y#',
    'a&b=c',
    '1\r\nHost: evil',
    '1\n',
    '１２',
    '%2f',
    '%31',
    '1%00',
    '-1',
    '1.0',
    '1e3',
    ' 1',
    '0x1',
    '',
  ]
  const places = ['team', 'inbox', 'goal', 'greeting'].flatMap((filter) => [
    [filter, 'support'] as const,
    [filter, 'sales'] as const,
  ])

  it.each(places)('as the filter %s of %s', async (filter, source) => {
    for (const id of foreign) {
      const { data, errors } = await ask({ [filter]: `${source}:${id}` })
      expect({ id, data, error: errors?.[0]?.extensions }).toEqual({
        id,
        data: { report: null },
        error: { code: 'BAD_USER_INPUT', argument: `scope.filter.${filter}` },
      })
    }
    expect(upstream.requests).toHaveLength(before)
  })

  it.each(['Team', 'Inbox'])('as the entity %s', async (__typename) => {
    const representations = foreign.map((id) => ({ __typename, id: `sales:${id}` }))
    const { data, errors } = await gateway.query(
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Team { name } ... on Inbox { name } } }',
      { representations },
    )
    expect(data._entities).toEqual(foreign.map(() => null))
    expect(errors).toHaveLength(foreign.length)
    expect(upstream.requests).toHaveLength(before)
  })

  it.each(['a@x\r\nHost: evil', 'a b@x', 'a@x\u0000', 'a@@x', '@x', 'a@', '１２', ''])(
    'as the address %j',
    async (agentEmail) => {
      const { errors } = await ask({ agentEmail })
      expect(errors?.[0]?.extensions?.argument).toBe('scope.filter.agentEmail')
      expect(upstream.requests).toHaveLength(before)
    },
  )

  it.each(['vip\r\nHost: evil', 'vip\u0000', ' ', '', 'x'.repeat(201)])('as the tag %j', async (tag) => {
    const { errors } = await ask({ tags: [tag] })
    expect(errors?.[0]?.extensions?.argument).toBe('scope.filter.tags')
    expect(upstream.requests).toHaveLength(before)
  })
})

describe('Arguments reach URLs through URLSearchParams alone: a valid value arrives byte for byte', () => {
  it.each<[object, string, string]>([
    ...addresses.map((agentEmail): [object, string, string] => [{ agentEmail }, 'agent', agentEmail]),
    ...['tag[]', '100%', 'a&b=c', '1/../../evil', '1?x=y#', '%2f', '１２', "it's", 'žluťoučký kůň', '<b>'].map(
      (tag): [object, string, string] => [{ tags: [tag] }, 'tag[]', tag],
    ),
    [{ team: 'sales:team:0' }, 'group', '0'],
    [{ team: 'sales:team:012' }, 'group', '12'],
  ])('%j', async (filter, parameter, value) => {
    const { data } = await ask({ ...filter, sources: ['sales'] })
    expect(data.report.total).toBe(7)
    const { path, query } = upstream.requests.at(-1) ?? {}
    expect(path).toMatch(/^\/reports\/chats\/total_chats$/)
    expect(Object.fromEntries(query ?? [])).toEqual({
      date_from: yesterday,
      date_to: yesterday,
      timezone: 'America/New_York',
      group_by: 'day',
      [parameter]: value,
    })
  })
})
