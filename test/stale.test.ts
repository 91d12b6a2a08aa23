import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Config } from '../src/config/config.ts'
import { now as fixturesNow } from './provider/fixtures.ts'
import { fixtures } from './provider/fixtures-livechat.ts'
import { type ChangingChats, startChangingChats } from './support/changing-chats.ts'
import { openGate } from './support/gate.ts'
import { chatwootSource, liveChatSource, startGateway, type TestGateway } from './support/gateway.ts'
import { json, type RawAnswer, startRawUpstream } from './support/raw-upstream.ts'
import { defaultAges } from './support/store-ages.ts'

const noon = Date.parse('2026-11-20T12:00:00Z')
const minute = 60_000
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

function start(settings: Partial<Config> = {}, sources = [chats.source]): TestGateway {
  const gateway = startGateway(sources, () => clock, settings)
  closings.push(gateway.close)
  return gateway
}

const report = (range = 'last: "P7D"') =>
  `report(metric: CONVERSATIONS, scope: { range: { ${range} }, timeZone: "Europe/Warsaw" }) {
     total isPartial gaps { code } warnings { code message } asOf }`

/** The report over seven days, or the code of its failure. */
async function ask(gateway: TestGateway) {
  const { data, errors } = await gateway.query(`{ ${report()} }`)
  return data.report ?? errors?.[0]?.extensions?.code
}

const fresh = { total: 7, isPartial: false, gaps: [], warnings: [] }
const message = 'the source does not respond; earlier figures are used, the oldest from 2026-11-20T13:00:00+01:00'
const stale = { ...fresh, warnings: [{ code: 'STALE', message }], asOf: '2026-11-20T13:00:00+01:00' }

describe('figures past their time', () => {
  it.each<[string, RawAnswer, unknown]>([
    ['is out of order', json({}, 500), stale],
    ['gives up', json({}, 504), stale],
    ['has had too many calls', { status: 429 }, stale],
    ['hangs up', { ending: 'reset' }, stale],
    ['answers in half', { ending: 'cut', body: '{"2026-11-20": ' }, stale],
    ['answers something else', { body: '<html></html>' }, stale],
    ['refuses the credentials', json({}, 401), 'UNAUTHENTICATED'],
    ['refuses the report', json({}, 403), 'FORBIDDEN'],
    ['knows no such thing', json({}, 404), 'NOT_FOUND'],
  ])('when the source %s: %j -> %j', async (_, answer, expected) => {
    const gateway = start()
    expect(await ask(gateway)).toMatchObject(fresh)
    chats.answer = () => answer
    chats.count = 2
    clock += minute
    expect(await ask(gateway)).toEqual(expected)
    chats.answer = (counted) => counted
    // A 429 has closed the source for a minute of the real clock.
    if (answer.status !== 429) expect(await ask(gateway)).toMatchObject({ ...fresh, total: 8 })
  })

  it('are used at the deadline, and the late response is cached for the next request', async () => {
    const gateway = start({ deadline: 2_000 })
    await ask(gateway)
    const { opened, open } = openGate()
    chats.answer = async (counted) => {
      await opened
      return counted
    }
    chats.count = 2
    clock += minute
    expect(await ask(gateway)).toEqual(stale)
    open()
    await expect.poll(() => ask(gateway)).toMatchObject({ ...fresh, total: 8 })
    expect(chats.upstream.requests).toHaveLength(2)
  })

  it('stand in for as long as is configured', async () => {
    const gateway = start({ cache: { ...defaultAges, staleFor: minute } })
    await ask(gateway)
    chats.answer = () => json({}, 500)
    clock = noon + minute - 1
    expect(await ask(gateway)).toEqual(stale)
    clock = noon + minute
    expect(await ask(gateway)).toBe('UNAVAILABLE')
  })

  it('do not stand in for days that were never read', async () => {
    const gateway = start()
    await ask(gateway)
    chats.answer = () => json({}, 500)
    clock += minute
    const { data, errors } = await gateway.query(`{ week: ${report()} month: ${report('last: "P30D"')} }`)

    expect(data).toEqual({ week: stale, month: null })
    expect(errors).toMatchObject([{ path: ['month'], extensions: { code: 'UNAVAILABLE' } }])
  })

  it('are none where all that was asked is fresh, whatever else of the question fails', async () => {
    const gateway = start()
    const settled = report('days: { first: "2026-11-01", last: "2026-11-07" }')
    await gateway.query(`{ ${settled} }`)
    chats.answer = () => json({}, 500)
    clock += minute
    const { data } = await gateway.query(`{ settled: ${settled} month: ${report('last: "P30D"')} }`)

    expect(data).toMatchObject({ settled: fresh, month: null })
  })
})

describe('an answer of many parts', () => {
  it('says that one report of the queue is stale', async () => {
    let isDown = false
    clock = fixturesNow
    const upstream = await startRawUpstream((request) =>
      isDown && request.path.endsWith('waiting_times') ? json({}, 500) : fixtures.answer(request),
    )
    closings.push(upstream.close)
    const gateway = start({}, [fixtures.source(upstream.url)])
    const question = `{ queueStats(scope: { range: { preset: TODAY } }) {
      queued { count wait { average } } gaps { code } warnings { code } } }`
    const first = await gateway.query(question)
    expect(first.errors).toBeUndefined()
    isDown = true
    clock += minute

    expect(await gateway.query(question)).toEqual({
      data: { queueStats: { ...first.data.queueStats, warnings: [{ code: 'STALE' }] } },
    })
  })

  it('says once that one agent of a leaderboard is stale, and the others are new', async () => {
    let isDown = false
    const upstream = await startRawUpstream(({ path, query }) => {
      if (path === '/agents') return json(['ada', 'ben', 'eve'].map((name) => ({ login: `${name}@x.example`, name })))
      return isDown && query.get('agent') === 'ben@x.example'
        ? json({}, 500)
        : json({ '2026-11-20': { chats: isDown ? 2 : 1 } })
    })
    closings.push(upstream.close)
    const gateway = start({}, [liveChatSource(upstream.url)])
    const question = `{ report(metric: CONVERSATIONS, scope: { range: { days: { first: "2026-11-20", last: "2026-11-20" } } }) {
      breakdown(by: AGENT) { slices { label total } gaps { code } warnings { code } } } }`
    await gateway.query(question)
    isDown = true
    clock += minute
    const { breakdown } = (await gateway.query(question)).data.report

    expect(breakdown).toMatchObject({ gaps: [], warnings: [{ code: 'STALE' }] })
    expect(
      new Set(breakdown.slices.map(({ label, total }: { label: string; total: number }) => label + total)),
    ).toEqual(new Set(['ada2', 'ben1', 'eve2']))
  })
})

describe('totals that one summary tells', () => {
  const totals = {
    conversations_count: 3,
    incoming_messages_count: 3,
    outgoing_messages_count: 3,
    resolutions_count: 3,
    avg_first_response_time: null,
    avg_resolution_time: null,
    reply_time: null,
  }
  const days = ['18', '19', '20'].map((day) => ({ value: 1, timestamp: Date.parse(`2026-11-${day}T00:00Z`) / 1000 }))
  const read = (fields: string) =>
    `{ ${['CONVERSATIONS', 'RESOLUTIONS']
      .map(
        (metric) => `${metric}: report(metric: ${metric}, scope: {
          range: { days: { first: "2026-11-18", last: "2026-11-20" } } }) { ${fields} gaps { code } warnings { code } }`,
      )
      .join(' ')} }`
  const old = { total: 3, gaps: [], warnings: [{ code: 'STALE' }] }

  it.each<[string, string, RawAnswer | undefined]>([
    ['a summary stand in when the source fails', 'total', json({}, 500)],
    ['series stand in when the source fails', 'total buckets { value }', json({}, 500)],
    ['a summary stand in at the deadline', 'total', undefined],
    ['series stand in at the deadline', 'total buckets { value }', undefined],
  ])('and that were read of %s', async (_, before, failure) => {
    let isDown = false
    const { opened, open } = openGate()
    const upstream = await startRawUpstream(async ({ path }) => {
      if (isDown && !failure) await opened
      if (isDown && failure) return failure
      return json(path.endsWith('/summary') ? { ...totals, previous: totals } : days)
    })
    closings.push(upstream.close)
    const gateway = start({ deadline: failure ? 60_000 : 2_000 }, [chatwootSource(upstream.url)])
    await gateway.query(read(before))
    isDown = true
    clock += minute
    const { data } = await gateway.query(read('total'))
    open()

    expect(data).toEqual({ CONVERSATIONS: old, RESOLUTIONS: old })
    expect(upstream.requests.at(-1)?.path).toMatch(/summary$/)
  })
})
