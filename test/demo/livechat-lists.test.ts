import { describe, expect, it } from 'vitest'
import { people } from '../../src/demo/people.ts'
import { ask, at, request, signedIn, twoDays } from './livechat-organisation.ts'

const [ann, bob] = twoDays.agents
const now = () => at('10T15:00') * 1000

const agent = (name: string, status: string) => ({
  name,
  permission: 'normal',
  avatar: '',
  login: `${name.toLowerCase()}@shop.example`,
  status,
})
const tag = (name: string, group: number, inChats: number, inTickets: number) => ({
  name,
  author: ann?.login,
  creation_date: at('10T08:00'),
  count: { inChats, inTickets },
  group,
})
const goal = (id: number, name: string) => ({ id, name, active: 1, type: 'url' })
const greeting = (id: number, name: string) => ({ id, active: true, name, rules: [], properties: {} })

describe('the demo LiveChat lists', () => {
  it.each([
    ['/agents', [agent('Ann', 'offline'), agent('Bob', 'accepting chats')]],
    ['/agents?status=accepting+chats', [agent('Bob', 'accepting chats')]],
    ['/agents?status=offline', [agent('Ann', 'offline')]],
    ['/agents?status=not%20accepting%20chats', []],
    [
      '/groups',
      [
        { id: 0, name: 'All operators', language: 'en', status: 'accepting chats' },
        { id: 1, name: 'Sales', language: 'en', status: 'accepting chats', agents: [ann?.login, bob?.login] },
        { id: 2, name: 'Support', language: 'en', status: 'accepting chats', agents: [bob?.login] },
      ],
    ],
    ['/tags', [tag('vip', 1, 2, 1), tag('billing', 0, 2, 0)]],
    ['/tags?group=1', [tag('vip', 1, 2, 1)]],
    ['/tags?group=2', []],
    ['/goals', [goal(71, 'Purchase'), goal(72, 'Trial')]],
    ['/goals?type=url', [goal(71, 'Purchase'), goal(72, 'Trial')]],
    ['/goals?type=api', []],
    ['/greetings', [greeting(8, 'Pricing'), greeting(9, 'Cart')]],
    ['/greetings?group=2', [greeting(8, 'Pricing')]],
    ['/greetings?group=1', []],
  ])('%s', async (path, list) => {
    expect(await ask(path, { now })).toEqual(list)
  })

  it.each([
    ['/agents?status=away', 400, 'status must be one of accepting chats, not accepting chats, offline'],
    ['/goals?type=page', 400, 'type must be one of url, custom_variable, api, sales_tracker'],
    ['/tags?group=3', 404, 'group does not exist'],
    ['/greetings?group=3', 404, 'group does not exist'],
  ])('%s: %i', async (path, status, error) => {
    expect(await request(path, signedIn)).toEqual({ status, body: { error } })
  })
})

describe('one agent of the demo LiveChat', () => {
  it('has groups, a limit of chats, and the end of the latest shift', async () => {
    expect(await ask('/agents/bob@shop.example')).toEqual({
      ...agent('Bob', 'offline'),
      groups: [
        { id: 1, name: 'Sales' },
        { id: 2, name: 'Support' },
      ],
      max_chats_count: 6,
      last_logout: at('11T06:00'),
    })
  })

  it('has never logged out during the first shift', async () => {
    expect(await ask('/agents/bob@shop.example', { now })).toMatchObject({ status: 'accepting chats', last_logout: 0 })
  })

  it.each(people)('is found by the login as it is and as it is encoded: $email', async ({ name, email }) => {
    const events = { ...twoDays, agents: [{ login: email, name, groups: [1] }] }
    for (const login of [email, encodeURIComponent(email), email.replaceAll("'", '%27')]) {
      expect(await ask(`/agents/${login}`, { events })).toMatchObject({ name, login: email })
    }
  })

  it.each(['nobody@shop.example', '%ff', '%', '0'])('is not found as %s', async (login) => {
    expect(await request(`/agents/${login}`, signedIn)).toEqual({ status: 404, body: { error: 'Not found' } })
  })

  it('is not returned without credentials', async () => {
    expect(await request('/agents/bob@shop.example', {})).toMatchObject({ status: 401 })
  })
})
