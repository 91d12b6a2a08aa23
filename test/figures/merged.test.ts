import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoUpstream } from '../../src/demo/upstream.ts'
import type { SharedMetric } from '../support/brute-force/both.ts'
import { bucketsOf, dayRange } from '../support/brute-force/calendar.ts'
import { compareFigures, truthOfBoth, truthOfChatwoot, truthOfLiveChat } from '../support/compare-figures.ts'
import { type FilterChoice, sharedChoices } from '../support/filter-choices.ts'
import { startChatwootSource, startGateway, startLiveChatSource, type TestGateway } from '../support/gateway.ts'
import { inventChatwootRows, inventLiveChatEvents } from '../support/invented.ts'
import { findDifferences } from '../support/questions.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const rows = inventChatwootRows(now)
const events = inventLiveChatEvents(now)
const truth = truthOfBoth(rows, events)
const truths = { support: truthOfChatwoot(rows), sales: truthOfLiveChat(events) }

const metrics: readonly SharedMetric[] = ['CONVERSATIONS', 'FIRST_RESPONSE_TIME', 'RESPONSE_TIME']

/** Clocks change within them in Warsaw and Havana, hours aside: LiveChat tells its own of a repeated hour as one. */
const days = {
  HOUR: ['2026-10-27', '2026-10-28'],
  DAY: ['2026-10-20', '2026-11-10'],
  WEEK: ['2026-09-30', '2026-11-12'],
  MONTH: ['2026-09-10', '2026-11-30'],
} as const

const granularities = Object.keys(days) as (keyof typeof days)[]

const choices: readonly (readonly [string, FilterChoice])[] = [
  { asked: {}, filter: {} },
  ...[...sharedChoices.values()].flat(),
].map((choice) => [JSON.stringify(choice.asked), choice])

const document = `
  query Sources($metric: Metric!, $scope: ReportScope!) {
    report(metric: $metric, scope: $scope) {
      metric
      gaps { code message }
      warnings { code }
      bySource { source { id } total sampleSize buckets { start end value sampleSize } }
    }
  }`

let support: Awaited<ReturnType<typeof startChatwootSource>>

beforeAll(async () => {
  support = await startChatwootSource(rows, now)
})

afterAll(() => support[1].close())

describe.each(['Europe/Warsaw', 'America/Havana', 'Asia/Kolkata'])('both products in %s', (timeZone) => {
  let gateway: TestGateway
  let upstream: DemoUpstream

  beforeAll(async () => {
    const [sales, server] = await startLiveChatSource(events, now, { timeZone })
    upstream = server
    gateway = startGateway([support[0], sales], () => now, { deadline: 60_000 })
  })

  afterAll(async () => {
    await gateway.close()
    await upstream.close()
  })

  describe.each(granularities)('by the %s', (granularity) => {
    const [first, last] = days[granularity]
    const range = dayRange(first, last, timeZone)
    const scope = { range: { days: { first, last } }, granularity, timeZone }

    it.each(choices)(
      'have the merged figures that one product with all events would have: %s',
      async (_, { asked, filter }) => {
        const question = { scope: { ...scope, filter: asked }, range, filter }
        expect(await compareFigures(gateway, truth, metrics, question, now)).toEqual([])
      },
    )

    it.each(metrics)('have separate figures in bySource: %s', async (metric) => {
      const { data } = await gateway.query(document, { metric, scope })

      const { bySource, ...report } = data.report
      expect(bySource.map((part: SourcePart) => part.source.id)).toEqual(['support', 'sales'])
      const buckets = bucketsOf(range, granularity, timeZone)
      const differences = bySource.flatMap(({ source, ...part }: SourcePart) => {
        const { countIn, toleranceOf } = truths[source.id]
        const counted = countIn(range)({ metric, buckets, now, horizon: now / 1000 })
        return findDifferences({ ...report, ...part }, buckets, counted, toleranceOf(metric, scope, buckets))
      })
      expect(differences).toEqual([])
    })
  })
})

interface SourcePart {
  readonly source: { readonly id: keyof typeof truths }
}
