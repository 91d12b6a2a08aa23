import { describe, expect, it } from 'vitest'
import { listMetrics } from '../../src/report/figures/catalogue.ts'
import { type Metric, metricNames, metrics } from '../../src/report/figures/metric.ts'
import { granularities } from '../../src/report/time/bucket.ts'
import { inventedProvider, unsupported } from '../support/invented-source.ts'

describe('the metrics', () => {
  it.each(metricNames)('%s has a unit that fits its aggregation, and a description', (metric) => {
    const { unit, aggregation, description } = metrics[metric]

    expect(unit === 'RATIO').toBe(aggregation === 'RATIO')
    expect(aggregation !== 'MEAN' || unit === 'SECONDS').toBe(true)
    expect(description).toMatch(/^[A-Z].+\.$/)
  })
})

describe('listMetrics', () => {
  const catalogue = listMetrics([inventedProvider, { ...inventedProvider, name: 'LIVECHAT' }])
  const supportOf = (metric: Metric) => catalogue.find((entry) => entry.metric === metric)?.support[0]

  it('lists every metric once, in order, with an entry for every provider', () => {
    expect(catalogue.map(({ metric }) => metric)).toEqual(metricNames)
    expect(
      catalogue.filter(({ support }) => support.map(({ provider }) => provider).join() !== 'CHATWOOT,LIVECHAT'),
    ).toEqual([])
  })

  it('returns the provider and the filters of a metric', () => {
    expect(supportOf('FIRST_RESPONSE_TIME')).toEqual({
      provider: 'CHATWOOT',
      isSupported: true,
      upstream: 'GET /chats, fields mean_wait and total',
      filters: ['AGENT', 'TEAM', 'INBOX', 'TAGS', 'GOAL', 'GREETING', 'BUSINESS_HOURS'],
      granularities: [...granularities],
      zoneSupport: 'ANY_ZONE',
      limits: {},
      note: 'Bots answer too. Spam is left out. Only one of the filters agent, team can be used at a time.',
    })
  })

  it.each<[string, Metric, string]>([
    ['one field', 'QUEUE_WAITING_TIME_MAX', 'GET /queue, field max'],
    ['each field of a share once', 'ABANDONMENT_RATE', 'GET /queue, fields left and entered'],
  ])('names %s', (_, metric, upstream) => {
    expect(supportOf(metric)).toMatchObject({ isSupported: true, upstream, note: null })
  })

  it('returns the limits of a metric', () => {
    expect(supportOf('QUEUE_WAITING_TIME_MAX')).toMatchObject({
      filters: [],
      granularities: ['DAY', 'WEEK'],
      zoneSupport: 'ACCOUNT_ZONE',
      limits: { keptDays: 28 },
    })
  })

  it('states why a provider does not support a metric', () => {
    expect(supportOf('GOALS')).toEqual({
      provider: 'CHATWOOT',
      isSupported: false,
      upstream: null,
      filters: [],
      granularities: [],
      zoneSupport: null,
      limits: {},
      note: unsupported,
    })
  })
})
