import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Config, SourceConfig } from '../../src/config/config.ts'
import { createGateway } from '../../src/gateway/create-gateway.ts'
import { registry } from '../../src/provider/registry.ts'
import { createEndpoint } from '../../src/server/endpoint.ts'
import { type ChangingChats, startChangingChats } from '../support/changing-chats.ts'
import { schema, toTestConfig } from '../support/gateway.ts'
import { json } from '../support/raw-upstream.ts'
import { sharedTelemetry } from '../support/telemetry.ts'

const noon = Date.parse('2026-11-20T12:00:00Z')
const second = 1_000
const minute = 60 * second
const day = 24 * 60 * minute

const closings: (() => Promise<void>)[] = []
let clock = noon
let chats: ChangingChats

beforeEach(async () => {
  clock = noon
  chats = await startChangingChats()
  closings.push(chats.upstream.close)
})

afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close()
})

interface Asked {
  /** In place of all but the headers. */
  readonly body?: string
  readonly query?: string
  readonly operationName?: string
  readonly variables?: object
  readonly headers?: Readonly<Record<string, string>>
}

interface Gateway {
  readonly ask: (asked?: Asked) => Promise<{ readonly status: number; readonly type: string; readonly text: string }>
  /** How many questions were answered by execution since the last count. */
  readonly countExecuted: () => number
}

function start(settings: Partial<Config> = {}, sources: readonly SourceConfig[] = [chats.source]): Gateway {
  const config = toTestConfig(sources, settings)
  const gateway = createGateway(config, registry, () => clock, sharedTelemetry.observer)
  closings.push(gateway.close)
  let executed = 0
  const endpoint = createEndpoint({
    ...config,
    schema,
    clock: () => clock,
    telemetry: sharedTelemetry,
    authenticate: gateway.authenticate,
    createContext(...asked) {
      executed += 1
      return gateway.createContext(...asked)
    },
  })
  return {
    async ask({ headers = {}, body, ...asked } = {}) {
      const response = await endpoint.fetch('http://gateway/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: body ?? JSON.stringify({ query: week, ...asked }),
      })
      const type = response.headers.get('content-type') ?? ''
      return { status: response.status, type, text: await response.text() }
    },
    countExecuted() {
      const count = executed
      executed = 0
      return count
    },
  }
}

const report = (range: string, fields = 'total buckets { start value } asOf', filter = '') =>
  `report(metric: CONVERSATIONS, scope: { range: { ${range} }, timeZone: "Europe/Warsaw" ${filter} }) { ${fields} }`

const week = `{ ${report('last: "P7D"')} }`
/** Days so long over that their rows are fresh for a week. */
const lastMonth = `{ ${report('days: { first: "2026-10-01", last: "2026-10-07" }')} }`

const isKept = async ({ ask, countExecuted }: Gateway, asked?: Asked): Promise<boolean> => {
  countExecuted()
  await ask(asked)
  return countExecuted() === 0
}

describe('an equal request', () => {
  it('An equal request gets the cached text, without execution or an upstream call.', async () => {
    const gateway = start()
    const first = await gateway.ask()
    expect(JSON.parse(first.text).data.report.total).toBe(7)
    expect(gateway.countExecuted()).toBe(1)
    chats.count = 2
    clock += 29 * second
    expect(await gateway.ask()).toEqual(first)
    expect(gateway.countExecuted()).toBe(0)
    expect(chats.upstream.requests).toHaveLength(1)
  })

  const variables = { scope: { range: { last: 'P7D' }, timeZone: 'Europe/Warsaw', filter: { sources: ['sales'] } } }
  const query = `query one($scope: ReportScope!) { report(metric: CONVERSATIONS, scope: $scope) { total } }
    query other($scope: ReportScope!) { report(metric: CONVERSATIONS, scope: $scope) { total unit } }`
  const asked: Asked = { query, variables, operationName: 'one', headers: { authorization: 'Bearer one' } }
  const { range, ...scope } = variables.scope

  it.each<[string, boolean, Asked]>([
    [
      'has the members of its variables in another order',
      true,
      { ...asked, variables: { scope: { ...scope, range } } },
    ],
    ['has other variables', false, { ...asked, variables: { scope: { ...variables.scope, timeZone: 'UTC' } } }],
    ['names another operation', false, { ...asked, operationName: 'other' }],
    ['has another document', false, { ...asked, query: `${query} ` }],
    ['is asked by somebody else', false, { ...asked, headers: { authorization: 'Bearer two' } }],
    ['is asked by nobody', false, { ...asked, headers: {} }],
    [
      'is to be answered in another form',
      false,
      { ...asked, headers: { ...asked.headers, accept: 'application/graphql-response+json' } },
    ],
    ['asks for its cost', false, { ...asked, headers: { ...asked.headers, 'x-gateway-debug': 'upstream' } }],
  ])('A request is answered from the cache if it %s: %s.', async (_, expected, other) => {
    const gateway = start()
    await gateway.ask(asked)
    expect(await isKept(gateway, asked)).toBe(true)
    expect(await isKept(gateway, other)).toBe(expected)
  })

  it('A cached response has the media type that the request accepts.', async () => {
    const gateway = start()
    const headers = { accept: 'application/graphql-response+json' }
    const [first, second] = [await gateway.ask({ headers }), await gateway.ask({ headers })]
    expect(gateway.countExecuted()).toBe(1)
    expect(first.type).toContain('application/graphql-response+json')
    expect(second).toEqual(first)
  })

  it('A request for its own cost is executed.', async () => {
    const gateway = start()
    await gateway.ask()
    const headers = { 'x-gateway-debug': 'upstream' }
    for (const _ of ['first', 'second'])
      expect(JSON.parse((await gateway.ask({ headers })).text).extensions.upstream).toEqual({
        calls: 0,
        rows: 7,
        cached: 7,
      })
  })
})

describe('a response is cached', () => {
  it.each<[string, string, number, number]>([
    ['today is in it', week, noon, 30 * second],
    ['its last day is not settled', `{ ${report('preset: YESTERDAY')} }`, noon + 5 * minute, 10 * minute],
    ['all its days are settled', lastMonth, noon + minute, 14 * minute],
    ['an hour may begin', week, noon + 15 * minute - 10 * second, 10 * second],
    ['nothing was asked of any source', '{ metrics { metric } sources { name } }', noon + 14 * minute, minute],
  ])(
    'A response is cached for the expected time if %s: %s, requested at %d, for %d ms.',
    async (_, query, now, length) => {
      clock = now
      const gateway = start()
      await gateway.ask({ query })
      clock = now + length - 1
      expect(await isKept(gateway, { query })).toBe(true)
      clock = now + length
      expect(await isKept(gateway, { query })).toBe(false)
      expect(await isKept(gateway, { query })).toBe(true)
    },
  )

  it('A response is cached until its oldest row is no longer fresh.', async () => {
    const gateway = start()
    await gateway.ask({ query: `{ ${report('preset: TODAY')} }` })
    clock += 20 * second
    await gateway.ask()
    clock += 9 * second
    expect(await isKept(gateway)).toBe(true)
    clock += second
    expect(await isKept(gateway)).toBe(false)
  })

  it('A response is not cached after the clock was set back.', async () => {
    const gateway = start()
    await gateway.ask()
    clock -= minute
    expect(await isKept(gateway)).toBe(false)
  })

  it('A response with an error is not cached.', async () => {
    const gateway = start()
    const query = '{ report(metric: CONVERSATIONS, scope: { range: { last: "P0D" } }) { total } }'
    expect((await gateway.ask({ query })).text).toContain('"errors"')
    expect(await isKept(gateway, { query })).toBe(false)
  })

  it('A response with the current status of a source is not cached.', async () => {
    const gateway = start()
    const query = '{ sources { status { isReachable } } }'
    expect((await gateway.ask({ query })).text).toContain('"isReachable":true')
    expect(await isKept(gateway, { query })).toBe(false)
  })

  const ofAnna = `{ ${report('days: { first: "2026-10-01", last: "2026-10-07" }', 'total', 'filter: { agentEmail: "anna@test.example" }')} }`

  it.each<[string, string]>([
    ['is a list of the account', '{ sources { agents { email } } }'],
    ['holds a name from a list', '{ sources { agents { name } } }'],
    ['is narrowed to somebody on a list', ofAnna],
  ])('A response is cached until its list is no longer fresh if it %s: %s.', async (_, query) => {
    const gateway = start()
    expect((await gateway.ask({ query })).text).not.toContain('"errors"')
    clock += 4 * minute
    expect(await isKept(gateway, { query })).toBe(true)
    clock += minute
    expect(await isKept(gateway, { query })).toBe(false)
  })

  it('A response is not cached if a list has failed.', async () => {
    const gateway = start()
    chats.list = () => json({}, 500)
    expect((await gateway.ask({ query: ofAnna })).text).toBe('{"data":{"report":{"total":7}}}')
    expect(await isKept(gateway, { query: ofAnna })).toBe(false)
  })

  it.each([401, 403, 500])('A response is not cached if a source has failed with %d.', async (status) => {
    const failing = await startChangingChats({ id: 'failing' })
    closings.push(failing.upstream.close)
    failing.answer = () => json({}, status)
    const gateway = start({}, [chats.source, failing.source])
    const query = `{ ${report('last: "P7D"', 'total isPartial')} }`
    expect(JSON.parse((await gateway.ask({ query })).text).data.report).toEqual({ total: 7, isPartial: true })
    expect(await isKept(gateway, { query })).toBe(false)
  })

  it('A response with a permanent gap is cached.', async () => {
    const gateway = start()
    const query = `{ ${report('last: "P7D"', 'total gaps { code }', 'filter: { inbox: "sales:inbox:1" }')} }`
    expect((await gateway.ask({ query })).text).toContain('FILTER_UNSUPPORTED')
    expect(await isKept(gateway, { query })).toBe(true)
  })

  it('A response with stale figures is not cached.', async () => {
    const gateway = start()
    await gateway.ask()
    clock += minute
    chats.answer = () => json({}, 500)
    expect((await gateway.ask()).text).toContain('"total":7')
    chats.answer = (counted) => counted
    expect(await isKept(gateway)).toBe(false)
    expect(await isKept(gateway)).toBe(true)
  })

  it('A response whose rows are revalidated is not cached.', async () => {
    const gateway = start()
    await gateway.ask({ query: lastMonth })
    clock += 8 * day
    await gateway.ask({ query: lastMonth })
    expect(await isKept(gateway, { query: lastMonth })).toBe(false)
    await expect.poll(() => isKept(gateway, { query: lastMonth })).toBe(true)
  })

  it('A response is not cached outside production, where it has its cost.', async () => {
    const gateway = start({ isProduction: false })
    await gateway.ask()
    expect(await isKept(gateway)).toBe(false)
  })

  it('An incremental response is not cached.', async () => {
    const gateway = start()
    const asked = {
      query: `{ metrics { metric } ... @defer { ${report('last: "P7D"')} } }`,
      headers: { accept: 'multipart/mixed' },
    }
    expect((await gateway.ask(asked)).text).toContain('"hasNext":true')
    expect(await isKept(gateway, asked)).toBe(false)
  })
})
