import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import livechat from '../../src/provider/livechat/index.ts'
import { metricNames } from '../../src/report/figures/metric.ts'
import { isSupported } from '../../src/report/port/source.ts'
import { startGateway, type TestGateway } from '../support/gateway.ts'
import { type RawUpstream, startRawUpstream } from '../support/raw-upstream.ts'
import { now } from './fixtures.ts'
import { fixtures } from './fixtures-livechat.ts'

const supported = metricNames.filter((metric) => isSupported(livechat.provider.mappings[metric]))

let upstream: RawUpstream
let gateway: TestGateway

beforeEach(async () => {
  upstream = await startRawUpstream(fixtures.answer)
  gateway = startGateway([fixtures.source(upstream.url)], () => now)
})

afterEach(async () => {
  await gateway.close()
  await upstream.close()
})

async function ask(metrics: readonly string[], first: string, last: string, scope: object = {}) {
  const document = `query ($metrics: [Metric!]!, $scope: ReportScope!) {
    reports(metrics: $metrics, scope: $scope) { buckets { value } total isPartial gaps { code message } }
  }`
  const { data, errors } = await gateway.query(document, {
    metrics,
    scope: { range: { days: { first, last } }, timeZone: 'UTC', ...scope },
  })
  expect(errors).toBeUndefined()
  return data.reports
}

const sent = (...names: string[]) => upstream.requests.map(({ query }) => names.map((name) => query.get(name)))

it.each(['WEEK', 'MONTH', 'QUARTER', 'YEAR'])(
  'computes a %s from days, in one call, and never asks for months',
  async (granularity) => {
    const [report] = await ask(['CONVERSATIONS'], '2026-01-01', '2026-03-31', { granularity })
    expect(report.total).toBe(90 * 3)
    expect(sent('date_from', 'date_to', 'group_by')).toEqual([['2026-01-01', '2026-03-31', 'day']])
  },
)

it('always sends both dates, and how to group them and in which zone wherever a report takes that', async () => {
  await ask(supported, '2026-03-28', '2026-03-29')
  const parameters = upstream.requests.map(({ path, query }) =>
    [path.replace('/reports/', ''), ...query.keys()].join(' '),
  )
  const dated = (path: string, ...rest: string[]) => [path, 'date_from', 'date_to', ...rest].join(' ')
  expect(parameters.filter((one) => !one.endsWith('date_from date_to group_by timezone')).sort()).toEqual([
    dated('availability', 'timezone'),
    'chats/agents_occupancy weekday',
    'chats/agents_occupancy weekday',
    dated('chats/chatting_time'),
    dated('chats/first_response_time', 'group_by'),
    dated('chats/response_time', 'group_by'),
  ])
})

describe('hours', () => {
  it('are read one day per call', async () => {
    await ask(['CONVERSATIONS'], '2026-03-10', '2026-03-12', { granularity: 'HOUR', timeZone: 'Europe/Warsaw' })
    expect(sent('date_from', 'date_to', 'group_by', 'timezone').sort()).toEqual(
      ['2026-03-10', '2026-03-11', '2026-03-12'].map((date) => [date, date, 'hour', 'Europe/Warsaw']),
    )
  })

  it('are returned for 31 days, and 32 days cause no call', async () => {
    const [month] = await ask(['CONVERSATIONS'], '2026-03-01', '2026-03-31', { granularity: 'HOUR' })
    expect(month.total).toBe(31 * 24 * 3)
    expect(upstream.requests).toHaveLength(31)
    const [longer] = await ask(['CONVERSATIONS'], '2026-02-28', '2026-03-31', { granularity: 'HOUR' })
    expect(longer).toMatchObject({ total: null, isPartial: true, gaps: [{ code: 'RANGE_TOO_LONG' }] })
    expect(upstream.requests).toHaveLength(31)
  })
})

describe('occupancy', () => {
  it('takes seven calls for the 28 days that LiveChat keeps', async () => {
    const [report] = await ask(['PEAK_CONCURRENT_CHATS'], '2026-03-14', '2026-04-10')
    expect(report).toMatchObject({ total: 3, isPartial: false, gaps: [] })
    expect(report.buckets).toEqual(Array(28).fill({ value: 3 }))
    expect(sent('weekday').flat().sort()).toEqual(['fri', 'mon', 'sat', 'sun', 'thu', 'tue', 'wed'])
  })

  it('is null before them, and the gap names the first available day', async () => {
    const [report] = await ask(['PEAK_CONCURRENT_CHATS'], '2026-03-12', '2026-03-15')
    expect(report.buckets).toEqual([{ value: null }, { value: null }, { value: 3 }, { value: 3 }])
    expect(report).toMatchObject({
      isPartial: true,
      gaps: [{ code: 'OUT_OF_RETENTION', message: expect.stringContaining('2026-03-14') }],
    })
    expect(sent('weekday').flat().sort()).toEqual(['sat', 'sun'])
  })
})

it('sends both spellings of agent and group for missed chats, as documented by the vendor', async () => {
  await ask(['MISSED_CONVERSATIONS'], '2026-03-28', '2026-03-29', {
    filter: { agentEmail: 'bo+vip@x', team: 'sales:team:2' },
  })
  expect(sent('agent', 'agents[]', 'group', 'groups[]').at(-1)).toEqual(['bo+vip@x', 'bo+vip@x', '2', '2'])
})
