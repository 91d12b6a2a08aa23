import { afterEach, describe, expect, it } from 'vitest'
import { type Bucket, bucketsOf, dayRange } from '../support/brute-force/calendar.ts'
import { countLiveChat, type LiveChatMetric } from '../support/brute-force/livechat.ts'
import { askedGranularities, findSecondPasses, reach, shiftDate, zonesAndDays } from '../support/clock-changes.ts'
import { cutEvents } from '../support/cut-events.ts'
import { startGateway, startLiveChatSource } from '../support/gateway.ts'
import { inventLiveChatEvents } from '../support/invented.ts'
import { toleranceOf } from '../support/livechat-precision.ts'
import { askReports, findDifferences } from '../support/questions.ts'

const events = inventLiveChatEvents(Date.parse('2026-11-20T12:00:00Z'))
const metrics: readonly LiveChatMetric[] = ['FIRST_RESPONSE_TIME', 'RESPONSE_TIME', 'CHATTING_TIME']
const peak: LiveChatMetric = 'PEAK_CONCURRENT_CHATS'
/** Only the last 28 days have peaks: those before the day asked about, and the 13 after it. */
const peakReach = { HOUR: 1, DAY: 4, WEEK: 11, MONTH: 13 } as const

const openings: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of openings.splice(0)) await close()
})

describe('reports of LiveChat that take no time zone', () => {
  it.each(zonesAndDays)("agree with the brute force in the account's own zone, %s, around %s", async (zone, day) => {
    const { gateway, near, now } = await startIn(zone, day)

    const differences = await Promise.all(
      askedGranularities.flatMap((granularity) => [
        ...metrics.map((metric) => compare(metric, granularity, reach[granularity])),
        compare(peak, granularity, peakReach[granularity]),
      ]),
    )
    expect(differences.flat()).toEqual([])

    async function compare(metric: LiveChatMetric, granularity: keyof typeof reach, days: number) {
      const [first, last] = [shiftDate(day, -days), shiftDate(day, days)]
      const range = dayRange(first, last, zone)
      const buckets = bucketsOf(range, granularity, zone)
      const scope = { range: { days: { first, last } }, granularity, timeZone: zone }
      const [report] = await askReports(gateway, [metric], scope)
      if (!report) return [`${metric} was not answered`]
      const isSecond = granularity === 'HOUR' ? findSecondPasses(buckets, zone) : buckets.map(() => false)
      const question = { metric, buckets: mergePasses(buckets, isSecond), now, horizon: now / 1000 }
      const counted = countLiveChat(cutEvents(near, range), question)
      const truth = {
        ...counted,
        buckets: counted.buckets.map((figure, place) => (isSecond[place] ? noFigure : figure)),
      }
      const warned = granularity === 'HOUR' && report.warnings.length > 0
      return [
        ...findDifferences(report, buckets, truth, toleranceOf(metric, scope, buckets)),
        ...(warned === isSecond.includes(true) ? [] : [`${metric} by the hour: warned ${warned}`]),
      ]
    }
  })

  it.each(['DAY', 'WEEK', 'MONTH'] as const)(
    "give another zone the account's own days by the %s",
    async (granularity) => {
      const { gateway, now } = await startIn('America/New_York', '2026-11-01')
      const [first, last] = ['2026-10-01', '2026-10-31']
      const own = dayRange(first, last, 'America/New_York')
      const ownBuckets = bucketsOf(own, granularity, 'America/New_York')
      const buckets = bucketsOf(dayRange(first, last, 'Europe/Warsaw'), granularity, 'Europe/Warsaw')
      const scope = { range: { days: { first, last } }, granularity, timeZone: 'Europe/Warsaw' }

      const reports = await askReports(gateway, metrics, scope)

      for (const [place, metric] of metrics.entries()) {
        const report = reports[place]
        const question = { metric, buckets: ownBuckets, now, horizon: now / 1000 }
        const truth = countLiveChat(cutEvents(events, own), question)
        expect(report && findDifferences(report, buckets, truth, toleranceOf(metric, scope, buckets))).toEqual([])
        expect(report?.warnings).toEqual([{ code: 'TIME_ZONE_APPROXIMATED' }])
      }
    },
  )
})

const noFigure = { value: null, sampleSize: null }

/** A gateway over an account of the zone, 13 days after the day. */
async function startIn(timeZone: string, day: string) {
  const now = Date.parse(`${shiftDate(day, 13)}T12:00:00Z`)
  const near = cutEvents(events, { start: now - 100 * 86_400_000, end: now })
  const [source, upstream] = await startLiveChatSource(near, now, { timeZone })
  const gateway = startGateway([source], () => now, { deadline: 60_000 })
  openings.push(gateway.close, upstream.close)
  return { gateway, near, now }
}

/** LiveChat names hours without an offset: the first pass of a repeated one holds what happened in both. */
function mergePasses(hours: readonly Bucket[], isSecond: readonly boolean[]): readonly Bucket[] {
  return hours.map(({ start, end }, place) => ({
    start: isSecond[place] ? end : start,
    end: isSecond[place + 1] ? (hours[place + 1]?.end ?? end) : end,
  }))
}
