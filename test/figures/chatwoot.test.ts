import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoUpstream } from '../../src/demo/upstream.ts'
import { bucketsOf, dayRange } from '../support/brute-force/calendar.ts'
import { type ChatwootMetric, countChatwoot } from '../support/brute-force/chatwoot.ts'
import { readGroundTruth } from '../support/chatwoot-recordings.ts'
import { askedGranularities, reach, shiftDate, zonesAndDays } from '../support/clock-changes.ts'
import { cutRows } from '../support/cut-events.ts'
import { startChatwootSource, startGateway, type TestGateway } from '../support/gateway.ts'
import { askReports, exact, findDifferences, summationError } from '../support/questions.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const counts: readonly ChatwootMetric[] = ['CONVERSATIONS', 'INCOMING_MESSAGES', 'OUTGOING_MESSAGES', 'RESOLUTIONS']
const means: readonly ChatwootMetric[] = ['FIRST_RESPONSE_TIME', 'RESPONSE_TIME', 'RESOLUTION_TIME']
const bots: readonly ChatwootMetric[] = ['BOT_RESOLUTIONS', 'BOT_HANDOFFS']

/** Bots' figures cost a call a bucket, so only 31 are answered. */
const botReach: Readonly<Record<keyof typeof reach, number>> = { ...reach, HOUR: 0 }

const rows = readGroundTruth()
let gateway: TestGateway
let upstream: DemoUpstream

beforeAll(async () => {
  const [source, server] = await startChatwootSource(rows, now)
  upstream = server
  gateway = startGateway([source], () => now, { deadline: 60_000 })
})

afterAll(async () => {
  await gateway.close()
  await upstream.close()
})

describe.each(askedGranularities)('Chatwoot by the %s', (granularity) => {
  it.each(zonesAndDays)('agrees with the brute force in %s around %s', async (timeZone, day) => {
    const differences = await Promise.all([
      compare([...counts, ...means], reach[granularity]),
      compare(bots, botReach[granularity]),
    ])
    expect(differences.flat()).toEqual([])

    async function compare(metrics: readonly ChatwootMetric[], days: number) {
      const [first, last] = [shiftDate(day, -days), shiftDate(day, days)]
      const range = dayRange(first, last, timeZone)
      const buckets = bucketsOf(range, granularity, timeZone)
      const inside = cutRows(rows, range)
      const reports = await askReports(gateway, metrics, { range: { days: { first, last } }, granularity, timeZone })
      return metrics.flatMap((metric, place) => {
        const truth = countChatwoot(inside, { metric, buckets, now, horizon: now / 1000 })
        const report = reports[place]
        return report
          ? findDifferences(report, buckets, truth, means.includes(metric) ? summationError : exact)
          : [metric]
      })
    }
  })
})
