import { describe, expect, it, vi } from 'vitest'
import { liveChatwoot } from './support/brute-force/live-chatwoot.ts'
import { startChangingChats } from './support/changing-chats.ts'
import { subscribe } from './support/event-stream.ts'
import { eventually } from './support/eventually.ts'
import { openGate } from './support/gate.ts'
import { chatwootSource, startChatwootSource } from './support/gateway.ts'
import { inventChatwootRows } from './support/invented.ts'
import { startListeningGateway } from './support/listening-gateway.ts'
import { noon, provideLiveChats, takeAll, watchReport } from './support/live-chats.ts'
import { json, startRawUpstream } from './support/raw-upstream.ts'

const live = provideLiveChats()
const { start, pass, countCalls, closings } = live

describe('a source that fails', () => {
  const fields = 'total gaps { source { id } code }'

  it('is a gap in the next event, and is included in a later one again', async () => {
    const north = await startChangingChats({ id: 'north' })
    closings.push(north.upstream.close)
    const stream = await (await start({}, [live.chats.source, north.source]))(watchReport(fields))
    expect((await stream.next())?.data.report).toEqual({ total: 14, gaps: [] })
    north.answer = () => json({}, 500)
    pass(30_000)
    const gap = { source: { id: 'north' }, code: 'UNAVAILABLE' }
    expect((await stream.next())?.data.report).toEqual({ total: 7, gaps: [gap] })
    north.answer = (counted) => counted
    pass(30_000)
    expect((await stream.next())?.data.report).toEqual({ total: 14, gaps: [] })
  })

  it('is a gap when its list of agents fails, without a stale list', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
    const byAgent = 'breakdown(by: AGENT) { slices { total } gaps { code } warnings { code } }'
    const stream = await (await start())(watchReport(byAgent, 'every: "PT6M"'))
    expect((await stream.next())?.data.report.breakdown.slices).toEqual([{ total: 7 }])
    live.chats.list = () => json({}, 500)
    pass(6 * 60_000)
    expect((await stream.next())?.errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }])
  })

  it.each(['total', 'unit ... @defer { total }'])(
    'leaves null and its code when no other answers, and the stream goes on: %s',
    async (fields) => {
      live.chats.answer = () => json({}, 403)
      const stream = await (await start())(watchReport(fields))
      const { data, errors } = (await stream.next()) ?? {}
      expect(data).toEqual({ report: null })
      expect(errors).toMatchObject([{ path: ['report'], extensions: { code: 'FORBIDDEN' } }])
      live.chats.answer = (counted) => counted
      pass(30_000)
      const next = await stream.next()
      expect(next?.errors).toBeUndefined()
      expect(next?.data.report.total).toBe(7)
    },
  )

  it('sends no event when its errors only arrive in another order', async () => {
    const { requests, received } = live.chats.upstream
    let slow = 'hour'
    live.chats.answer = () => {
      const grain = requests.at(-1)?.query.get('group_by')
      return { ...json({}, 403), delay: grain === slow ? 500 : 0 }
    }
    const fields = 'unit byHour: comparison { absolute } byDay: comparison { report { total } }'
    const stream = await (await start())(watchReport(fields, '', 'preset: TODAY'))
    const answer = await stream.next()
    expect(answer?.errors?.map(({ path }) => path?.[1])).toEqual(['byDay', 'byHour'])
    const calls = countCalls()
    slow = 'day'
    pass(30_000)
    await received(2 * calls)
    live.chats.answer = () => json({}, 500)
    pass(30_000)
    expect((await stream.next())?.errors?.map(({ extensions }) => extensions?.code)).toEqual(
      Array(2).fill('UNAVAILABLE'),
    )
  })

  it('is called once per poll, for any number of subscribers', async () => {
    live.chats.answer = () => json({}, 500)
    const open = await start()
    const streams = await Promise.all(Array.from({ length: 50 }, () => open(watchReport('total'))))
    await takeAll(streams)
    expect((await (await open(watchReport('total'))).next())?.data).toEqual({ report: null })
    expect(countCalls()).toBe(1)
    live.chats.answer = (counted) => counted
    pass(30_000)
    await takeAll(streams)
    expect(countCalls()).toBe(2)
  })

  it('does not shorten the time for later responses by being slow once', async () => {
    const { opened, open: finish } = openGate()
    const stream = await (await start({ deadline: 3_000 }))(watchReport('total'))
    await stream.next()
    live.chats.answer = async (counted) => {
      await opened
      return counted
    }
    live.chats.count = 2
    pass(30_000)
    expect((await stream.next())?.errors?.[0]?.extensions?.code).toBe('TIMEOUT')
    finish()
    pass(30_000)
    expect((await stream.next())?.data.report.total).toBe(8)
  })

  it('does not shorten the time for a client that subscribes later', async () => {
    const { opened, open: finish } = openGate()
    const open = await start({ deadline: 3_000 })
    closings.push(finish)
    live.chats.answer = async (counted) => {
      await opened
      return counted
    }
    expect((await (await open(watchReport('total'))).next())?.errors?.[0]?.extensions?.code).toBe('TIMEOUT')
    live.chats.answer = (counted) => ({ ...counted, delay: 50 })
    const later = await open(watchReport('comparison { report { total } }'))
    expect((await later.next())?.data.report).toEqual({ comparison: { report: { total: 7 } } })
  })
})

describe('a queue that is subscribed to', () => {
  const queue =
    'subscription { queueStats(scope: { range: { preset: TODAY } }) { live { open asOf byAgent { open } } } }'

  it('sends live counts to all subscribers from one poll', async () => {
    const rows = inventChatwootRows(noon)
    const [support, chatwoot] = await startChatwootSource(rows, noon)
    closings.push(chatwoot.close)
    const open = await start({}, [support])
    const truth = liveChatwoot(rows, noon, {})
    const streams = await Promise.all(Array.from({ length: 20 }, () => open(queue)))
    for (const answer of await takeAll(streams)) expect(answer?.data.queueStats.live.open).toBe(truth.open)
    const paths = chatwoot.requests.map(({ path }) => path.split('/').at(-1))
    expect(paths.sort()).toEqual(['agents', 'conversation_metrics', 'grouped_conversation_metrics'])
  })

  it('has an error in place of what is open now while the source fails, by one call a poll', async () => {
    let isDown = true
    const upstream = await startRawUpstream(() =>
      isDown ? json({}, 500) : json({ open: 4, unattended: 3, unassigned: 2 }),
    )
    closings.push(upstream.close)
    const open = await start({}, [chatwootSource(upstream.url)])
    const streams = await Promise.all(Array.from({ length: 20 }, () => open(queue.replace('byAgent { open }', ''))))
    for (const answer of await takeAll(streams)) {
      expect(answer?.data).toEqual({ queueStats: { live: null } })
      expect(answer?.errors).toMatchObject([{ path: ['queueStats', 'live'], extensions: { code: 'UNAVAILABLE' } }])
    }
    expect(upstream.requests).toHaveLength(1)
    isDown = false
    pass(15_000)
    for (const answer of await takeAll(streams)) expect(answer?.data.queueStats.live.open).toBe(4)
    expect(upstream.requests).toHaveLength(2)
  })

  it('sends figures of one instant to a client that subscribes after most of an hour', async () => {
    let open = 4
    const upstream = await startRawUpstream(({ path }) => {
      if (path.endsWith('/agents')) return json([{ id: 1, email: 'ana@test.example', name: 'Ana' }])
      if (path.endsWith('/grouped_conversation_metrics')) return json([{ assignee_id: 1, open, unattended: 0 }])
      return json({ open, unattended: 3, unassigned: 0 })
    })
    closings.push(upstream.close)
    const watch = await start({}, [chatwootSource(upstream.url)])
    const hourly = (fields: string) =>
      watch(`subscription { queueStats(scope: { range: { preset: TODAY } }, every: "PT1H") { live { ${fields} } } }`)
    const first = await hourly('open asOf')
    expect((await first.next())?.data.queueStats.live.open).toBe(4)
    open = 9
    pass(55 * 60_000)
    const joined = (await (await hourly('open asOf byAgent { open }')).next())?.data.queueStats.live
    expect(joined).toEqual({ open: 9, asOf: '2026-11-20T12:55:00+00:00', byAgent: [{ open: 9 }] })
    expect((await first.next())?.data.queueStats.live).toEqual({ open: 9, asOf: joined.asOf })
  })
})

describe('a stop during a slow answer', () => {
  it('sends that answer and the end, though a further moment waits', async () => {
    const gateway = await startListeningGateway([live.chats.source], () => live.clock)
    const stream = await subscribe(gateway.url, watchReport('total'))
    const { opened, open: finish } = openGate()
    closings.push(gateway.close, stream.close, finish)
    await stream.next()
    live.chats.answer = async (counted) => {
      await opened
      return counted
    }
    live.chats.count = 2
    pass(30_000)
    await live.chats.upstream.received(2)
    live.chats.count = 3
    pass(30_000)
    gateway.endStreams()
    finish()
    expect((await stream.next())?.data.report.total).toBe(8)
    expect(await stream.next()).toBeUndefined()
    expect(countCalls()).toBe(2)
  })
})

describe('a subscriber that disconnects', () => {
  const abortError = () => vi.waitFor(() => expect(vi.getTimerCount()).toBe(0), eventually)

  it('leaves no timer and no poll behind', async () => {
    const open = await start()
    const stream = await open(watchReport('total'))
    await stream.next()
    stream.close()
    await abortError()
    pass(120_000)
    expect(await (await open(watchReport('total'))).next()).toEqual({ data: { report: { total: 7 } } })
    expect(countCalls()).toBe(2)
  })

  it('may disconnect while an event is computed', async () => {
    const { opened, open: finish } = openGate()
    live.chats.answer = async (counted) => {
      await opened
      return counted
    }
    const stream = await (await start())(watchReport('total'))
    closings.push(finish)
    await live.chats.upstream.received(1)
    stream.close()
    await abortError()
    pass(120_000)
    expect(countCalls()).toBe(1)
  })

  it('does not affect the remaining subscribers', async () => {
    const open = await start()
    const [one, other] = [await open(watchReport('total')), await open(watchReport('total'))]
    await takeAll([one, other])
    one.close()
    live.chats.count = 2
    pass(30_000)
    expect((await other.next())?.data.report.total).toBe(8)
  })
})
