import { describe, expect, it, vi } from 'vitest'
import { provideLiveChats, takeAll, watchReport } from './support/live-chats.ts'

const live = provideLiveChats()
const { start, pass, countCalls } = live

const lastDays = () => ['date_from', 'date_to'].map((name) => live.chats.upstream.requests.at(-1)?.query.get(name))

describe('a report that is subscribed to', () => {
  it('comes at once, and again whenever it has changed', async () => {
    const stream = await (await start())(watchReport('total buckets { value }'))
    expect(await stream.next()).toEqual({ data: { report: { total: 7, buckets: Array(7).fill({ value: 1 }) } } })
    live.chats.count = 3
    pass(30_000)
    expect((await stream.next())?.data.report.total).toBe(9)
  })

  it('A subscription to a report of more than 500 buckets gets all of them in each event.', async () => {
    const scope = 'scope: { range: { last: "P600D" } }'
    const stream = await (await start())(
      `subscription { report(metric: CONVERSATIONS, ${scope}) { buckets { value } } }`,
    )
    expect(await stream.next()).toEqual({ data: { report: { buckets: Array(600).fill({ value: 1 }) } } })
  })

  it('is read once for 200 subscribers, and then only the current day', async () => {
    const open = await start()
    const streams = await Promise.all(Array.from({ length: 200 }, () => open(watchReport('total'))))
    expect((await takeAll(streams)).every((answer) => answer?.data.report.total === 7)).toBe(true)
    expect({ calls: countCalls(), days: lastDays() }).toEqual({ calls: 1, days: ['2026-11-14', '2026-11-20'] })

    live.chats.count = 5
    pass(30_000)
    expect((await takeAll(streams)).every((answer) => answer?.data.report.total === 11)).toBe(true)
    expect({ calls: countCalls(), days: lastDays() }).toEqual({ calls: 2, days: ['2026-11-20', '2026-11-20'] })
  })

  it('sends the latest result to a client that joins later, without a call', async () => {
    const open = await start()
    const first = await (await open(watchReport('total asOf'))).next()
    live.chats.count = 5
    pass(29_000)
    expect(await (await open(watchReport('total asOf'))).next()).toEqual(first)
    expect(countCalls()).toBe(1)
  })

  it('is one question whatever fields are selected of it', async () => {
    const open = await start()
    const streams = await Promise.all(
      ['total', 'buckets { value }', 'bySource { total }'].map((one) => open(watchReport(one))),
    )
    await takeAll(streams)
    live.chats.count = 2
    pass(30_000)
    await takeAll(streams)
    expect(countCalls()).toBe(2)
  })

  it.each(['timeZone: null, filter: null', 'filter: { sources: null, agentEmail: null }', 'filter: {}'])(
    'is one question with %s and without',
    async (nothing) => {
      const open = await start()
      const watchScope = (rest: string) =>
        open(`subscription { report(metric: CONVERSATIONS, scope: { range: { last: "P7D" } ${rest} }) { total asOf } }`)
      const first = await (await watchScope('')).next()
      pass(29_000)
      expect(await (await watchScope(nothing)).next()).toEqual(first)
      expect(countCalls()).toBe(1)
    },
  )

  it('is polled as often as each asks, and takes rows that others have just read', async () => {
    const open = await start()
    const often = await open(watchReport('total', 'every: "PT5S"'))
    const seldom = await open(watchReport('total', 'every: "PT20S"'))
    await takeAll([often, seldom])
    for (const count of [2, 3, 4, 5]) {
      live.chats.count = count
      pass(5_000)
      expect((await often.next())?.data.report.total).toBe(6 + count)
    }
    expect((await seldom.next())?.data.report.total).toBe(10)
    expect(countCalls()).toBe(5)
  })

  it('is not sent again for its age alone', async () => {
    const open = await start()
    const fields = 'total at: asOf ...Aged bySource { ... on SourceReport { readAt: asOf } } '
    const stream = await open(`${watchReport(fields, '', 'preset: TODAY')} fragment Aged on Report { asOf }`)
    expect((await stream.next())?.data.report.at).toBe('2026-11-20T12:00:00+00:00')
    pass(30_000)
    await live.chats.upstream.received(2)
    live.chats.count = 4
    pass(30_000)
    expect((await stream.next())?.data.report).toMatchObject({ total: 4, asOf: '2026-11-20T12:01:00+00:00' })
    expect(countCalls()).toBe(3)
  })

  it('is read again after the clock was set back', async () => {
    const stream = await (await start())(watchReport('total'))
    await stream.next()
    live.clock -= 600_000
    live.chats.count = 5
    pass(30_000)
    expect((await stream.next())?.data.report.total).toBe(11)
  })

  it('has new buckets at midnight', async () => {
    live.clock = Date.parse('2026-11-20T23:59:50Z')
    const stream = await (await start())(watchReport('range { start }', 'every: "PT15S"', 'preset: TODAY'))
    expect((await stream.next())?.data.report.range.start).toBe('2026-11-20T00:00:00+00:00')
    pass(15_000)
    expect((await stream.next())?.data.report.range.start).toBe('2026-11-21T00:00:00+00:00')
  })
})

describe('a bad subscription', () => {
  it.each([
    ['every', watchReport('total', 'every: "PT4S"')],
    ['every', watchReport('total', 'every: "PT0S"')],
    ['every', watchReport('total', 'every: "PT61M"')],
    ['every', watchReport('total', 'every: "P1M"')],
    ['every', watchReport('total', 'every: "5"')],
    ['every', 'subscription { queueStats(scope: { range: { last: "P1D" } }, every: "PT1S") { live { open } } }'],
    ['scope.range.last', watchReport('total', '', 'last: "P0D"')],
    ['scope.range.days', watchReport('total', '', 'days: { first: "2026-11-02", last: "2026-11-01" }')],
    [
      'scope.timeZone',
      'subscription { queueStats(scope: { range: { last: "P1D" }, timeZone: "IST" }) { live { open } } }',
    ],
    [
      'scope.filter.sources',
      'subscription { report(metric: GOALS, scope: { range: { last: "P1D" }, filter: { sources: ["x"] } }) { total } }',
    ],
  ])('is an error that names %s, before any poll: %s', async (argument, query) => {
    const stream = await (await start())(query)
    const { errors } = (await stream.next()) ?? {}
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument })
    expect(await stream.next()).toBeUndefined()
    expect({ calls: countCalls(), timers: vi.getTimerCount() }).toEqual({ calls: 0, timers: 0 })
  })

  const report = 'report(metric: CONVERSATIONS, scope: { range: { last: "P7D" } })'

  it.each([
    ['skip', `subscription { ${report} @skip(if: true) { total } }`],
    ['skip', `subscription { ... @skip(if: false) { ${report} { total } } }`],
    [
      'include',
      `subscription { ...Watched @include(if: false) } fragment Watched on Subscription { ${report} { total } }`,
    ],
    [
      'include',
      `subscription { ...Watched } fragment Watched on Subscription { ${report} @include(if: true) { total } }`,
    ],
  ])('is an error that names @%s, and nothing is logged: %s', async (directive, query) => {
    const logged = vi.spyOn(console, 'error')
    const stream = await (await start())(query)
    expect(await stream.next()).toMatchObject({
      errors: [
        {
          message: `The directive @${directive} is not allowed on a root field of a subscription.`,
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
        },
      ],
    })
    expect(await stream.next()).toBeUndefined()
    expect(logged).not.toHaveBeenCalled()
    logged.mockRestore()
  })
})

describe('a subscription that selects by a condition', () => {
  it('is answered below what it subscribes to', async () => {
    const stream = await (await start())(watchReport('total @skip(if: true) ... @include(if: true) { unit }'))
    expect(await stream.next()).toEqual({ data: { report: { unit: 'COUNT' } } })
  })
})
