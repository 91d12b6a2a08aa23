import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Config } from '../src/config/config.ts'
import { type ChangingChats, startChangingChats } from './support/changing-chats.ts'
import { subscribe } from './support/event-stream.ts'
import { openGate } from './support/gate.ts'
import { chatwootSource } from './support/gateway.ts'
import { askToLeave } from './support/leaver.ts'
import { startListeningGateway } from './support/listening-gateway.ts'
import { post } from './support/post.ts'
import { json, type RawHandler, type RawUpstream, startRawUpstream } from './support/raw-upstream.ts'
import { isRedisMissing, startRedis, withRedis } from './support/redis.ts'

const noon = Date.parse('2026-11-20T12:00:00Z')
const closings: (() => unknown)[] = []
let chats: ChangingChats
/** Another source: what it is asked shows that a question has been begun. */
let other: ChangingChats
let log: ReturnType<typeof vi.spyOn>

beforeEach(async () => {
  log = vi.spyOn(console, 'error').mockImplementation(() => {})
  chats = await startChangingChats({ id: 'chats' })
  other = await startChangingChats({ id: 'other' })
  closings.push(chats.upstream.close, other.upstream.close)
})

afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close()
  expect(log).not.toHaveBeenCalled()
  log.mockRestore()
})

async function start(settings: Partial<Config> = {}, chatSettings = {}): Promise<string> {
  const sources = [{ ...chats.source, ...chatSettings }, other.source]
  const gateway = await startListeningGateway(sources, () => noon, {
    deadline: 300_000,
    attemptTimeout: 300_000,
    ...settings,
  })
  closings.push(gateway.close)
  return gateway.url
}

const report = (first: string, last: string, source = 'chats') =>
  `report(metric: CONVERSATIONS, scope: { range: { days: { first: "2026-11-${first}", last: "2026-11-${last}" } } filter: { sources: ["${source}"] } }) { total gaps { code } }`

const ask = async (url: string, query: string) => (await post(url, { query })).body

/** Holds back every answer of a source until the gate is opened. */
function holdBack(source: ChangingChats): () => void {
  const { opened, open } = openGate()
  closings.push(open)
  source.answer = async (counted) => {
    await opened
    return counted
  }
  return open
}

/** Waits until a connection upstream ends because of what happens: by itself it would stay for longer than a test may take. */
async function expectEnd(upstream: RawUpstream, happen: () => void, count = 1): Promise<void> {
  happen()
  await upstream.disconnected(count)
}

describe('a client that disconnects before its response', () => {
  const questions: [what: string, query: string, accept?: string][] = [
    ['a report', `{ ${report('01', '03')} }`],
    ['one of many fields', `{ a: ${report('01', '03')} b: ${report('01', '05', 'other')} metrics { metric } }`],
    ['a deferred part', `{ ... @defer { ${report('01', '03')} } }`, 'multipart/mixed'],
    ['a subscription', `subscription { ${report('01', '20')} }`, 'text/event-stream'],
  ]

  it.each(questions)('cancels the calls of %s, and causes none afterwards', async (_, query, accept) => {
    const url = await start()
    holdBack(chats)
    const { leave } = askToLeave(url, query, accept)
    await chats.upstream.received(1)
    await expectEnd(chats.upstream, leave)
    chats.answer = (counted) => counted
    expect((await ask(url, `{ ${report('01', '03')} }`)).data.report).toEqual({ total: 3, gaps: [] })
    expect(chats.upstream.requests).toHaveLength(2)
  })

  it.each([
    ['a list', '{ sources { agents { email } } }'],
    ['a list that a filter needs', '{ queueStats(scope: { range: { last: "P1D" } }) { live { byAgent { open } } } }'],
    ['whether a source answers', '{ sources { status { isReachable } } }'],
    ['what is open now', '{ queueStats(scope: { range: { last: "P1D" } }) { live { open } } }'],
    [
      'a breakdown',
      `{ report(metric: CONVERSATIONS, scope: { range: { last: "P7D" } }) { breakdown(by: TEAM) { hasMore } } }`,
    ],
  ])('cancels the call for %s', async (_, query) => {
    const hanging: RawHandler = () => new Promise<never>(() => {})
    const upstream = await startRawUpstream(hanging)
    const gateway = await startListeningGateway([chatwootSource(upstream.url)], () => noon, {
      deadline: 300_000,
      attemptTimeout: 300_000,
    })
    closings.push(upstream.close, gateway.close)
    const { leave } = askToLeave(gateway.url, query)
    await upstream.received(1)
    const connections = upstream.requests.length
    await expectEnd(upstream, leave, connections)
    expect(upstream.requests).toHaveLength(connections)
  })

  it('in the middle of an incremental response cancels the rest', async () => {
    const url = await start()
    holdBack(chats)
    const query = `{ fast: ${report('01', '03', 'other')} ... @defer { slow: ${report('01', '03')} } }`
    const { response, leave } = askToLeave(url, query, 'multipart/mixed')
    const reader = (await response).body?.getReader()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('"fast"')
    reader?.read().catch(() => {})
    await chats.upstream.received(1)
    await expectEnd(chats.upstream, leave)
  })

  it('while its call is queued causes no call', async () => {
    const url = await start({}, { inFlight: 1 })
    const open = holdBack(chats)
    holdBack(other)
    const first = ask(url, `{ ${report('01', '03')} }`)
    await chats.upstream.received(1)
    const { leave } = askToLeave(url, `{ queued: ${report('11', '13')} begun: ${report('11', '13', 'other')} }`)
    await other.upstream.received(1)
    await expectEnd(other.upstream, leave)
    open()
    expect((await first).data.report.total).toBe(3)
    expect((await ask(url, `{ ${report('05', '06')} }`)).data.report.total).toBe(2)
    expect(chats.upstream.requests.map(({ query }) => query.get('date_from'))).toEqual(['2026-11-01', '2026-11-05'])
  })

  it('between the calls of one query cancels the rest', async () => {
    const { opened, open } = openGate()
    const upstream = await startRawUpstream(async ({ path }) => {
      if (path.endsWith('/agents')) return json([{ id: 1, email: 'ana@test.example', name: 'Ana' }])
      await opened
      return json([])
    })
    const gateway = await startListeningGateway([chatwootSource(upstream.url)], () => noon)
    closings.push(upstream.close, gateway.close, open)
    const days = 'range: { days: { first: "2026-11-01", last: "2026-11-02" } }'
    const scope = `scope: { ${days} filter: { agentEmail: "ana@test.example" } }`
    const { leave } = askToLeave(gateway.url, `{ report(metric: CONVERSATIONS, ${scope}) { total } }`)
    await upstream.received(2)
    await expectEnd(upstream, leave)
    expect(upstream.requests).toHaveLength(2)
  })
})

describe('rows that two callers wait for', () => {
  /** One who asks for days, and another who asks for the same and more, and has begun to. */
  async function askTwice() {
    const url = await start()
    const open = holdBack(chats)
    const one = askToLeave(url, `{ ${report('01', '03')} }`)
    await chats.upstream.received(1)
    const two = askToLeave(url, `{ ${report('01', '03')} begun: ${report('01', '03', 'other')} }`)
    await other.upstream.received(1)
    return { url, open, one, two }
  }

  const totalOf = async (response: Promise<Response>) => (await (await response).json()).data.report.total

  it.each(['one', 'two'] as const)('are read for the remaining caller when caller %s disconnects', async (leaver) => {
    const { url, open, one, two } = await askTwice()
    const stays = leaver === 'one' ? two : one
    const leaves = leaver === 'one' ? one : two
    leaves.leave()
    // A caller who leaves later is heard later: when his call has ended, so has the first one's.
    other.answer = () => new Promise<never>(() => {})
    const last = askToLeave(url, `{ ${report('11', '12', 'other')} }`)
    await other.upstream.received(2)
    await expectEnd(other.upstream, last.leave)
    open()
    expect(await totalOf(stays.response)).toBe(3)
    expect(chats.upstream.requests).toHaveLength(1)
  })

  it('are cancelled when both disconnect, and read again for the next', async () => {
    const { url, open, one, two } = await askTwice()
    await expectEnd(chats.upstream, () => {
      one.leave()
      two.leave()
    })
    open()
    expect((await ask(url, `{ ${report('01', '03')} }`)).data.report).toEqual({ total: 3, gaps: [] })
    expect(chats.upstream.requests).toHaveLength(2)
  })

  it('are read to the end when one caller was answered at its deadline and the other disconnects', async () => {
    const url = await start({ deadline: 3_000 })
    const open = holdBack(chats)
    const late = ask(url, `{ ${report('01', '03')} }`)
    await chats.upstream.received(1)
    expect((await late).errors[0].extensions.code).toBe('TIMEOUT')
    holdBack(other)
    const two = askToLeave(url, `{ ${report('01', '03')} begun: ${report('01', '03', 'other')} }`)
    await other.upstream.received(1)
    await expectEnd(other.upstream, two.leave)
    open()
    await expect.poll(async () => (await ask(url, `{ ${report('01', '03')} }`)).data.report?.total).toBe(3)
    expect(chats.upstream.requests).toHaveLength(1)
  })
})

describe('a poll', () => {
  const watch = `subscription { ${report('01', '20')} }`

  it('continues for the remaining subscribers', async () => {
    const url = await start()
    const open = holdBack(chats)
    const [one, two] = [await subscribe(url, watch), await subscribe(url, watch)]
    closings.push(two.close)
    await chats.upstream.received(1)
    one.close()
    open()
    expect((await two.next())?.data.report.total).toBe(20)
    expect(chats.upstream.requests).toHaveLength(1)
  })

  it('ends with the last subscriber', async () => {
    const url = await start()
    holdBack(chats)
    const streams = await Promise.all([1, 2, 3].map(() => subscribe(url, watch)))
    await chats.upstream.received(1)
    await expectEnd(chats.upstream, () => {
      for (const { close } of streams) close()
    })
    expect(chats.upstream.requests).toHaveLength(1)
  })
})

describe.skipIf(isRedisMissing)(withRedis('gateways on one Redis'), () => {
  const question = `{ ${report('01', '03')} begun: ${report('01', '03', 'other')} }`

  async function startTwo() {
    const redis = await startRedis()
    const settings = { redis: { url: redis.url, timeout: 2_000 } }
    return [await start(settings), await start(settings)] as const
  }

  it('read the rows themselves when the client of another gateway disconnects', async () => {
    const [near, far] = await startTwo()
    holdBack(chats)
    const { leave } = askToLeave(near, `{ ${report('01', '03')} }`)
    await chats.upstream.received(1)
    const waiting = ask(far, question)
    await other.upstream.received(1)
    chats.answer = (counted) => counted
    await expectEnd(chats.upstream, leave)
    expect((await waiting).data.report).toEqual({ total: 3, gaps: [] })
    expect(chats.upstream.requests).toHaveLength(2)
  })

  it('make no call for a client that disconnected while it waited for another gateway', async () => {
    const [near, far] = await startTwo()
    const open = holdBack(chats)
    const first = ask(near, `{ ${report('01', '03')} }`)
    await chats.upstream.received(1)
    holdBack(other)
    const { leave } = askToLeave(far, question)
    await other.upstream.received(1)
    await expectEnd(other.upstream, leave)
    open()
    expect((await first).data.report.total).toBe(3)
    expect((await ask(far, `{ ${report('01', '04')} }`)).data.report.total).toBe(4)
    expect(chats.upstream.requests.map(({ query }) => query.get('date_from'))).toEqual(['2026-11-01', '2026-11-04'])
  })
})
