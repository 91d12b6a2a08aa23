import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { askEntities, toAgent } from './support/ask-entities.ts'
import { type CountedSources, startCountedSources } from './support/counted-sources.ts'
import { startGateway, type TestGateway } from './support/gateway.ts'
import { inventChatwootRows, inventLiveChatEvents } from './support/invented.ts'

const now = Date.parse('2026-11-20T12:20:00Z')
let upstreams: CountedSources
let gateway: TestGateway

beforeAll(async () => {
  upstreams = await startCountedSources(inventChatwootRows(now), inventLiveChatEvents(now), now, 'America/New_York')
  gateway = startGateway(upstreams.sources, () => now)
})

beforeEach(() => void upstreams.countCalls())

afterAll(async () => {
  await gateway.close()
  await upstreams.close()
})

describe('a malformed representation is one null entity with an error, and the others are returned', () => {
  const [first, last] = [toAgent('ada.obi@demo.example'), { __typename: 'Team', id: 'support:team:1' }]
  const fields = '... on Agent { email } ... on Team { id } ... on Inbox { id } ... on Source { id }'

  it.each<[string, unknown, string]>([
    ['no key', { __typename: 'Agent' }, 'email'],
    ['the key of another type', { __typename: 'Team', email: 'ada.obi@demo.example' }, 'id'],
    ['a number as address', { __typename: 'Agent', email: 7 }, 'email'],
    ['a number as id', { __typename: 'Team', id: 1 }, 'id'],
    ['null as address', { __typename: 'Agent', email: null }, 'email'],
    ['an object as address', { __typename: 'Agent', email: { toString: 1 } }, 'email'],
    ['a list as id', { __typename: 'Team', id: ['support:team:1'] }, 'id'],
    ['an empty address', toAgent(''), 'email'],
    ['an address that is none', toAgent('ada.obi'), 'email'],
    ['an address of 300 characters', toAgent(`${'a'.repeat(287)}@demo.example`), 'email'],
    ['an address of two lines', toAgent('ada.obi@demo.example\r\nX: y'), 'email'],
    ['an id that is a path', { __typename: 'Team', id: 'support:team:1/../x' }, 'id'],
    ['an id without its source', { __typename: 'Inbox', id: '1' }, 'id'],
    ['a team of an unknown source', { __typename: 'Team', id: 'nowhere:team:1' }, 'id'],
    ['an unknown source', { __typename: 'Source', id: 'nowhere' }, 'id'],
    ['what every object has as source', { __typename: 'Source', id: 'constructor' }, 'id'],
    ['an empty object', {}, '__typename'],
    ['a string', 'Agent', '__typename'],
    ['a number', 7, '__typename'],
    ['true', true, '__typename'],
    ['a list', [first], '__typename'],
    ['an unknown type', { __typename: 'Employee', id: '1' }, '__typename'],
    ['a type that is no entity', { __typename: 'Goal', id: 'sales:1' }, '__typename'],
    ['what every object has as type', { __typename: '__proto__' }, '__typename'],
    [
      'an entity as prototype',
      JSON.parse('{ "__proto__": { "__typename": "Agent", "email": "a@b.c" } }'),
      '__typename',
    ],
    ['an object as type', { __typename: { toString: 1, valueOf: 1 } }, '__typename'],
    ['a list as type', { __typename: ['Agent'], email: 'ada.obi@demo.example' }, '__typename'],
  ])('%s', async (_, malformed, argument) => {
    const { data, errors } = await askEntities(gateway, fields, [first, malformed, last])
    expect(data._entities).toEqual([first, null, last])
    expect(errors).toEqual([
      {
        message: expect.stringContaining(`representations.${argument}: `),
        path: ['_entities', 1],
        locations: expect.anything(),
        extensions: { code: 'BAD_USER_INPUT', argument: `representations.${argument}` },
      },
    ])
    expect(errors?.[0]?.message.length).toBeLessThan(200)
    expect(upstreams.countCalls()).toEqual({})
  })

  it('a null representation rejects the whole request, because the type of the argument is not nullable', async () => {
    const { data, errors } = await askEntities(gateway, '... on Agent { email }', [first, null])
    expect(data).toBeUndefined()
    expect(errors).toMatchObject([{ message: expect.stringContaining('representations[1]') }])
    expect(upstreams.countCalls()).toEqual({})
  })
})

describe('a request of a router for many entities', () => {
  const toAgents = (count: number) =>
    Array.from({ length: count }, (_, index) => toAgent(`person.${index}@demo.example`))

  it('accepts 1,000 representations, and needs one list per source', async () => {
    const { data, errors } = await askEntities(gateway, '... on Agent { name }', toAgents(1000))
    expect(errors).toBeUndefined()
    expect(data._entities).toEqual(toAgents(1000).map(({ __typename, email }) => ({ __typename, name: email })))
    expect(upstreams.countCalls()).toEqual({ '/agents': 2 })
  })

  it('rejects 1,001 representations with both numbers, before any call', async () => {
    const { data, errors } = await askEntities(gateway, '... on Agent { name sources { id } }', toAgents(1001))
    expect(data).toBeUndefined()
    expect(errors).toEqual([
      {
        message:
          'The operation needs 1001 representations; at most 1000 are allowed. Split it into smaller operations.',
        extensions: { code: 'COST_LIMIT', cost: { representations: 1001, limit: 1000 } },
      },
    ])
    expect(upstreams.countCalls()).toEqual({})
  })
})
