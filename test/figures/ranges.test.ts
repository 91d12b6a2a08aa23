import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayRange } from '../support/brute-force/calendar.ts'
import type { ChatwootMetric } from '../support/brute-force/chatwoot.ts'
import type { LiveChatMetric } from '../support/brute-force/livechat.ts'
import { compareFigures, truthOfBoth, truthOfChatwoot, truthOfLiveChat } from '../support/compare-figures.ts'
import { startChatwootSource, startGateway, startLiveChatSource, type TestGateway } from '../support/gateway.ts'
import { toSpan } from '../support/instants.ts'
import { inventChatwootRows, inventLiveChatEvents } from '../support/invented.ts'
import { auckland, cutQuestions, kolkata, lordHowe, rangeQuestions, warsaw } from '../support/range-questions.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const rows = inventChatwootRows(now)
const events = inventLiveChatEvents(now)

const ofChatwoot: readonly ChatwootMetric[] = ['OUTGOING_MESSAGES', 'RESOLUTIONS', 'RESOLUTION_TIME']
const ofLiveChat: readonly LiveChatMetric[] = [
  'SATISFACTION',
  'QUEUE_WAITING_TIME',
  'QUEUE_WAITING_TIME_MAX',
  'QUEUE_WAITING_TIME_MIN',
  'TICKET_RESOLUTION_TIME',
  'AVAILABILITY',
]
/** LiveChat tells them by its own days, and a repeated hour as one. */
const ofOwnDays: readonly LiveChatMetric[] = ['CHATTING_TIME', 'FIRST_RESPONSE_TIME', 'RESPONSE_TIME']

const truths = { both: truthOfBoth(rows, events), support: truthOfChatwoot(rows), sales: truthOfLiveChat(events) }
const gateways = new Map<string, TestGateway>()
const closings: (() => Promise<void>)[] = []

beforeAll(async () => {
  const [support, chatwoot] = await startChatwootSource(rows, now)
  closings.push(chatwoot.close)
  for (const timeZone of [warsaw, auckland, kolkata, lordHowe]) {
    const [sales, liveChat] = await startLiveChatSource(events, now, { timeZone })
    const gateway = startGateway([support, sales], () => now, { deadline: 60_000 })
    gateways.set(timeZone, gateway)
    closings.push(gateway.close, liveChat.close)
  }
})

afterAll(async () => {
  for (const close of closings) await close()
})

function gatewayIn(timeZone: string): TestGateway {
  const gateway = gateways.get(timeZone)
  if (!gateway) throw new Error(`no gateway in ${timeZone}`)
  return gateway
}

describe('a range', () => {
  it.each(rangeQuestions)('as %j by the %s in %s', async (range, granularity, timeZone, meant) => {
    const gateway = gatewayIn(timeZone)
    const asked = { scope: { range, granularity, timeZone }, range: meant }
    const differences = await Promise.all([
      compareFigures(gateway, truths.both, ['CONVERSATIONS', 'FIRST_RESPONSE_TIME'], asked, now),
      compareFigures(gateway, truths.support, ofChatwoot, asked, now),
      compareFigures(gateway, truths.sales, [...ofLiveChat, ...ofOwnDays], asked, now),
    ])
    expect(differences.flat()).toEqual([])
  })

  it.each(cutQuestions)(
    'that is cut at a DST transition, %j, by the %s in %s',
    async (range, granularity, timeZone, meant) => {
      const gateway = gatewayIn(timeZone)
      const asked = { scope: { range, granularity, timeZone }, range: meant }
      const differences = await Promise.all([
        compareFigures(gateway, truths.both, ['CONVERSATIONS'], asked, now),
        compareFigures(gateway, truths.support, ofChatwoot, asked, now),
        compareFigures(gateway, truths.sales, ofLiveChat, asked, now),
      ])
      expect(differences.flat()).toEqual([])
    },
  )

  it('of a single day on which half an hour is skipped', async () => {
    const [first, last] = ['2026-10-04', '2026-10-04']
    const scope = { range: { days: { first, last } }, granularity: 'DAY', timeZone: lordHowe } as const
    const asked = { scope, range: dayRange(first, last, lordHowe) }
    const metrics = ['AVAILABILITY', 'CHATTING_TIME'] as const
    expect(await compareFigures(gatewayIn(lordHowe), truths.sales, metrics, asked, now)).toEqual([])
  })

  it.each(['HOUR', 'DAY'] as const)('by the %s that begins with the repeated half hour', async (granularity) => {
    const [from, to] = ['2026-04-04T15:00Z', '2026-04-06T12:30Z']
    const asked = {
      scope: { range: { between: { from, to } }, granularity, timeZone: lordHowe },
      range: toSpan(from, to),
    }
    const differences = await Promise.all([
      compareFigures(gatewayIn(lordHowe), truths.both, ['CONVERSATIONS'], asked, now),
      compareFigures(gatewayIn(lordHowe), truths.support, ofChatwoot, asked, now),
      compareFigures(gatewayIn(lordHowe), truths.sales, ['QUEUED_VISITORS', 'SATISFACTION', 'GOALS'], asked, now),
    ])
    expect(differences.flat()).toEqual([])
  })
})

describe('a range in the future', () => {
  const document = `
    query Progress($range: RangeInput!, $granularity: Granularity!) {
      report(metric: CONVERSATIONS, scope: { range: $range, granularity: $granularity, timeZone: "Europe/Warsaw" }) {
        buckets { value isComplete }
      }
    }`

  it.each([
    ['days of THIS_MONTH', 'THIS_MONTH', 'DAY', 19, 30],
    ['hours of TODAY', 'TODAY', 'HOUR', 13, 24],
    ['weeks of THIS_QUARTER', 'THIS_QUARTER', 'WEEK', 7, 14],
  ] as const)('%s: no figure, and not complete', async (_, preset, granularity, over, count) => {
    const { data } = await gatewayIn(warsaw).query(document, { range: { preset }, granularity })
    const { buckets } = data.report
    expect(buckets.map(({ isComplete }: BucketProgress) => isComplete)).toEqual(
      Array.from({ length: count }, (_, place) => place < over),
    )
    expect(buckets.map(({ value }: BucketProgress) => value !== null)).toEqual(
      Array.from({ length: count }, (_, place) => place <= over),
    )
  })
})

interface BucketProgress {
  readonly value: number | null
  readonly isComplete: boolean
}
