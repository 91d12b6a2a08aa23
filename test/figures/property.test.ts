import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FilterKind } from '../../src/report/port/dataset.ts'
import type { Metric as AnyMetric } from '../generated/graphql.ts'
import { anyQuestion, type Subject, zones } from '../support/any-question.ts'
import {
  type Asked,
  compareFigures,
  type Truth,
  truthOfBoth,
  truthOfChatwoot,
  truthOfLiveChat,
} from '../support/compare-figures.ts'
import {
  chatwootChoices,
  chatwootFilters,
  type FilterChoices,
  liveChatChoices,
  liveChatFilters,
  sharedChoices,
} from '../support/filter-choices.ts'
import { startChatwootSource, startGateway, startLiveChatSource, type TestGateway } from '../support/gateway.ts'
import { inventChatwootRows, inventLiveChatEvents } from '../support/invented.ts'

const [seed, numRuns] = [2026, 80]
const now = Date.parse('2026-11-20T12:00:00Z')

const invented = inventChatwootRows(now)
/** Of business hours Chatwoot counts events without a value too, so only without such events days are exact. */
const rows = { ...invented, events: invented.events.filter((event) => event.valueInBusinessHours !== null) }
const events = inventLiveChatEvents(now)

interface ComparedSubject extends Subject {
  compare(gateway: TestGateway, asked: Asked): Promise<readonly string[]>
}

function toSubjects<Metric extends AnyMetric>(
  truth: Truth<Metric>,
  filters: ReadonlyMap<Metric, readonly FilterKind[]>,
  choices: FilterChoices,
  maxFilters: number,
): (readonly [name: string, subject: ComparedSubject])[] {
  return [...filters].map(([metric, kinds]) => [
    `${metric} of ${truth.sources.join(' and ')}`,
    {
      metric,
      choices: [...choices].flatMap(([kind, ofKind]) => (kinds.includes(kind) ? [ofKind] : [])),
      maxFilters,
      compare: (gateway, asked) => compareFigures(gateway, truth, [metric], asked, now),
    },
  ])
}

const shared = [...sharedChoices.keys()]
const subjects = new Map([
  ...toSubjects(truthOfChatwoot(rows), chatwootFilters, chatwootChoices, 1),
  ...toSubjects(truthOfLiveChat(events), liveChatFilters, liveChatChoices, liveChatChoices.size),
  ...toSubjects(
    truthOfBoth(rows, events),
    new Map([
      ['CONVERSATIONS', shared],
      ['FIRST_RESPONSE_TIME', shared],
      ['RESPONSE_TIME', shared],
    ]),
    sharedChoices,
    1,
  ),
])

const gateways = new Map<string, TestGateway>()
const closings: (() => Promise<void>)[] = []

beforeAll(async () => {
  const [support, chatwoot] = await startChatwootSource(rows, now)
  closings.push(chatwoot.close)
  for (const timeZone of zones) {
    const [sales, liveChat] = await startLiveChatSource(events, now, { timeZone })
    const gateway = startGateway([support, sales], () => now, { deadline: 60_000 })
    gateways.set(timeZone, gateway)
    closings.push(gateway.close, liveChat.close)
  }
})

afterAll(async () => {
  for (const close of closings) await close()
})

it(`any question gets the figures of the brute-force calculation (${numRuns} questions, seed ${seed})`, async () => {
  const agrees = fc.asyncProperty(anyQuestion(subjects), async ({ name, asked }) => {
    const gateway = gateways.get(asked.scope.timeZone)
    expect(gateway && (await subjects.get(name)?.compare(gateway, asked))).toEqual([])
  })
  await fc.assert(agrees, { seed, numRuns })
})
