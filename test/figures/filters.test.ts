import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoUpstream } from '../../src/demo/upstream.ts'
import type { FilterKind } from '../../src/report/port/dataset.ts'
import { dayRange } from '../support/brute-force/calendar.ts'
import { type Asked, compareFigures, truthOfChatwoot, truthOfLiveChat } from '../support/compare-figures.ts'
import {
  chatwootChoices,
  chatwootFilters,
  type FilterChoice,
  type FilterChoices,
  joinChoices,
  listTaking,
  liveChatChoices,
  liveChatFilters,
} from '../support/filter-choices.ts'
import { startChatwootSource, startGateway, startLiveChatSource, type TestGateway } from '../support/gateway.ts'
import { inventChatwootRows, inventLiveChatEvents } from '../support/invented.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const rows = inventChatwootRows(now)
/** Of business hours Chatwoot counts events without a value too, so only without such events days are exact. */
const rowsInHours = { ...rows, events: rows.events.filter((event) => event.valueInBusinessHours !== null) }
const events = inventLiveChatEvents(now)
const chatwoot = truthOfChatwoot(rowsInHours)
const liveChat = truthOfLiveChat(events)

/** Clocks change on two of the days in Warsaw and Havana; bots' hours are of one day, for each costs a call. */
const days = { DAY: ['2026-10-21', '2026-11-03'], HOUR: ['2026-06-17', '2026-06-17'] } as const
const granularities = ['DAY', 'HOUR'] as const

type FilterQuestion = readonly [name: string, kinds: readonly FilterKind[], choice: FilterChoice]

const toQuestion = (kinds: readonly FilterKind[], choice: FilterChoice): FilterQuestion => [
  JSON.stringify(choice.asked),
  kinds,
  choice,
]

const askEach = (choices: FilterChoices) =>
  [...choices].flatMap(([kind, list]) => list.map((choice) => toQuestion([kind], choice)))

const askTogether = (choices: FilterChoices, ...kinds: readonly FilterKind[]) =>
  toQuestion(kinds, joinChoices(kinds.map((kind) => choices.get(kind)?.at(-1))))

const ofChatwoot: readonly FilterQuestion[] = [
  ...askEach(chatwootChoices),
  askTogether(chatwootChoices, 'AGENT', 'BUSINESS_HOURS'),
  askTogether(chatwootChoices, 'TEAM', 'BUSINESS_HOURS'),
  askTogether(chatwootChoices, 'INBOX', 'BUSINESS_HOURS'),
  askTogether(chatwootChoices, 'TAGS', 'BUSINESS_HOURS'),
]

const ofLiveChat: readonly FilterQuestion[] = [
  ...askEach(liveChatChoices),
  askTogether(liveChatChoices, 'AGENT', 'TEAM'),
  askTogether(liveChatChoices, 'AGENT', 'TEAM', 'TAGS'),
  askTogether(liveChatChoices, 'TEAM', 'TAGS', 'GOAL'),
  askTogether(liveChatChoices, 'GOAL', 'GREETING'),
]

let support: Awaited<ReturnType<typeof startChatwootSource>>

beforeAll(async () => {
  support = await startChatwootSource(rowsInHours, now)
})

afterAll(() => support[1].close())

describe.each(['Europe/Warsaw', 'America/Havana', 'Asia/Kolkata'])('in %s', (timeZone) => {
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

  const ask = (granularity: keyof typeof days, { asked, filter }: FilterChoice): Asked => {
    const [first, last] = days[granularity]
    const scope = { range: { days: { first, last } }, granularity, timeZone, filter: asked }
    return { scope, range: dayRange(first, last, timeZone), filter }
  }

  describe.each(granularities)('by the %s', (granularity) => {
    it.each(ofChatwoot)('every metric of Chatwoot that takes it is narrowed to %s', async (_, kinds, choice) => {
      const metrics = listTaking(chatwootFilters, kinds)
      expect(metrics).not.toEqual([])
      expect(await compareFigures(gateway, chatwoot, metrics, ask(granularity, choice), now)).toEqual([])
    })

    it.each(ofLiveChat)('every metric of LiveChat that takes it is narrowed to %s', async (_, kinds, choice) => {
      const metrics = listTaking(liveChatFilters, kinds)
      expect(metrics).not.toEqual([])
      expect(await compareFigures(gateway, liveChat, metrics, ask(granularity, choice), now)).toEqual([])
    })
  })
})
