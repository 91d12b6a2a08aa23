import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultServing } from '../src/config/serving.ts'
import { inventChatwootRows } from '../src/demo/chatwoot/invent.ts'
import { inventLiveChatEvents } from '../src/demo/livechat/invent.ts'
import { type CountedSources, startCountedSources } from './support/counted-sources.ts'
import { cutEvents, cutTalk } from './support/cut-events.ts'
import { startGateway } from './support/gateway.ts'
import { toSpan } from './support/instants.ts'
import { report, selections, timeZone } from './support/selections.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const window = toSpan('2026-10-01T00:00Z', '2026-11-26T00:00Z')

let upstream: CountedSources

beforeAll(async () => {
  const rows = cutTalk(inventChatwootRows(now), window)
  upstream = await startCountedSources(rows, cutEvents(inventLiveChatEvents(now), window), now, timeZone)
})

afterAll(() => upstream.close())

interface Cost {
  readonly calls: number
  readonly limit: number
  readonly entities?: { readonly calls: number; readonly limit: number }
}

/** Asks a gateway that has nothing at hand: what it answered that it may need, and what it sent. */
async function ask(document: string, limits = {}, variables = {}) {
  const serving = {
    ...defaultServing,
    limits: { ...defaultServing.limits, calls: 100_000, entityCalls: 100_000, ...limits },
  }
  const gateway = startGateway(upstream.sources, () => now, { isProduction: false, serving })
  upstream.countCalls()
  const { errors, extensions, data } = await gateway.query(document, variables)
  const calls = Object.entries(upstream.countCalls())
  const count = (some: typeof calls) => some.reduce((sum, [, times]) => sum + times, 0)
  const sentReports = count(calls.filter(([path]) => path.includes('report') || path.includes('csat')))
  await gateway.close()
  return {
    errors,
    data,
    sent: count(calls),
    sentReports,
    cost: (extensions as { readonly cost?: Cost } | undefined)?.cost,
  }
}

const total = async (document: string, variables = {}) => {
  const { cost, sent, errors } = await ask(document, {}, variables)
  expect(errors).toBeUndefined()
  return { answered: (cost?.calls ?? 0) + (cost?.entities?.calls ?? 0), sent }
}

const scopeOf = (range: string, rest = '') => `{ range: ${range}, timeZone: "${timeZone}" ${rest} }`
const fortnight = scopeOf('{ days: { first: "2026-11-01", last: "2026-11-14" } }')
const present = scopeOf('{ preset: THIS_MONTH }')
const byHour = scopeOf('{ days: { first: "2026-10-20", last: "2026-10-29" } }', 'granularity: HOUR')
const of = (scope: string, fields: string, metric = 'CONVERSATIONS') =>
  `{ report(metric: ${metric}, scope: ${scope}) { ${fields} } }`
const slices = (by: string, fields: string) => `breakdown(by: ${by}) { slices { ${fields} } }`
const everybody = (fields: string) =>
  `{ sources { agents { report(metric: CONVERSATIONS, scope: ${fortnight}) { ${fields} } } } }`

const documents: readonly string[] = [
  ...selections.map(([document]) => document),
  of(byHour, 'buckets { value }'),
  of(byHour, 'total buckets { value }', 'FIRST_RESPONSE_TIME'),
  of(byHour, 'buckets { value }', 'SATISFACTION'),
  of(byHour, 'buckets { value }', 'PEAK_CONCURRENT_CHATS'),
  of(scopeOf('{ preset: TODAY }', 'granularity: HOUR'), 'buckets { value }'),
  of(present, 'comparison { absolute }'),
  of(
    present,
    'total buckets { value } comparison(to: PREVIOUS_YEAR) { absolute relative report { total buckets { value } } }',
  ),
  of(fortnight, 'comparison { report { comparison { report { total } absolute } } }'),
  ...['AGENT', 'TEAM', 'INBOX', 'TAG', 'SOURCE'].flatMap((by) => [
    of(fortnight, slices(by, 'label total')),
    of(fortnight, slices(by, 'label total buckets { value }')),
    of(fortnight, slices(by, 'label total sampleSize'), 'FIRST_RESPONSE_TIME'),
    of(fortnight, slices(by, 'total'), 'SATISFACTION'),
  ]),
  of(
    fortnight,
    slices(
      'AGENT',
      `label agent { name report(metric: RESOLUTIONS, scope: ${fortnight}) { total buckets { value } } }`,
    ),
  ),
  of(
    fortnight,
    slices('TEAM', `team { report(metric: CONVERSATIONS, scope: ${fortnight}) { ${slices('AGENT', 'total')} } }`),
  ),
  ...['CONVERSATIONS', 'TICKETS'].map(
    (subject) => `{ ranking(subject: ${subject}, scope: ${fortnight}) { entries { agent { name } score } } }`,
  ),
  `{ ranking(scope: ${scopeOf('{ preset: TODAY }').replace(timeZone, 'Asia/Tokyo')}) { entries { score } } }`,
  `{ queueStats(scope: ${byHour}) { queued { count } buckets { start } live { open byAgent { open } } } }`,
  everybody('total'),
  everybody('total buckets { value }'),
  everybody('sampleSize'),
  '{ sources { agents { name } teams { name } inboxes { name } tags goals { name } greetings { name } } }',
  '{ sources { a: status { version } b: status { isReachable } } }',
  `{ a: report(metric: BOT_HANDOFFS, scope: ${fortnight}) { total } b: report(metric: BOT_RESOLUTIONS, scope: ${fortnight}) { buckets { value } } }`,
  `{ reports(metrics: [CONVERSATIONS, RESOLUTIONS, FIRST_RESPONSE_TIME, RESPONSE_TIME, INCOMING_MESSAGES], scope: ${fortnight}) { total } }`,
]

describe('robustness, request: what an operation may need upstream', () => {
  it.each(documents)('is never less than it sends: %s', async (document) => {
    const { answered, sent } = await total(document)
    expect(answered).toBeGreaterThanOrEqual(sent)
  })

  it.each([
    ['one call a source for a series', report('total buckets { value }'), 2],
    ['nothing for what needs no answer of theirs', report('unit range { start }'), 0],
    [
      'the same twice as once',
      `{ a: report(metric: CONVERSATIONS, scope: ${fortnight}) { total } b: report(metric: CONVERSATIONS, scope: ${fortnight}) { total } }`,
      2,
    ],
    ['twice as much beside an earlier period', of(fortnight, 'total comparison { report { total } }'), 4],
    ['a call a day for hours of LiveChat', of(byHour, 'buckets { value }'), 15],
    ['a call a bucket for bots', of(fortnight, 'total buckets { value }', 'BOT_HANDOFFS'), 15],
    ['a call for each agent of each source, and their lists', of(fortnight, slices('AGENT', 'buckets { value }')), 19],
    [
      'one call for all agents where there is one',
      of(scopeOf('{ preset: YESTERDAY }', 'filter: { sources: ["support"] }'), slices('AGENT', 'total')),
      2,
    ],
    [
      'a call for each tag, and their list',
      of(scopeOf('{ preset: YESTERDAY }', 'filter: { sources: ["sales"] }'), slices('TAG', 'total')),
      6,
    ],
  ])('is %s', async (_, document, calls) => {
    expect((await ask(document)).cost).toEqual({ calls, limit: 100_000 })
  })

  it('allows nine agents by the hour of a month under the default limit', async () => {
    const month = scopeOf('{ days: { first: "2026-10-01", last: "2026-10-31" } }', 'granularity: HOUR')
    const { errors, cost } = await ask(of(month, slices('AGENT', 'buckets { value }')), {
      calls: defaultServing.limits.calls,
    })
    expect([errors, cost?.limit]).toEqual([undefined, defaultServing.limits.calls])
    expect(cost?.calls).toBeGreaterThan(9 * 31)
  })

  it('counts the members that `first` selects', async () => {
    const calls = async (first: number) =>
      (await ask(everybody('total buckets { value }').replace('agents {', `agents(first: ${first}) {`))).cost?.calls
    expect([await calls(1), await calls(2)]).toEqual([6, 10])
  })

  it('counts what is deferred', async () => {
    const document = `{ ... @defer { ${report('total').slice(1, -1)} } }`
    const { errors, sent } = await ask(document, { calls: 1 })
    expect([errors?.[0]?.extensions, sent]).toEqual([{ code: 'COST_LIMIT', cost: { calls: 2, limit: 1 } }, 0])
  })

  it('is the same through variables and fragments', async () => {
    const document = `query ($scope: ReportScope!, $by: Dimension!, $no: Boolean!) { ...F } fragment F on Query { report(metric: CONVERSATIONS, scope: $scope) { ...G } } fragment G on Report { breakdown(by: $by) { slices { buckets { value } } } total @include(if: $no) }`
    const scope = { range: { days: { first: '2026-11-01', last: '2026-11-14' } }, timeZone }
    expect((await ask(document, {}, { scope, by: 'AGENT', no: false })).cost?.calls).toBe(19)
  })

  it.each([
    [
      'a leaderboard, of which only the lists of agents are read',
      of(fortnight, slices('AGENT', 'buckets { value }')),
      2,
    ],
    ['hours', of(byHour, 'total buckets { value }'), 0],
  ])('is rejected before any report call when it is more than allowed: %s', async (_, document, lists) => {
    const { cost } = await ask(document)
    const calls = cost?.calls ?? 0
    expect((await ask(document, { calls })).errors).toBeUndefined()
    const { errors, data, sent } = await ask(document, { calls: calls - 1 })
    expect([data, sent]).toEqual([undefined, lists])
    expect(errors).toEqual([
      {
        message: `The operation needs up to ${calls} upstream calls; at most ${calls - 1} are allowed. Split it into smaller operations.`,
        extensions: { code: 'COST_LIMIT', cost: { calls, limit: calls - 1 } },
      },
    ])
  })

  const people = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ __typename: 'Agent', email: `a${index}@demo.example` }))
  const entities = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Agent { report(metric: CONVERSATIONS, scope: ${fortnight}) { buckets { value } } } } }`

  it('is counted apart for what routers ask, with a limit of its own', async () => {
    const { cost } = await ask(entities, {}, { of: people(3) })
    expect(cost).toEqual({ calls: 0, limit: 100_000, entities: { calls: 8, limit: 100_000 } })
    expect((await ask(entities, { calls: 1, entityCalls: 8 }, { of: people(3) })).errors).toBeUndefined()
    const { errors, sent } = await ask(entities, { entityCalls: 7 }, { of: people(3) })
    expect([errors?.[0]?.extensions?.code, sent]).toEqual(['COST_LIMIT', 0])
  })

  it('counts what aliases of entities ask each', async () => {
    const of = (index: number) =>
      `a${index}: _entities(representations: [{ __typename: "Agent", email: "a${index}@demo.example" }]) { ... on Agent { report(metric: CONVERSATIONS, scope: ${fortnight}) { buckets { value } } } }`
    const [one, three] = [await ask(`{ ${of(0)} }`), await ask(`{ ${of(0)} ${of(1)} ${of(2)} }`)]
    expect(three.cost?.entities?.calls).toBe(3 * (one.cost?.entities?.calls ?? 0))
  })

  it('is counted once for a metric that is named again, and not at all for more metrics than may be asked', async () => {
    const many = (count: number) =>
      `{ reports(metrics: [${'CONVERSATIONS '.repeat(count)}], scope: ${fortnight}) { buckets { value } } }`
    expect((await ask(many(20))).cost?.calls).toBe((await ask(many(1))).cost?.calls)
    expect((await ask(many(51))).cost?.calls).toBe(0)
  })

  it('is rejected for more than 1,000 representations over all aliases', async () => {
    const twice =
      'query ($of: [_Any!]!) { a: _entities(representations: $of) { __typename } b: _entities(representations: $of) { __typename } }'
    expect((await ask(twice, {}, { of: people(500) })).errors).toBeUndefined()
    const { errors } = await ask(twice, {}, { of: people(501) })
    expect(errors?.[0]?.message).toContain('1002 representations; at most 1000')
  })

  it('is reported in production only on request', async () => {
    const gateway = startGateway(upstream.sources, () => now)
    expect((await gateway.query('{ __typename }')).extensions).toBeUndefined()
    await gateway.close()
  })
})

/** Each field of each object, and each item of a list of plain values. */
const countValues = (told: unknown): number =>
  typeof told === 'object' && told !== null
    ? Object.values(told).reduce((sum: number, one) => sum + countValues(one), 0)
    : 1

describe('robustness, request: what an answer may hold', () => {
  it.each(documents)('is never less than it holds: %s', async (document) => {
    const { data } = await ask(document)
    const { errors, sentReports } = await ask(document, { values: countValues(data) - 1 })
    expect(errors?.[0]?.extensions?.code).toBe('COST_LIMIT')
    expect(sentReports).toBe(0)
  })

  const year = scopeOf('{ days: { first: "2025-11-20", last: "2026-11-19" } }', 'granularity: HOUR')
  const often = Array.from({ length: 10 }, () => 'CONVERSATIONS').join()
  const within = (pairs: number) => `{ ${'sources { agents { email '.repeat(pairs)} ${'} }'.repeat(pairs)} }`
  const entities = Array.from({ length: 1_000 }, (_, id) => ({ __typename: 'Team', id: `sales:team:${id}` }))
  const ofTeams = (count: number) =>
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Team {
      ${Array.from({ length: count }, (_, at) => `a${at}: report(metric: CONVERSATIONS, scope: ${year}) { unit }`).join(' ')}
    } } }`

  it.each([
    ['ten metrics by the hour of a year', `{ reports(metrics: [${often}], scope: ${year}) { unit } }`],
    ['agents of sources of agents', within(2)],
    ['a report by the hour of a year of each of 1,000 entities', ofTeams(1)],
  ])('is enough for %s', async (_, document) => {
    expect((await ask(document, {}, { of: entities })).errors).toBeUndefined()
  })

  it.each([
    [
      'the same metric again and again',
      `{ reports(metrics: [${`${often},`.repeat(5)}], scope: ${year}) { buckets { start value } } }`,
    ],
    [
      'the same metric again and again in all',
      `query ($all: [Metric!]!, $year: ReportScope! = ${year}) { ${Array.from({ length: 28 }, (_, at) => `a${at}: reports(metrics: $all, scope: $year) { total }`).join(' ')} }`,
    ],
    ['agents of sources of agents of sources of agents', within(3)],
    ['reports by the hour of a year of each of 1,000 entities', ofTeams(2)],
  ])('is too much, and nothing is sent, for %s', async (_, document) => {
    const { errors, sent } = await ask(document, {}, { of: entities, all: Array(50).fill('CONVERSATIONS') })
    expect(errors).toEqual([
      {
        message: expect.stringMatching(/^The operation needs up to \d+ values in its response; at most 500000/),
        extensions: { code: 'COST_LIMIT', cost: { values: expect.any(Number), limit: 500_000 } },
      },
    ])
    expect(sent).toBe(0)
  })
})
