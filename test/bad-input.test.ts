import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoUpstream } from '../src/demo/upstream.ts'
import { startChatwootSource, startGateway, startLiveChatSource, type TestGateway } from './support/gateway.ts'
import { inventChatwootRows, inventLiveChatEvents } from './support/invented.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
let gateway: TestGateway
let upstreams: readonly DemoUpstream[]

beforeAll(async () => {
  const [support, chatwoot] = await startChatwootSource(inventChatwootRows(now), now)
  const [sales, livechat] = await startLiveChatSource(inventLiveChatEvents(now), now)
  upstreams = [chatwoot, livechat]
  gateway = startGateway([support, sales], () => now)
})

afterAll(async () => {
  await gateway.close()
  await Promise.all(upstreams.map((upstream) => upstream.close()))
})

const document =
  'query ($scope: ReportScope!) { report(metric: CONVERSATIONS, scope: $scope) { total gaps { code source { id } } isPartial } }'
const range = { preset: 'YESTERDAY' }
const filtered = (filter: Record<string, unknown>) => ({ range, filter })
const callCount = () => upstreams.reduce((sum, { requests }) => sum + requests.length, 0)

describe('the error of an invalid request names the argument, without an upstream call', () => {
  it.each<[string, Record<string, unknown>, string, RegExp]>([
    ['an unknown zone', { range, timeZone: 'Europe/Warschau' }, 'scope.timeZone', /IANA name such as Europe\/Warsaw/],
    ['an abbreviation', { range, timeZone: 'IST' }, 'scope.timeZone', /IANA name/],
    ['an offset', { range, timeZone: '+01:00' }, 'scope.timeZone', /IANA name/],
    ['space around a name', { range, timeZone: 'Europe/Warsaw ' }, 'scope.timeZone', /did you mean Europe\/Warsaw/],
    ['a month that does not exist', { range, fiscalYearStart: 13 }, 'scope.fiscalYearStart', /13 is not a month/],
    [
      'an inverted range',
      { range: { days: { first: '2026-02-02', last: '2026-02-01' } } },
      'scope.range.days',
      /must not be after/,
    ],
    [
      'a day that does not exist',
      { range: { days: { first: '2026-02-30', last: '2026-03-01' } } },
      'scope.range.days.first',
      /calendar date/,
    ],
    [
      'an empty range',
      { range: { between: { from: '2026-02-01T00:00:00Z', to: '2026-02-01T00:00:00Z' } } },
      'scope.range.between',
      /must be before/,
    ],
    [
      'epoch seconds',
      { range: { between: { from: 1769904000, to: '2026-02-02T00:00:00Z' } } },
      'scope.range.between.from',
      /epoch seconds; send epoch milliseconds, such as 1769904000000/,
    ],
    [
      'an instant without an offset',
      { range: { between: { from: '2026-02-01T00:00:00', to: '2026-02-02T00:00:00Z' } } },
      'scope.range.between.from',
      /with a UTC offset/,
    ],
    ['a duration of two units', { range: { last: 'P1M2D' } }, 'scope.range.last', /duration in hours, days/],
    ['a duration of nothing', { range: { last: 'P0D' } }, 'scope.range.last', /duration in hours, days/],
    ['more than 10,000 buckets', { range: { last: 'P2Y' }, granularity: 'HOUR' }, 'scope.granularity', /10000 buckets/],
    ['a time before there was anything', { range: { last: 'P99Y' } }, 'scope.range', /within the years 2000 to 2099/],
    [
      'an unknown source',
      filtered({ sources: ['support', 'nowhere'] }),
      'scope.filter.sources',
      /available: support, sales/,
    ],
    ['no source at all', filtered({ sources: [] }), 'scope.filter.sources', /omit it/],
    [
      'a team of an unknown source',
      filtered({ team: 'nowhere:team:3' }),
      'scope.filter.team',
      /available: support, sales/,
    ],
    [
      'a malformed id',
      filtered({ team: '3' }),
      'scope.filter.team',
      /such as (support|sales):(team|inbox|goal|greeting):3/,
    ],
    [
      'a path in an id',
      filtered({ inbox: 'support:inbox:1/../../evil' }),
      'scope.filter.inbox',
      /such as (support|sales):(team|inbox|goal|greeting):3/,
    ],
    [
      'a query in an id',
      filtered({ inbox: 'support:inbox:1?x=y#' }),
      'scope.filter.inbox',
      /such as (support|sales):(team|inbox|goal|greeting):3/,
    ],
    [
      'parameters in an id',
      filtered({ goal: 'sales:a&b=c' }),
      'scope.filter.goal',
      /such as (support|sales):(team|inbox|goal|greeting):3/,
    ],
    [
      'a line break in an id',
      filtered({ greeting: 'sales:greeting:1\r\nHost: evil' }),
      'scope.filter.greeting',
      /such as (support|sales):(team|inbox|goal|greeting):3/,
    ],
    [
      'full-width digits',
      filtered({ team: 'support:team:１２' }),
      'scope.filter.team',
      /such as (support|sales):(team|inbox|goal|greeting):3/,
    ],
    [
      'an escaped slash',
      filtered({ team: 'support:%2f' }),
      'scope.filter.team',
      /such as (support|sales):(team|inbox|goal|greeting):3/,
    ],
    ['something that is no address', filtered({ agentEmail: 'Ewa Nowak' }), 'scope.filter.agentEmail', /e-mail/],
    [
      'a line break in an address',
      filtered({ agentEmail: 'ewa@demo.example\r\nX: y' }),
      'scope.filter.agentEmail',
      /e-mail/,
    ],
    ['no tag in the list of tags', filtered({ tags: [] }), 'scope.filter.tags', /omit it/],
    ['more tags than anybody asks for', filtered({ tags: Array(51).fill('a') }), 'scope.filter.tags', /at most 50/],
    [
      'a source more often than there are',
      filtered({ sources: Array(3).fill('sales') }),
      'scope.filter.sources',
      /names 3/,
    ],
  ])('%s', async (_, scope, argument, message) => {
    const { data, errors } = await gateway.query(document, { scope })
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument })
    expect(errors?.[0]?.message).toMatch(message)
    expect(data).toEqual({ report: null })
    expect(callCount()).toBe(0)
  })

  it.each([
    ['two forms of a range', '{ range: { last: "P1D", preset: TODAY } }'],
    ['no form of a range', '{ range: {} }'],
    ['an unknown preset', '{ range: { preset: SOMEDAY } }'],
  ])('%s is rejected by validation', async (_, scope) => {
    const { errors } = await gateway.query(`{ report(metric: CONVERSATIONS, scope: ${scope}) { total } }`)
    expect(errors).toHaveLength(1)
    expect(callCount()).toBe(0)
  })

  it('a source that does not exist', async () => {
    const { data, errors } = await gateway.query('{ source(id: "nowhere") { name } }')
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('support, sales'),
      extensions: { code: 'BAD_USER_INPUT', argument: 'id' },
    })
    expect(data).toEqual({ source: null })
  })

  it('too many metrics', async () => {
    const metrics = Array.from({ length: 51 }, () => 'CONVERSATIONS')
    const { errors } = await gateway.query(
      'query ($metrics: [Metric!]!, $scope: ReportScope!) { reports(metrics: $metrics, scope: $scope) { total } }',
      { metrics, scope: { range } },
    )
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'metrics' })
  })

  it('one invalid field does not affect the others', async () => {
    const { data, errors } = await gateway.query(
      '{ bad: source(id: "nowhere") { id } good: source(id: "sales") { id timeZone } }',
    )
    expect(data).toEqual({ bad: null, good: { id: 'sales', timeZone: 'America/New_York' } })
    expect(errors).toHaveLength(1)
  })
})

describe('what the upstream does not know is a gap, not an error', () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    ['an agent nobody knows', { agentEmail: 'nobody@demo.example' }, ['support NOT_FOUND', 'sales NOT_FOUND']],
    ['a team nobody knows', { team: 'support:team:999' }, ['support NOT_FOUND', 'sales NOT_FOUND']],
    ['a group nobody knows', { team: 'sales:team:999' }, ['support NOT_FOUND', 'sales NOT_FOUND']],
    ['a label nobody knows', { tags: ['no-such-label'], sources: ['support'] }, ['support NOT_FOUND']],
  ])('%s: the figures are empty, and the report is whole', async (_, filter, gaps) => {
    const { data, errors } = await gateway.query(document, { scope: filtered(filter) })
    expect(errors).toBeUndefined()
    expect(
      data.report.gaps.map((gap: { source: { id: string }; code: string }) => `${gap.source.id} ${gap.code}`),
    ).toEqual(gaps)
    expect(data.report).toMatchObject({ total: null, isPartial: false })
  })

  it.each([{ team: 'support:team:999999' }, { inbox: 'support:inbox:999999' }])(
    'surveys of %o are not taken for surveys that nobody answered',
    async (filter) => {
      const { data } = await gateway.query(
        'query ($scope: ReportScope!) { report(metric: RATINGS_GOOD, scope: $scope) { total gaps { code } } }',
        { scope: filtered({ ...filter, sources: ['support'] }) },
      )
      expect(data.report).toEqual({ total: null, gaps: [{ code: 'NOT_FOUND' }] })
    },
  )

  it('a filter that one product lacks is its gap, and the other answers', async () => {
    const { data } = await gateway.query(document, { scope: filtered({ inbox: 'support:inbox:1' }) })
    expect(data.report.total).toBeGreaterThan(0)
    expect(data.report.gaps).toEqual([{ code: 'NOT_FOUND', source: { id: 'sales' } }])
  })

  it('two tags are defined by neither product', async () => {
    const { data } = await gateway.query(document, { scope: filtered({ tags: ['a', 'b'] }) })
    expect(data.report).toMatchObject({
      total: null,
      isPartial: true,
      gaps: [{ code: 'FILTER_UNSUPPORTED' }, { code: 'FILTER_UNSUPPORTED' }],
    })
  })
})
