import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoUpstream } from '../src/demo/upstream.ts'
import type { Support } from '../src/report/figures/catalogue.ts'
import type { Limits } from '../src/report/port/dataset.ts'
import { granularities } from '../src/report/time/bucket.ts'
import { startChatwootSource, startGateway, startLiveChatSource, type TestGateway } from './support/gateway.ts'
import { inventChatwootRows, inventLiveChatEvents } from './support/invented.ts'

interface Entry extends Omit<Support, 'limits'>, Record<keyof Limits, number | null> {
  readonly metric: string
  readonly aggregation: string
}

interface Question {
  readonly range: object
  readonly granularity?: string
  readonly timeZone?: string
  readonly filter?: object
}

const now = Date.parse('2026-11-20T12:00:00Z')
const products = [
  { provider: 'CHATWOOT', source: 'support', timeZone: 'Europe/Warsaw' },
  { provider: 'LIVECHAT', source: 'sales', timeZone: 'America/New_York' },
]
let gateway: TestGateway
let upstreams: readonly DemoUpstream[]
let catalogue: readonly Entry[]

beforeAll(async () => {
  const [support, chatwoot] = await startChatwootSource(inventChatwootRows(now), now)
  const [sales, livechat] = await startLiveChatSource(inventLiveChatEvents(now), now)
  upstreams = [chatwoot, livechat]
  gateway = startGateway([support, sales], () => now, { deadline: 60_000 })
  const { data } = await gateway.query(`{
    metrics {
      metric
      aggregation
      support { provider isSupported filters granularities zoneSupport maxHourDays maxBuckets keptDays note }
    }
  }`)
  catalogue = data.metrics.flatMap(({ support: all, ...metric }: { support: Support[] }) =>
    all.map((one) => ({ ...metric, ...one })),
  )
})

afterAll(async () => {
  await gateway.close()
  await Promise.all(upstreams.map((upstream) => upstream.close()))
})

const twoDays = { days: { first: '2026-11-17', last: '2026-11-18' } }
const document = `query ($metrics: [Metric!]!, $scope: ReportScope!) {
  reports(metrics: $metrics, scope: $scope) { metric gaps { code } warnings { code } }
}`

describe.each(products)('what the catalogue says of $provider is what $source does:', (product) => {
  const entries = () => catalogue.filter(({ provider, isSupported }) => provider === product.provider && isSupported)
  const namesOf = (isMeant: (entry: Entry) => boolean) =>
    entries()
      .filter(isMeant)
      .map(({ metric }) => metric)

  /** The metrics whose reports over a scope carry the code, as a gap or a warning. */
  async function listMarked(code: string, scope: Question, isAsked: (entry: Entry) => boolean) {
    const { data, errors } = await gateway.query(document, {
      metrics: namesOf(isAsked),
      scope: { timeZone: product.timeZone, ...scope, filter: { sources: [product.source], ...scope.filter } },
    })
    expect(errors).toBeUndefined()
    type Marks = readonly { readonly code: string }[]
    const reports: readonly { readonly metric: string; readonly gaps: Marks; readonly warnings: Marks }[] = data.reports
    return reports
      .filter(({ gaps, warnings }) => [...gaps, ...warnings].some((mark) => mark.code === code))
      .map(({ metric }) => metric)
  }

  const everything = () => true

  it('nothing that is unsupported, and why', async () => {
    const missing = catalogue.filter(({ provider, isSupported }) => provider === product.provider && !isSupported)
    for (const { metric, note } of missing) {
      const scope = { range: twoDays, filter: { sources: [product.source] } }
      const { errors } = await gateway.query(document, { metrics: [metric], scope })
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'METRIC_UNSUPPORTED', gaps: [{ message: note }] })
    }
  })

  it.each(granularities)('granularities by the %s', async (granularity) => {
    const scope = { range: twoDays, granularity }
    expect(await listMarked('GRANULARITY_UNSUPPORTED', scope, everything)).toEqual(
      namesOf((entry) => !entry.granularities.includes(granularity)),
    )
  })

  it.each([
    ['AGENT', { agentEmail: 'ewa.nowak@demo.example' }],
    ['TEAM', { team: `${product.source}:team:1` }],
    ['INBOX', { inbox: `${product.source}:inbox:1` }],
    ['TAGS', { tags: ['vip'] }],
    ['GOAL', { goal: `${product.source}:goal:101` }],
    ['GREETING', { greeting: `${product.source}:greeting:201` }],
    ['BUSINESS_HOURS', { businessHours: true }],
  ] as const)('filters by %s', async (kind, filter) => {
    /** Business hours change nothing on other metrics, which need no support for them. */
    const isAsked = ({ aggregation }: Entry) => kind !== 'BUSINESS_HOURS' || aggregation === 'MEAN'
    expect(await listMarked('FILTER_UNSUPPORTED', { range: twoDays, filter }, isAsked)).toEqual(
      namesOf((entry) => isAsked(entry) && !entry.filters.includes(kind)),
    )
  })

  it.each(['DAY', 'HOUR'])('time zones, by the %s', async (granularity) => {
    const ask = (timeZone: string) =>
      listMarked('TIME_ZONE_APPROXIMATED', { range: twoDays, granularity, timeZone }, everything)
    expect(await ask('Asia/Tokyo')).toEqual(namesOf(({ zoneSupport }) => zoneSupport === 'ACCOUNT_ZONE'))
    expect(await ask(product.timeZone)).toEqual([])
  })

  const toDays = (days: number): Question => ({ range: { last: `P${days}D` } })
  const limits: readonly [limit: keyof Limits, code: string, toScope: (most: number) => Question][] = [
    ['maxHourDays', 'RANGE_TOO_LONG', (days) => ({ ...toDays(days), granularity: 'HOUR' })],
    ['maxBuckets', 'RANGE_TOO_LONG', toDays],
    ['keptDays', 'OUT_OF_RETENTION', toDays],
  ]

  it('limits, to the day and to the bucket', async () => {
    for (const [limit, code, toScope] of limits)
      for (const most of new Set(entries().flatMap((entry) => entry[limit] ?? []))) {
        const isLimited = (entry: Entry) => entry[limit] === most
        const isAsked = (entry: Entry) => isLimited(entry) || (limit === 'maxHourDays' && entry.maxBuckets === null)
        expect(await listMarked(code, toScope(most + 1), isAsked)).toEqual(namesOf(isLimited))
        // One by one, for together they are more calls than may wait.
        for (const limited of entries().filter(isLimited))
          expect(await listMarked(code, toScope(most), (entry) => entry === limited)).toEqual([])
      }
  })

  it('no other limits', async () => {
    const year = { range: { days: { first: '2025-12-01', last: '2026-11-20' } } }
    const isUnlimited = (entry: Entry) => entry.maxBuckets === null && entry.keptDays === null
    for (const code of ['RANGE_TOO_LONG', 'OUT_OF_RETENTION'])
      expect(await listMarked(code, year, isUnlimited)).toEqual([])
    const isWithoutHourLimit = (entry: Entry) => isUnlimited(entry) && entry.maxHourDays === null
    const hours = { range: { last: 'P60D' }, granularity: 'HOUR' }
    expect(await listMarked('RANGE_TOO_LONG', hours, isWithoutHourLimit)).toEqual([])
  })
})
