import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askBreakdowns, type BreakdownQuestion, type SliceAnswer } from '../support/ask-breakdown.ts'
import { bucketsOf, dayRange } from '../support/brute-force/calendar.ts'
import { truthOfBoth, truthOfChatwoot, truthOfLiveChat } from '../support/compare-figures.ts'
import { findSliceDifferences } from '../support/compare-slices.ts'
import { cutEvents, cutTalk } from '../support/cut-events.ts'
import { startChatwootSource, startGateway, startLiveChatSource, type TestGateway } from '../support/gateway.ts'
import { toSpan } from '../support/instants.ts'
import { inventChatwootRows, inventLiveChatEvents } from '../support/invented.ts'
import { toAgents } from '../support/members.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const timeZone = 'Europe/Warsaw'
const days = { first: '2026-10-24', last: '2026-10-27' }
const buckets = bucketsOf(dayRange(days.first, days.last, timeZone), 'DAY', timeZone)
const scope = { range: { days }, granularity: 'DAY', timeZone } as const
const window = toSpan('2026-10-20T00:00Z', '2026-11-01T00:00Z')
const rows = cutTalk(inventChatwootRows(now), window)
const events = cutEvents(inventLiveChatEvents(now), window)

const closings: (() => Promise<void>)[] = []
let gateway: TestGateway

beforeAll(async () => {
  const [support, chatwoot] = await startChatwootSource(rows, now)
  const [sales, livechat] = await startLiveChatSource(events, now, { timeZone })
  gateway = startGateway([support, sales], () => now, { deadline: 60_000 })
  closings.push(gateway.close, chatwoot.close, livechat.close)
})

afterAll(async () => {
  for (const close of closings) await close()
})

async function ask(question: Omit<BreakdownQuestion, 'scope'>, filter = {}) {
  const [answer] = await askBreakdowns(gateway, { scope: { ...scope, filter }, ...question })
  if (!answer) throw new Error('there is no answer')
  return answer
}

const labelsOf = (slices: readonly SliceAnswer[]) => slices.map(({ label }) => label)

/** Before or after by this rule: labels are compared as text. */
const compareText = (one: string, other: string) => Number(one > other) - Number(one < other)
const orders: Readonly<Record<string, (one: SliceAnswer, other: SliceAnswer) => number>> = {
  HIGHEST: (one, other) => (other.total ?? 0) - (one.total ?? 0) || compareText(one.label, other.label),
  LOWEST: (one, other) => (one.total ?? 0) - (other.total ?? 0) || compareText(one.label, other.label),
  LABEL: (one, other) => compareText(one.label, other.label),
}

describe.each(Object.entries(orders))('slices in the order %s', (order, compare) => {
  it.each(['CONVERSATIONS', 'MISSED_CONVERSATIONS', 'FIRST_RESPONSE_TIME', 'SATISFACTION'])(
    'of %s by agent are sorted, equal ones by label, those without a total last',
    async (metric) => {
      const { slices } = await ask({ metrics: [metric], by: 'AGENT', order })
      const valued = slices.filter(({ total }) => total !== null)
      const empty = slices.filter(({ total }) => total === null)
      const sorted =
        order === 'LABEL'
          ? slices.toSorted(compare)
          : [...valued.toSorted(compare), ...empty.toSorted((one, other) => compareText(one.label, other.label))]
      expect(labelsOf(slices)).toEqual(labelsOf(sorted))
      expect(slices.length).toBeGreaterThan(6)
    },
  )

  it.each([1, 2, 8, 9, 10])('are cut after the first %i', async (first) => {
    const all = await ask({ metrics: ['CONVERSATIONS'], by: 'AGENT', order })
    const { slices, hasMore } = await ask({ metrics: ['CONVERSATIONS'], by: 'AGENT', order, first })
    expect(slices).toEqual(all.slices.slice(0, first))
    expect({ hasMore, all: all.slices.length }).toEqual({ hasMore: first < 9, all: 9 })
  })
})

describe('slices by source', () => {
  it.each(['CONVERSATIONS', 'RESPONSE_TIME', 'SATISFACTION'] as const)(
    'of %s are the parts of the report',
    async (metric) => {
      const { slices } = await ask({ metrics: [metric], by: 'SOURCE', order: 'LABEL' })
      expect(slices.map(({ source, label }) => [source?.id, label])).toEqual([
        ['sales', 'Sales'],
        ['support', 'Support'],
      ])
      const truths = { sales: truthOfLiveChat(events), support: truthOfChatwoot(rows) }
      const differences = slices.flatMap((slice) => {
        const truth = truths[slice.source?.id === 'sales' ? 'sales' : 'support']
        const members = [{ slice: { label: slice.label }, filter: {} }]
        return findSliceDifferences(
          { ...noRemarks, slices: [slice] },
          members,
          { truth, metric, scope, buckets, now },
          'buckets',
        )
      })
      expect(differences).toEqual([])
    },
  )

  it('are those of the sources that have the metric, with a gap for the others', async () => {
    const { slices, gaps, isPartial } = await ask({ metrics: ['RESOLUTIONS'], by: 'SOURCE' })
    expect(labelsOf(slices)).toEqual(['Support'])
    expect(gaps).toMatchObject([{ source: { id: 'sales' }, code: 'METRIC_UNSUPPORTED' }])
    expect(isPartial).toBe(false)
  })
})

const noRemarks = { hasMore: false, isPartial: false, gaps: [], warnings: [] }

describe('an agent of both products', () => {
  it('is one slice, whatever the case of the address, with means weighted by their events', async () => {
    const agents = rows.agents.map((agent) => ({ ...agent, email: agent.email.toUpperCase() }))
    const [support, chatwoot] = await startChatwootSource({ ...rows, agents }, now)
    const [sales, livechat] = await startLiveChatSource(events, now, { timeZone })
    const shouting = startGateway([sales, support], () => now, { deadline: 60_000 })
    const truth = truthOfBoth(rows, events)
    const metrics = ['FIRST_RESPONSE_TIME', 'CONVERSATIONS'] as const

    const answers = await askBreakdowns(shouting, { metrics, scope, by: 'AGENT' })

    const people = toAgents(rows.agents).map(({ slice, filter }) => ({ slice: { label: slice.label ?? '' }, filter }))
    const differences = metrics.flatMap((metric, place) =>
      findSliceDifferences(
        answers[place] ?? { ...noRemarks, slices: [] },
        people,
        { truth, metric, scope, buckets, now },
        'buckets',
      ),
    )
    expect(differences).toEqual([])
    expect(answers[0]?.slices.filter(({ source }) => source === null)).toHaveLength(8)
    await Promise.all([shouting.close(), chatwoot.close(), livechat.close()])
  })
})
