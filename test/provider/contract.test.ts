import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { registry } from '../../src/provider/registry.ts'
import { type Metric, metricNames, metrics } from '../../src/report/figures/metric.ts'
import type { FilterKind } from '../../src/report/port/dataset.ts'
import { isSupported } from '../../src/report/port/source.ts'
import { startGateway, type TestGateway } from '../support/gateway.ts'
import { type RawUpstream, startRawUpstream } from '../support/raw-upstream.ts'
import { happened, loadFixtures, now, seconds } from './fixtures.ts'

const providers = await Promise.all(
  [...registry].map(async ([name, { provider }]) => ({ name, provider, fixtures: await loadFixtures(name) })),
)

const scopes = {
  'two days': { range: { days: { first: '2026-03-28', last: '2026-03-29' } } },
  'the hours of a day': { range: { days: { first: '2026-03-28', last: '2026-03-28' } }, granularity: 'HOUR' },
  'one hour': { range: { between: { from: '2026-03-28T10:00Z', to: '2026-03-28T11:00Z' } }, granularity: 'HOUR' },
}

const anyFilter: Readonly<Record<FilterKind, Readonly<Record<string, unknown>>>> = {
  AGENT: { agentEmail: 'bo+vip@x' },
  TEAM: { team: 'sales:team:1' },
  INBOX: { inbox: 'sales:inbox:1' },
  TAGS: { tags: ['100%'] },
  GOAL: { goal: 'sales:goal:1' },
  GREETING: { greeting: 'sales:greeting:1' },
  BUSINESS_HOURS: { businessHours: true },
}

const filterKinds = Object.keys(anyFilter) as readonly FilterKind[]

const document = `query ($metrics: [Metric!]!, $scope: ReportScope!) {
  reports(metrics: $metrics, scope: $scope) { metric buckets { value sampleSize } isPartial gaps { code } warnings { code } }
}`

describe.each(providers)(
  '$name',
  ({ provider: { mappings, datasets, memberMappings, summary, rankings, queue }, fixtures }) => {
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

    const supported = metricNames.filter((metric) => isSupported(mappings[metric]))
    const datasetOf = (metric: Metric) => {
      const mapping = mappings[metric]
      return isSupported(mapping) ? datasets[mapping.dataset] : undefined
    }
    const metricsWith = (kind: FilterKind) => supported.filter((metric) => datasetOf(metric)?.filters.includes(kind))
    /** Business hours change means alone: no other metric needs support for them. */
    const metricsWithout = (kind: FilterKind) =>
      supported.filter(
        (metric) =>
          !datasetOf(metric)?.filters.includes(kind) &&
          (kind !== 'BUSINESS_HOURS' || metrics[metric].aggregation === 'MEAN'),
      )

    async function ask(names: readonly Metric[], scope: object) {
      const { data, errors } = await gateway.query(document, { metrics: names, scope })
      expect(errors).toBeUndefined()
      return data.reports as readonly {
        readonly metric: Metric
        readonly buckets: readonly { readonly value: number; readonly sampleSize: number | null }[]
        readonly gaps: readonly { readonly code: string }[]
        readonly isPartial: boolean
      }[]
    }

    /** In every row as much happened, so in every bucket that is one row. */
    function toExpected(metric: Metric) {
      const { unit, aggregation } = metrics[metric]
      const mapping = mappings[metric]
      const weights = isSupported(mapping) ? (mapping.weight?.length ?? 0) : 0
      const value = { COUNT: happened, SECONDS: seconds, RATIO: 1 / weights }[unit]
      const isWeighted = aggregation === 'MEAN' || aggregation === 'RATIO'
      return { value, sampleSize: isWeighted ? weights * happened : null }
    }

    const reportRequests = () => upstream.requests.filter(({ path }) => /\/reports|csat/.test(path))

    it.each(metricNames)('reads %s from figures of a dataset, or states why it cannot', (metric) => {
      const mapping = mappings[metric]
      if (!isSupported(mapping)) return expect(mapping.unsupported).toMatch(/\w+ \w+/)
      const figures = Object.keys(datasets[mapping.dataset]?.fields ?? {})
      expect(figures).toEqual(expect.arrayContaining([mapping.value, ...(mapping.weight ?? [])]))
      expect(mapping.weight !== undefined).toBe(['MEAN', 'RATIO'].includes(metrics[metric].aggregation))
    })

    it('reads every dataset for some figure', () => {
      const others = [
        ...Object.values(memberMappings).flatMap((byMetric) => Object.values(byMetric)),
        ...Object.values(summary?.mappings ?? {}),
        ...Object.values(rankings).filter(isSupported),
        ...(isSupported(queue) ? Object.values(queue).flatMap((outcome) => Object.values(outcome)) : []),
      ]
      const read = [...supported.map(datasetOf), ...others.map(({ dataset }) => datasets[dataset])]
      expect(new Set(read)).toEqual(new Set(Object.values(datasets)))
    })

    it.each(Object.entries(scopes))(
      'answers every metric that it supports over %s, in the gateway’s units',
      async (_, scope) => {
        const reports = await ask(supported, scope)
        for (const { metric, buckets, gaps, isPartial } of reports) {
          expect({ metric, gaps, isPartial }).toEqual({ metric, gaps: [], isPartial: false })
          for (const bucket of buckets) expect({ metric, ...bucket }).toEqual({ metric, ...toExpected(metric) })
        }
        expect(reports.map(({ metric }) => metric)).toEqual(supported)
      },
    )

    it('has a fixture for every filter that it supports', () => {
      const kinds = new Set(fixtures.filters.map(({ kind }) => kind))
      expect(kinds).toEqual(new Set(filterKinds.filter((kind) => metricsWith(kind).length > 0)))
    })

    it.each(fixtures.filters)(
      'sends $filter byte for byte wherever it is supported',
      async ({ kind, filter, parameters }) => {
        for (const { metric, buckets, gaps } of await ask(metricsWith(kind), { ...scopes['two days'], filter })) {
          expect({ metric, gaps }).toEqual({ metric, gaps: [] })
          expect({ metric, ...buckets[0] }).toEqual({ metric, ...toExpected(metric) })
        }
        expect(reportRequests()).not.toHaveLength(0)
        for (const { query } of reportRequests()) {
          const isSent = (wanted: Readonly<Record<string, string>>) =>
            Object.entries(wanted).every(([name, value]) => query.get(name) === value)
          expect({ query: `${query}`, isSent: parameters.some(isSent) }).toMatchObject({ isSent: true })
        }
      },
    )

    it.each(filterKinds)('returns a gap, and makes no call, when it has no filter by %s', async (kind) => {
      const reports = await ask(metricsWithout(kind), { ...scopes['two days'], filter: anyFilter[kind] })
      for (const { gaps, isPartial } of reports)
        expect({ gaps, isPartial }).toEqual({ gaps: [{ code: 'FILTER_UNSUPPORTED' }], isPartial: true })
      expect(upstream.requests).toHaveLength(0)
    })

    it('makes no call for two tags, because no product defines how tags combine', async () => {
      for (const { gaps } of await ask(metricsWith('TAGS'), { ...scopes['two days'], filter: { tags: ['a', 'b'] } }))
        expect(gaps).toEqual([{ code: 'FILTER_UNSUPPORTED' }])
      expect(upstream.requests).toHaveLength(0)
    })

    it('sends its credentials in one header and nowhere else', async () => {
      const { header, value, secrets } = fixtures.credentials
      await ask(supported, { ...scopes['two days'], filter: { agentEmail: 'bo+vip@x' } })
      for (const { path, query, headers } of upstream.requests) {
        expect(headers[header]).toBe(value)
        const rest = JSON.stringify([path, [...query], { ...headers, [header]: '' }])
        for (const secret of secrets) expect(rest).not.toContain(secret)
      }
    })
  },
)
