import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SourceConfig } from '../src/config/config.ts'
import type { DemoUpstream } from '../src/demo/upstream.ts'
import { startChatwootSource, startGateway, startLiveChatSource, type TestGateway } from './support/gateway.ts'
import { inventChatwootRows, inventLiveChatEvents } from './support/invented.ts'

const now = Date.parse('2026-11-20T12:20:00Z')
const minute = 60_000
let upstreams: readonly DemoUpstream[]
let sources: readonly SourceConfig[]
let gateway: TestGateway
let before: readonly number[]

beforeAll(async () => {
  const [support, chatwoot] = await startChatwootSource(inventChatwootRows(now), now)
  const [sales, livechat] = await startLiveChatSource(inventLiveChatEvents(now), now)
  upstreams = [chatwoot, livechat]
  sources = [support, sales]
})

afterAll(() => Promise.all(upstreams.map((upstream) => upstream.close())))

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now })
  gateway = startGateway(sources, Date.now)
  before = upstreams.map(({ requests }) => requests.length)
})

afterEach(async () => {
  vi.useRealTimers()
  await gateway.close()
})

/** The last words of the paths that this test called, at either source. */
const calls = () =>
  upstreams
    .flatMap(({ requests }, place) => requests.slice(before[place]))
    .map(({ path }) => path.split('/').at(-1))
    .sort()

const lists = '{ sources { agents { name } teams { name } inboxes { name } tags goals { name } greetings { name } } }'
/** LiveChat ranks its agents without being told who they are. */
const ranking = (fields: string) =>
  `query ($scope: ReportScope! = { range: { preset: LAST_MONTH }, timeZone: "America/New_York", filter: { sources: ["sales"] } }) {
    ranking(scope: $scope) { entries { ${fields} } }
  }`

describe('a list', () => {
  const once = ['agents', 'agents', 'goals', 'greetings', 'groups', 'inboxes', 'labels', 'tags', 'teams']

  it('is read once in five minutes, and then again', async () => {
    const first = await gateway.query(lists)
    expect(first.errors).toBeUndefined()
    expect(calls()).toEqual(once)
    vi.setSystemTime(now + 5 * minute - 1)
    expect(await gateway.query(lists)).toEqual(first)
    expect(calls()).toEqual(once)
    vi.setSystemTime(now + 5 * minute)
    expect(await gateway.query(lists)).toEqual(first)
    expect(calls()).toEqual([...once, ...once].sort())
  })

  it('is read once for operations that ask at the same time', async () => {
    await Promise.all(Array.from({ length: 20 }, () => gateway.query(lists)))
    expect(calls()).toEqual(once)
  })

  it('is the same that filters look agents up in', async () => {
    await gateway.query('{ source(id: "support") { agents { email } } }')
    const scope =
      '{ range: { preset: YESTERDAY }, filter: { sources: ["support"], agentEmail: "ada.obi@demo.example" } }'
    const { errors } = await gateway.query(`{ report(metric: CONVERSATIONS, scope: ${scope}) { total } }`)
    expect(errors).toBeUndefined()
    expect(calls()).toEqual(['agents', 'reports'])
  })
})

describe('names', () => {
  it('of ranked agents are not read unless selected', async () => {
    const { errors } = await gateway.query(ranking('agent { email } score'))
    expect(errors).toBeUndefined()
    expect(calls()).toEqual(['ranking'])
  })

  it.each(['name', 'sources { id }', 'name sources { id }'])(
    'are one list a source when selected: %s',
    async (fields) => {
      const { errors } = await gateway.query(ranking(`agent { ${fields} }`))
      expect(errors).toBeUndefined()
      expect(calls().filter((path) => path === 'agents')).toHaveLength(2)
    },
  )
})

it('the status is asked anew each time', async () => {
  for (const round of [1, 2]) {
    await gateway.query('{ sources { status { isReachable } } }')
    expect(calls()).toHaveLength(2 * round)
  }
})

describe('first', () => {
  const scope = '{ range: { preset: LAST_MONTH } }'
  const withFirst = (first: number) => [
    `ranking(scope: ${scope}, first: ${first}) { hasMore }`,
    `report(metric: CONVERSATIONS, scope: ${scope}) { breakdown(by: AGENT, first: ${first}) { hasMore } }`,
  ]

  it.each([-1, 0, 501].flatMap(withFirst))(
    'out of range is an error, and sends no upstream call: %s',
    async (field) => {
      const { errors } = await gateway.query(`{ ${field} }`)
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'first' } }])
      // These calls are sent after any of the refused field, to both sources.
      await gateway.query('{ sources { status { isReachable } } }')
      expect(calls()).toHaveLength(2)
    },
  )

  it.each([1, 500].flatMap(withFirst))('in range is taken: %s', async (field) => {
    expect((await gateway.query(`{ ${field} }`)).errors).toBeUndefined()
  })
})
