import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Config } from '../src/config/config.ts'
import { loadFixtures, now } from './provider/fixtures.ts'
import { openGate } from './support/gate.ts'
import { type GraphQLAnswer, startGateway } from './support/gateway.ts'
import { json, type RawAnswer, type RawHandler, startRawUpstream } from './support/raw-upstream.ts'
import { defaultAges } from './support/store-ages.ts'

const minute = 60_000
const opened: { close(): Promise<void> }[] = []

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now })
})

afterEach(async () => {
  vi.useRealTimers()
  for (const one of opened.splice(0).reverse()) await one.close()
})

const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds)

const oneil = { id: 7, email: "o'neil@x", login: "o'neil@x", name: 'Oona' }
const added = { id: 6, email: 'oneil@x', login: 'oneil@x', name: 'Neil' }
const bo = { id: 9, email: 'bo+vip@x', login: 'bo+vip@x', name: 'Bo' }

/** A source that answers well until a test says otherwise, and the gateway over it. */
async function start(provider = 'chatwoot', settings: Partial<Config> = {}) {
  const fixtures = await loadFixtures(provider)
  const source = {
    agents: [oneil, bo],
    /** In place of its answers, where it gives one. */
    fail: (() => undefined) as (...asked: Parameters<RawHandler>) => ReturnType<RawHandler> | undefined,
  }
  const upstream = await startRawUpstream(
    (request) =>
      source.fail(request) ?? (request.path.endsWith('/agents') ? json(source.agents) : fixtures.answer(request)),
  )
  const gateway = startGateway([fixtures.source(upstream.url)], Date.now, settings)
  opened.push(upstream, gateway)
  const countLists = () => upstream.requests.filter(({ path }) => /\/(agents|labels|teams|inboxes)$/.test(path)).length
  return { source, ask: gateway.query, countLists }
}

const isList = ({ path }: { readonly path: string }) => /\/(agents|labels)$/.test(path)

const today = 'range: { preset: TODAY }'
/** Its rows are fresh for an hour. */
const march = 'range: { days: { first: "2026-03-02", last: "2026-03-03" } }'
const notices = 'gaps { code message } warnings { code message }'
const report = (range: string, filter: string, fields = `total ${notices}`) =>
  `report(metric: CONVERSATIONS, scope: { ${range} filter: { ${filter} } }) { ${fields} }`
const ofOneil = `agentEmail: "o'NEIL@x"`

const say = (what: string) => ({
  code: 'STALE',
  message: `the source does not respond; earlier ${what} are used, the oldest from 2026-04-10T12:00:00+00:00`,
})
const [oldFigures, oldLists] = [say('figures'), say('lists')]

/** The answer's only field, or what is asked below it. */
const take = ({ data }: GraphQLAnswer) => {
  const [field] = Object.values<{ breakdown?: object }>(data)
  return field?.breakdown ?? field
}

const split = (range: string, by: string, fields: string) =>
  `{ ${report(range, '', `breakdown(by: ${by}) { slices { label ${fields} } ${notices} }`)} }`
/** One call tells both. */
const twoAgents = `{ ${report(today, ofOneil)} other: ${report(today, 'agentEmail: "bo+vip@x"')} }`
const ranking = (zone: string) =>
  `{ ranking(scope: { ${today} timeZone: "${zone}" }) { entries { score agent { email name } } ${notices} } }`

describe('six minutes into an outage', () => {
  it.each<[string, string, string, object[]]>([
    ['a report of an agent', 'chatwoot', `{ ${report(today, ofOneil)} }`, [oldFigures, oldLists]],
    ['a report of an agent', 'livechat', `{ ${report(today, ofOneil)} }`, [oldFigures, oldLists]],
    ['a report of a tag', 'chatwoot', `{ ${report(today, 'tags: ["100%"]')} }`, [oldFigures, oldLists]],
    ['totals by agent', 'chatwoot', split(today, 'AGENT', 'total'), [oldFigures, oldLists]],
    ['series by agent', 'chatwoot', split(today, 'AGENT', 'total buckets { value }'), [oldFigures, oldLists]],
    ['series by agent', 'livechat', split(today, 'AGENT', 'total buckets { value }'), [oldFigures, oldLists]],
    ['series by team', 'chatwoot', split(today, 'TEAM', 'total buckets { value }'), [oldFigures, oldLists]],
    ['totals of two agents', 'chatwoot', twoAgents, [oldFigures, oldLists]],
    ['a ranking', 'chatwoot', ranking('UTC'), [oldFigures]],
    ['a ranking', 'livechat', ranking('UTC'), [oldFigures]],
    ['a ranking agent by agent', 'livechat', ranking('Africa/Abidjan'), [oldFigures, oldLists]],
  ])('%s of %s is unchanged, with the warning STALE', async (_, provider, question, warnings) => {
    const { source, ask } = await start(provider)
    const first = await ask(question)
    expect(take(first)).toMatchObject({ warnings: [] })
    source.fail = () => json({}, 500)
    pass(6 * minute)
    const { data, errors } = await ask(question)

    expect(errors).toBeUndefined()
    expect(take({ data })).toEqual({ ...take(first), warnings })
  })

  it('a report whose figures are fresh says that its list alone is old', async () => {
    const { source, ask } = await start()
    await ask(`{ ${report(march, ofOneil)} }`)
    source.fail = () => json({}, 500)
    pass(6 * minute)
    expect((await ask(`{ ${report(march, ofOneil)} }`)).data.report).toEqual({
      total: 6,
      gaps: [],
      warnings: [oldLists],
    })
  })

  it.each<[string, RawAnswer, string]>([
    ['has had too many calls', { status: 429 }, 'STALE'],
    ['hangs up', { ending: 'reset' }, 'STALE'],
    ['answers nonsense', json('<!doctype html>'), 'STALE'],
    ['refuses the credentials', json({}, 401), 'UNAUTHENTICATED'],
    ['refuses the list', json({}, 403), 'FORBIDDEN'],
    ['knows no such list', json({}, 404), 'NOT_FOUND'],
  ])('where a source %s: %j -> %s', async (_, failure, code) => {
    const { source, ask } = await start()
    await ask(`{ ${report(march, ofOneil)} }`)
    source.fail = () => failure
    pass(6 * minute)
    const { data, errors } = await ask(`{ ${report(march, ofOneil)} }`)
    expect([
      errors?.[0]?.extensions?.code,
      ...(data.report?.warnings ?? []).map(({ code }: typeof oldLists) => code),
    ]).toContain(code)
    expect(data.report?.total).toBe(code === 'STALE' ? 6 : undefined)
  })

  it.each(['chatwoot', 'livechat'])(
    'an earlier list is used within the deadline when a source of %s hangs',
    async (provider) => {
      const { source, ask } = await start(provider, { deadline: 4_000 })
      await ask(`{ ${report(today, ofOneil)} }`)
      const { opened: ended, open } = openGate()
      source.fail = async () => {
        await ended
        return json({}, 500)
      }
      pass(6 * minute)
      const { data } = await ask(`{ ${report(today, ofOneil)} }`)
      open()
      expect(data.report).toEqual({ total: 3, gaps: [], warnings: [oldFigures, oldLists] })
    },
  )

  it('a list that was never read has no fallback', async () => {
    const { source, ask } = await start()
    source.fail = () => json({}, 500)
    expect((await ask(`{ ${report(today, ofOneil)} }`)).errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }])
  })

  it('an agent who is not in the stale list is not reported as unknown', async () => {
    const { source, ask } = await start()
    await ask(`{ ${report(march, ofOneil)} }`)
    source.fail = () => json({}, 500)
    pass(6 * minute)
    expect((await ask(`{ ${report(march, 'agentEmail: "oneil@x"')} }`)).errors).toMatchObject([
      { message: expect.stringContaining('the account has no agent oneil@x'), extensions: { code: 'UNAVAILABLE' } },
    ])
  })

  it('stale names are used, and stale lists are not returned', async () => {
    const { source, ask } = await start()
    const question =
      '{ sources { agents { email } } ranking(scope: { range: { preset: TODAY } }) { entries { agent { name } } } }'
    const names = ['Bo', 'Oona'].map((name) => ({ agent: { name } }))
    expect((await ask(question)).data).toEqual({
      sources: [{ agents: [{ email: "o'neil@x" }, { email: 'bo+vip@x' }] }],
      ranking: { entries: names },
    })
    source.fail = () => json({}, 500)
    pass(6 * minute)
    const { data, errors } = await ask(question)
    expect(data).toEqual({ sources: [{ agents: null }], ranking: { entries: names } })
    expect(errors).toMatchObject([{ path: ['sources', 0, 'agents'], extensions: { code: 'UNAVAILABLE' } }])
  })
})

describe('a stale list', () => {
  it('stands in for as long as figures do', async () => {
    const { source, ask } = await start('chatwoot', { cache: { ...defaultAges, staleFor: 10 * minute } })
    const question = `{ ${report(march, ofOneil)} }`
    await ask(question)
    source.fail = (request) => (isList(request) ? json({}, 500) : undefined)
    pass(10 * minute - 1)
    expect((await ask(question)).data.report).toMatchObject({ total: 6, warnings: [oldLists] })
    pass(1)
    expect((await ask(question)).errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }])
  })

  it('is asked for once a minute, whatever asks for it', async () => {
    const { source, ask, countLists } = await start()
    const fields = [ofOneil, 'tags: ["100%"]', 'tags: ["100"]'].map(
      (filter, place) => `a${place}: ${report(march, filter)}`,
    )
    const question = `{ ${fields.join(' ')} ${report(march, '', 'breakdown(by: AGENT) { slices { total buckets { value } } }')} }`
    await ask(question)
    source.fail = (request) => (isList(request) ? json({}, 500) : undefined)
    pass(6 * minute)
    const before = countLists()
    for (let round = 0; round < 30; round += 1) {
      const { data, errors } = await ask(question)
      expect(errors).toBeUndefined()
      expect(data.a0.warnings).toEqual([oldLists])
      pass(6_000)
    }
    // Of agents and of labels.
    expect(countLists() - before).toBe(2 * 3)
  })

  it('is forgotten once the credentials were refused', async () => {
    const { source, ask } = await start()
    const question = `{ ${report(march, ofOneil)} }`
    await ask(question)
    pass(6 * minute)
    for (const [status, code] of [
      [401, 'UNAUTHENTICATED'],
      [500, 'UNAVAILABLE'],
    ] as const) {
      source.fail = () => json({}, status)
      expect((await ask(question)).errors).toMatchObject([{ extensions: { code } }])
    }
  })

  it('gives way to the new one once the source is back', async () => {
    const { source, ask } = await start()
    const [known, unknown] = [`{ ${report(march, ofOneil)} }`, `{ ${report(march, 'agentEmail: "oneil@x"')} }`]
    const first = await ask(known)
    source.fail = () => json({}, 500)
    pass(6 * minute)
    expect((await ask(known)).data.report.warnings).toEqual([oldLists])
    source.fail = () => undefined
    source.agents = [oneil, bo, added]
    pass(minute)

    expect(await ask(known)).toEqual(first)
    expect((await ask(unknown)).data.report).toEqual({ total: 6, gaps: [], warnings: [] })
    const { breakdown } = (await ask(split(march, 'AGENT', 'total'))).data.report
    expect(breakdown.slices.map(({ label }: { label: string }) => label).sort()).toEqual(['Bo', 'Neil', 'Oona'])
  })
})
