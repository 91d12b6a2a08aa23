import { describe, expect, it } from 'vitest'
import type { Filter } from '../support/brute-force/answer.ts'
import type { SharedMetric } from '../support/brute-force/both.ts'
import { type Bucket, bucketsOf, dayRange } from '../support/brute-force/calendar.ts'
import { truthOfBoth, truthOfChatwoot, truthOfLiveChat } from '../support/compare-figures.ts'
import { startCountedSources } from '../support/counted-sources.ts'
import { startGateway } from '../support/gateway.ts'
import { inventChatwootRows, inventLiveChatEvents } from '../support/invented.ts'
import { shareChatwoot } from '../support/opened-gateways.ts'

const now = Date.parse('2026-11-20T12:20:00Z')
const rows = inventChatwootRows(now)
const events = inventLiveChatEvents(now)
const truths = { both: truthOfBoth(rows, events), support: truthOfChatwoot(rows), sales: truthOfLiveChat(events) }
const metrics: readonly SharedMetric[] = ['CONVERSATIONS', 'FIRST_RESPONSE_TIME', 'RATINGS_GOOD', 'SATISFACTION']

const toDocument = (
  fields: string,
) => `query ($metrics: [Metric!]!, $scope: ReportScope!, $by: Dimension!, $first: Int!) {
  reports(metrics: $metrics, scope: $scope) { metric total sampleSize breakdown(by: $by, first: $first) {
    slices { agent { email } team { id } inbox { id } source { id } total } ${fields} gaps { source { id } code }
  } }
}`
const document = toDocument('rest { total sampleSize buckets { start value sampleSize } }')

const { open: openWith, closeLater } = shareChatwoot(rows, now)
const open = (timeZone: string) => openWith(events, { timeZone })

interface Slice {
  readonly agent: { readonly email: string } | null
  readonly team: { readonly id: string } | null
  readonly inbox: { readonly id: string } | null
  readonly source: { readonly id: 'support' | 'sales' } | null
}

/** Sum and number of what is behind a figure; counts have no number. */
type Parts = readonly [amount: number, weight: number]

/** What happened in each bucket and in the range, for the sources and the filter of a slice. */
function count(metric: SharedMetric, of: 'both' | 'support' | 'sales', filter: Filter, buckets: readonly Bucket[]) {
  const range = { start: buckets[0]?.start ?? 0, end: buckets.at(-1)?.end ?? 0 }
  const answer = truths[of].countIn(range)({ metric: metric as never, buckets, filter, now, horizon: now / 1000 })
  const toParts = (value: number | null, sampleSize: number | null): Parts =>
    sampleSize === null ? [value ?? 0, 0] : [(value ?? 0) * sampleSize, sampleSize]
  return [
    toParts(answer.total, answer.totalSampleSize),
    ...answer.buckets.map(({ value, sampleSize }) => toParts(value, sampleSize)),
  ]
}

function toFilter({ agent, team, inbox }: Slice): Filter {
  const toNumber = (id: string) => Number(id.split(':')[2])
  if (agent) return { agentEmail: agent.email }
  if (team) return { team: toNumber(team.id) }
  return inbox ? { inbox: toNumber(inbox.id) } : {}
}

const toFigure = ([amount, weight]: Parts, isWeighted: boolean) =>
  isWeighted
    ? { value: weight === 0 ? null : amount / weight, sampleSize: weight }
    : { value: amount, sampleSize: null }

describe.each(['Europe/Warsaw', 'America/New_York', 'Asia/Kolkata'])('The rest of a breakdown in %s', (timeZone) => {
  const range = dayRange('2026-11-02', '2026-11-08', timeZone)
  const scope = { range: { days: { first: '2026-11-02', last: '2026-11-08' } }, timeZone, granularity: 'DAY' }
  const buckets = bucketsOf(range, 'DAY', timeZone)

  it.each([
    ['AGENT', 500, 'both'],
    ['AGENT', 3, 'both'],
    ['TEAM', 500, 'both'],
    ['TEAM', 2, 'both'],
    ['INBOX', 500, 'support'],
    ['INBOX', 1, 'support'],
    ['SOURCE', 1, 'both'],
  ] as const)(
    'is what was counted for nobody in the slices, by %s with up to %d slices over %s.',
    async (by, first, of) => {
      const gateway = await open(timeZone)
      const { data, errors } = await gateway.query(document, { metrics, scope, by, first })
      expect(errors).toBeUndefined()
      for (const { metric, breakdown } of data.reports) {
        const slices: readonly Slice[] = breakdown.slices
        const isWeighted = metric === 'FIRST_RESPONSE_TIME' || metric === 'SATISFACTION'
        const whole = count(metric, of, {}, buckets)
        const parts = slices.map((slice) => count(metric, slice.source?.id ?? 'both', toFilter(slice), buckets))
        const expected = whole.map(([amount, weight], place) =>
          toFigure(
            parts.reduce<Parts>(
              ([a, w], part) => [a - (part[place]?.[0] ?? 0), w - (part[place]?.[1] ?? 0)],
              [amount, weight],
            ),
            isWeighted,
          ),
        )
        const { total, sampleSize, buckets: ofDays } = breakdown.rest
        for (const [place, figure] of [{ value: total, sampleSize }, ...ofDays].entries()) {
          const { value, sampleSize: events } = expected[place] ?? { value: null, sampleSize: null }
          expect([metric, place, figure.sampleSize]).toEqual([metric, place, events])
          if (value === null) expect([metric, place, figure.value]).toEqual([metric, place, null])
          // LiveChat rounds means to hundredths, which the subtraction of large parts magnifies.
          else expect(Math.abs(figure.value - value)).toBeLessThan(metric === 'FIRST_RESPONSE_TIME' ? 0.5 : 1e-6)
        }
      }
    },
  )
})

describe('The rest of a breakdown', () => {
  const scope = { range: { days: { first: '2026-11-02', last: '2026-11-08' } }, timeZone: 'Europe/Warsaw' }
  const read = async (by: string, metric: string, first = 500) => {
    const gateway = await open('Europe/Warsaw')
    const { data } = await gateway.query(toDocument('rest { total }'), { metrics: [metric], scope, by, first })
    return data.reports[0].breakdown
  }

  it('of conversations by agent is 46, which belong to no agent: 686 in total, 640 in the slices.', async () => {
    const { slices, rest } = await read('AGENT', 'CONVERSATIONS')
    const sum = slices.reduce((total: number, slice: { total: number }) => total + slice.total, 0)
    expect([sum, rest]).toEqual([640, { total: 46 }])
  })

  it('by inbox is over the sources that have inboxes: the others are a gap, not unassigned.', async () => {
    const { rest, gaps } = await read('INBOX', 'CONVERSATIONS')
    expect(gaps).toEqual([{ source: { id: 'sales' }, code: 'FILTER_UNSUPPORTED' }])
    expect(rest).toEqual({ total: 0 })
  })

  it.each([
    ['TAG', 'CONVERSATIONS', 'slices overlap'],
    ['AGENT', 'QUEUE_WAITING_TIME_MAX', 'a maximum has no rest'],
    ['AGENT', 'AVAILABILITY', 'the times of agents overlap'],
  ])('by %s of %s is null, because %s.', async (by, metric) => {
    expect((await read(by, metric)).rest).toBeNull()
  })

  it('of totals needs the calls of the report and of the breakdown, and no others.', async () => {
    const readCalls = async (fields: string) => {
      const counted = await startCountedSources(rows, events, now, 'Europe/Warsaw')
      const gateway = startGateway(counted.sources, () => now)
      closeLater(counted, gateway)
      await gateway.query(
        `query ($scope: ReportScope!) { report(metric: CONVERSATIONS, scope: $scope) { ${fields} } }`,
        {
          scope,
        },
      )
      return counted.countCalls()
    }
    expect(await readCalls('breakdown(by: AGENT) { slices { total } rest { total } }')).toEqual(
      await readCalls('total breakdown(by: AGENT) { slices { total } }'),
    )
  })
})
