import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoUpstream } from '../src/demo/upstream.ts'
import { startChatwootSource, startGateway, startLiveChatSource, type TestGateway } from './support/gateway.ts'
import { inventChatwootRows, inventLiveChatEvents } from './support/invented.ts'

const now = Date.parse('2026-11-20T12:20:00Z')
const invented = inventChatwootRows(now)
const inventedChats = inventLiveChatEvents(now)

/** One agent is written otherwise in Chatwoot, one in LiveChat, and one works for Chatwoot alone. */
const chats = {
  ...inventedChats,
  agents: inventedChats.agents.map((agent) => ({ ...agent, login: agent.login.replace('ada.obi@', 'Ada.Obi@') })),
}
const rows = {
  ...invented,
  agents: [
    ...invented.agents.map((agent) => ({ ...agent, email: agent.email.replace('ewa.nowak@', 'Ewa.Nowak@') })),
    { id: 77, name: 'Zoe Alone', email: 'zoe@demo.example', role: 'agent' as const },
  ],
}

let gateway: TestGateway
let upstreams: readonly DemoUpstream[]

beforeAll(async () => {
  const [support, chatwoot] = await startChatwootSource(rows, now)
  const [sales, livechat] = await startLiveChatSource(chats, now)
  upstreams = [chatwoot, livechat]
  gateway = startGateway([support, sales], () => now)
})

afterAll(async () => {
  await gateway.close()
  await Promise.all(upstreams.map((upstream) => upstream.close()))
})

async function ask(fields: string) {
  const { data, errors } = await gateway.query(`{ sources { id ${fields} } }`)
  expect(errors).toBeUndefined()
  const [support, sales] = data.sources
  return { support, sales }
}

const sorted = <T>(list: readonly T[], key: (one: T) => string) =>
  list.toSorted((one, other) => (key(one) < key(other) ? -1 : 1))
const places = (source: string, kind: string, list: readonly { readonly id: number; readonly name: string }[]) =>
  list.map(({ id, name }) => ({ id: `${source}:${kind}:${id}`, name, source: { id: source } }))

describe('a source returns', () => {
  it.each([
    ['teams', 'team', rows.teams, chats.groups.filter(({ id }) => id !== 0)],
    ['inboxes', 'inbox', rows.inboxes, []],
    ['goals', 'goal', [], chats.goals],
    ['greetings', 'greeting', [], chats.greetingRules],
  ] as const)('its %s, with the ids that filters take', async (list, kind, ofSupport, ofSales) => {
    const { support, sales } = await ask(`${list} { id name source { id } }`)
    const byId = ({ id }: { readonly id: string }) => id
    expect(sorted(support[list], byId)).toEqual(sorted(places('support', kind, ofSupport), byId))
    expect(sorted(sales[list], byId)).toEqual(sorted(places('sales', kind, ofSales), byId))
  })

  it('its tags by name', async () => {
    const { support, sales } = await ask('tags')
    const byItself = (name: string) => name
    expect(sorted(support.tags, byItself)).toEqual(
      sorted(
        rows.labels.map(({ title }) => title),
        byItself,
      ),
    )
    expect(sorted(sales.tags, byItself)).toEqual(
      sorted(
        chats.tags.map(({ name }) => name),
        byItself,
      ),
    )
  })

  it('its agents with their names, and their addresses in lower case', async () => {
    const { support, sales } = await ask('agents { email name }')
    const byEmail = ({ email }: { readonly email: string }) => email
    expect(sorted(support.agents, byEmail)).toEqual(
      sorted(
        rows.agents.map(({ email, name }) => ({ email: email.toLowerCase(), name })),
        byEmail,
      ),
    )
    expect(sorted(sales.agents, byEmail)).toEqual(
      sorted(
        chats.agents.map(({ login, name }) => ({ email: login.toLowerCase(), name })),
        byEmail,
      ),
    )
  })

  it('that it answers, its version where there is one, and when that was', async () => {
    const status = { isReachable: true, lastError: null, checkedAt: '2026-11-20T12:20:00+00:00' }
    expect(await ask('status { isReachable version lastError checkedAt }')).toMatchObject({
      support: { status: { ...status, version: expect.stringMatching(/^\d+\.\d+\.\d+$/) } },
      sales: { status: { ...status, version: null } },
    })
  })

  it('no secret of its inboxes', async () => {
    const response = await fetch(`${upstreams[0]?.url}/api/v1/accounts/1/inboxes`, {
      headers: { 'api-access-token': 'test-token' },
    })
    expect(await response.text()).toContain('invented-secret-of-inbox-1')
    expect(
      JSON.stringify(
        await ask(
          'inboxes { id name report(metric: CONVERSATIONS, scope: { range: { preset: YESTERDAY } }) { total } }',
        ),
      ),
    ).not.toContain('secret')
    const { errors } = await gateway.query('{ sources { inboxes { hmacToken } } }')
    expect(errors?.[0]?.message).toMatch('Cannot query field')
  })
})

describe('a person', () => {
  it('is one in all sources that know the e-mail address, in any case', async () => {
    const { support, sales } = await ask('agents { email name sources { id } }')
    const find = (list: readonly { readonly email: string }[], email: string) =>
      list.find((agent) => agent.email.toLowerCase() === email)
    const both = [{ id: 'support' }, { id: 'sales' }]
    for (const email of ['ewa.nowak@demo.example', 'ada.obi@demo.example'])
      for (const agents of [support.agents, sales.agents]) expect(find(agents, email)).toMatchObject({ sources: both })
    expect(find(support.agents, 'zoe@demo.example')).toMatchObject({ name: 'Zoe Alone', sources: [{ id: 'support' }] })
  })

  it('whom no source lists any more keeps the e-mail address as name, and has no sources', async () => {
    const { data } = await gateway.query(`{
      ranking(first: 100, scope: { range: { days: { first: "2026-03-01", last: "2026-04-30" } }, timeZone: "America/New_York" }) {
        entries { agent { email name sources { id } } }
      }
    }`)
    const agents = data.ranking.entries.map((entry: { readonly agent: object }) => entry.agent)
    expect(agents).toContainEqual({ email: 'ines.costa@demo.example', name: 'ines.costa@demo.example', sources: [] })
    expect(agents).toContainEqual(expect.objectContaining({ email: 'ada.obi@demo.example', name: 'Ada Obi' }))
  })
})
