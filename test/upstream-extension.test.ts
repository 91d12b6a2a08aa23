import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type CountedSources, startCountedSources } from './support/counted-sources.ts'
import { cutEvents, cutTalk } from './support/cut-events.ts'
import { toSpan } from './support/instants.ts'
import { inventChatwootRows, inventLiveChatEvents } from './support/invented.ts'
import { type ListeningGateway, startListeningGateway } from './support/listening-gateway.ts'
import { provideLiveChats, takeAll, watchReport } from './support/live-chats.ts'
import { askForParts } from './support/parts.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const window = toSpan('2026-10-01T00:00Z', '2026-11-26T00:00Z')
let upstream: CountedSources
let gateway: ListeningGateway

beforeAll(async () => {
  const rows = cutTalk(inventChatwootRows(now), window)
  upstream = await startCountedSources(rows, cutEvents(inventLiveChatEvents(now), window), now, 'UTC')
})

afterAll(() => upstream.close())

beforeEach(async () => {
  gateway = await startListeningGateway(upstream.sources, () => now, { isProduction: false })
})

afterEach(() => gateway.close())

async function ask(query: string, headers: Readonly<Record<string, string>> = {}, { url } = gateway) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  })
  return (await response.json()) as { readonly data: unknown; readonly extensions?: { readonly upstream: unknown } }
}

const report = (first: string, last: string, source = '', fields = 'total buckets { value }') =>
  `report(metric: CONVERSATIONS, scope: { range: { days: { first: "2026-11-${first}", last: "2026-11-${last}" } } ${source && `filter: { sources: ["${source}"] }`} }) { ${fields} }`

describe('extensions.upstream of an answer', () => {
  it.each([
    ['both sources over three days', `{ ${report('01', '03')} }`, { calls: 2, rows: 6, cached: 0 }],
    ['one of them', `{ ${report('01', '03', 'support')} }`, { calls: 1, rows: 3, cached: 0 }],
    [
      'ranges that overlap, whose rows are read once',
      `{ a: ${report('01', '03', 'support')} b: ${report('02', '05', 'support')} }`,
      { calls: 1, rows: 5, cached: 0 },
    ],
    ['lists, which are calls and no rows', '{ sources { agents { email } } }', { calls: 2, rows: 0, cached: 0 }],
    [
      'what is going on now, with the list of agents that it needs',
      '{ queueStats(scope: { range: { last: "P1D" } }) { live { byAgent { open } } } }',
      { calls: 3, rows: 0, cached: 0 },
    ],
    ['nothing of upstream', '{ metrics { metric } }', { calls: 0, rows: 0, cached: 0 }],
  ])('counts %s', async (_, document, use) => {
    upstream.countCalls()
    expect((await ask(document)).extensions).toMatchObject({ upstream: use })
    const sent = Object.values(upstream.countCalls()).reduce((sum, calls) => sum + calls, 0)
    expect(sent).toBe(use.calls)
  })

  it('tells which rows were at hand', async () => {
    await ask(`{ ${report('03', '07', 'support')} }`)
    const again = await ask(`{ ${report('03', '07', 'support')} }`)
    expect(again.extensions).toMatchObject({ upstream: { calls: 0, rows: 5, cached: 5 } })
    const longer = await ask(`{ ${report('01', '07', 'support')} }`)
    expect(longer.extensions).toMatchObject({ upstream: { calls: 1, rows: 7, cached: 5 } })
  })

  it('counts what operations share where it was begun', async () => {
    const document = `{ ${report('01', '03')} }`
    const answers = await Promise.all([ask(document), ask(document), ask(document)])
    const uses = answers.map(({ extensions }) => extensions?.upstream)
    expect(uses).toContainEqual({ calls: 2, rows: 6, cached: 0 })
    expect(uses.filter((use) => (use as { calls: number }).calls > 0)).toHaveLength(1)
  })

  it('comes with the last part of an answer in parts, when all is known', async () => {
    const document = `{ now: ${report('01', '03', 'support')} ... @defer { later: ${report('01', '03', 'sales')} } }`
    const parts: { extensions?: unknown }[] = []
    for await (const part of askForParts(gateway.url, document)) parts.push(part)
    expect(parts.length).toBeGreaterThan(1)
    expect(parts.at(-1)?.extensions).toMatchObject({ upstream: { calls: 2, rows: 6, cached: 0 } })
    expect(parts.slice(0, -1).filter((part) => part.extensions)).toEqual([])
  })

  it('is told in production to who asks for it, and to nobody else', async () => {
    const production = await startListeningGateway(upstream.sources, () => now, { isProduction: true })
    const document = `{ ${report('01', '03', 'support')} }`
    expect(Object.keys(await ask(document, {}, production))).toEqual(['data'])
    expect(Object.keys(await ask(document, { 'x-gateway-debug': 'all' }, production))).toEqual(['data'])
    const { extensions } = await ask(document, { 'x-gateway-debug': 'upstream' }, production)
    expect(extensions).toMatchObject({ upstream: { calls: 0, rows: 3, cached: 3 } })
    await production.close()
  })
})

describe('a subscription', () => {
  const live = provideLiveChats()

  it('tells what each of its answers cost, and sends none for that alone', async () => {
    const stream = await (await live.start({ isProduction: false }))(watchReport('total'))
    expect((await stream.next())?.extensions).toEqual({ upstream: { calls: 1, rows: 7, cached: 0 } })
    live.pass(30_000)
    await expect.poll(live.countCalls).toBe(2)
    live.chats.count = 2
    live.pass(30_000)
    const { data, extensions } = (await stream.next()) ?? {}
    expect(data.report.total).toBe(8)
    expect(extensions).toEqual({ upstream: { calls: 1, rows: 7, cached: 6 } })
  })

  it('shares its polls with others, of whom one is told what they cost', async () => {
    const open = await live.start({ isProduction: false })
    const streams = await Promise.all([1, 2, 3].map(() => open(watchReport('total'))))
    const uses = (await takeAll(streams)).map((answer) => answer?.extensions?.upstream)
    const nothing = { calls: 0, rows: 0, cached: 0 }
    expect(uses).toHaveLength(3)
    expect(uses).toEqual(expect.arrayContaining([{ calls: 1, rows: 7, cached: 0 }, nothing]))
    expect(uses.filter((use) => (use as { calls: number }).calls > 0)).toHaveLength(1)
  })
})
