import { afterEach, expect, it } from 'vitest'
import livechat from '../../src/provider/livechat/index.ts'
import { type Metric, metricNames } from '../../src/report/figures/metric.ts'
import { isSupported } from '../../src/report/port/source.ts'
import { startGateway } from '../support/gateway.ts'
import { json, startRawUpstream } from '../support/raw-upstream.ts'
import { documentedChats } from './documented-chats.ts'
import { documentedTickets } from './documented-tickets.ts'
import { fixtures } from './fixtures-livechat.ts'

const documented = [...documentedChats, ...documentedTickets]

/** The last of the four Mondays of the page's example. */
const now = Date.parse('2015-04-06T23:30:00Z')
const later = Date.parse('2026-04-10T12:00:00Z')
const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

const document = `query ($metrics: [Metric!]!, $scope: ReportScope!) {
  reports(metrics: $metrics, scope: $scope) { metric buckets { value } gaps { code message } warnings { code } }
}`

it.each(documented)('reads $path as the vendor’s page shows it, in one call', async ({ path, query, body, values }) => {
  const upstream = await startRawUpstream(() => json(body))
  const isOccupancy = query.weekday !== undefined
  const gateway = startGateway([fixtures.source(upstream.url)], () => (isOccupancy ? now : later))
  opened.push(upstream, gateway)
  const { date_from: first = '2015-03-16', date_to: last = first } = query
  const granularity = isOccupancy || query.group_by === 'hour' ? 'HOUR' : 'DAY'
  const scope = { range: { days: { first, last } }, granularity, timeZone: 'UTC' }

  const { data } = await gateway.query(document, { metrics: Object.keys(values), scope })

  const expected = Object.entries(values).map(([metric, figures]) => ({
    metric,
    buckets: figures.map((value) => ({ value: value === null ? null : expect.closeTo(value, 9) })),
    gaps: [],
    warnings: [],
  }))
  expect(data.reports).toEqual(expected)
  expect(upstream.requests.map((request) => [request.path, Object.fromEntries(request.query)])).toEqual([
    [`/reports/${path}`, query],
  ])
  expect(upstream.requests[0]?.headers).toMatchObject({
    'x-api-version': '2',
    authorization: `Basic ${btoa('ops@test.example:test-key')}`,
  })
})

it('every report and every metric is tested', () => {
  const metrics = documented.flatMap(({ values }) => Object.keys(values))
  const { mappings, datasets } = livechat.provider
  expect(new Set(metrics)).toEqual(new Set(metricNames.filter((metric: Metric) => isSupported(mappings[metric]))))
  const series = Object.keys(datasets).filter((name) => !name.endsWith('ranking'))
  expect(documented).toHaveLength(series.length)
})
