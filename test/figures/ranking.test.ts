import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoUpstream } from '../../src/demo/upstream.ts'
import { askRanking, writeGaps } from '../support/ask-ranking.ts'
import type { Filter } from '../support/brute-force/answer.ts'
import { dayRange } from '../support/brute-force/calendar.ts'
import { rankTogether, rateByEmail } from '../support/brute-force/rank-both.ts'
import { type RankingQuestion, rankLiveChat } from '../support/brute-force/rank-livechat.ts'
import { cutEvents, cutTalk } from '../support/cut-events.ts'
import { startChatwootSource, startGateway, startLiveChatSource, type TestGateway } from '../support/gateway.ts'
import { toSpan } from '../support/instants.ts'
import { inventChatwootRows, inventLiveChatEvents } from '../support/invented.ts'
import type { ScopeQuestion } from '../support/questions.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const window = toSpan('2026-09-05T00:00Z', '2026-12-05T00:00Z')
const rows = cutTalk(inventChatwootRows(now), window)
const events = cutEvents(inventLiveChatEvents(now), window)
const subjects = ['CONVERSATIONS', 'TICKETS'] as const

/** Clocks change within them in Warsaw and New York; Chatwoot's surveys are read by the page, and by the agent. */
const days = [
  ['2026-10-20', '2026-11-10'],
  ['2026-09-10', '2026-11-30'],
  ['2026-10-25', '2026-10-25'],
] as const

const agentEmail = "finn.o'brien@demo.example"

/** A filter as asked, what it means where it is applied, and the gaps of who cannot. */
const filters: readonly (readonly [
  asked: NonNullable<ScopeQuestion['filter']>,
  filters: Partial<Record<'support' | 'sales', Filter>>,
  gaps: string[],
])[] = [
  [{}, { support: {}, sales: {} }, []],
  [{ sources: ['support'] }, { support: {} }, []],
  [{ sources: ['sales'] }, { sales: {} }, []],
  [{ agentEmail }, { support: { agentEmail }, sales: { agentEmail } }, []],
  [{ team: 'support:team:2' }, { support: { team: 2 } }, ['sales NOT_FOUND']],
  [{ team: 'sales:team:1' }, { sales: { team: 1 } }, ['support NOT_FOUND']],
  [{ team: 'sales:team:2', agentEmail }, { sales: { team: 2, agentEmail } }, ['support NOT_FOUND']],
  [{ inbox: 'support:inbox:1' }, { support: { inbox: 1 } }, ['sales NOT_FOUND']],
  [
    { inbox: 'support:inbox:3', team: 'support:team:3', agentEmail },
    { support: { inbox: 3, team: 3, agentEmail } },
    ['sales NOT_FOUND'],
  ],
  [{ tags: ['refund'] }, { sales: { tag: 'refund' } }, ['support FILTER_UNSUPPORTED']],
  [{ goal: 'sales:goal:101' }, {}, ['support NOT_FOUND', 'sales FILTER_UNSUPPORTED']],
  [{ tags: ['refund', 'vip'] }, {}, ['support FILTER_UNSUPPORTED', 'sales FILTER_UNSUPPORTED']],
]

let support: Awaited<ReturnType<typeof startChatwootSource>>

beforeAll(async () => {
  support = await startChatwootSource(rows, now)
})

afterAll(() => support[1].close())

describe.each(['Europe/Warsaw', 'America/New_York', 'Asia/Kolkata'])('the ranking in %s', (timeZone) => {
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

  describe.each(days)('from %s to %s', (first, last) => {
    const range = dayRange(first, last, timeZone)

    const count = (subject: RankingQuestion['subject'], { support, sales }: (typeof filters)[number][1]) => {
      const question = { subject, range, horizon: now / 1000 }
      return rankTogether(
        support ? rateByEmail(rows, { ...question, filter: support }) : new Map(),
        sales ? rankLiveChat(events, { ...question, filter: sales }) : new Map(),
      )
    }

    it.each(filters)('of conversations by %j is that of the events', async (filter, meant, gaps) => {
      const scope = { range: { days: { first, last } }, timeZone, filter }
      const answer = await askRanking(gateway, 'CONVERSATIONS', scope)

      expect(answer.entries).toEqual(count('CONVERSATIONS', meant))
      expect(writeGaps(answer)).toEqual(gaps)
      expect(answer.isPartial).toBe(gaps.some((gap) => gap.endsWith('FILTER_UNSUPPORTED')))
      expect(answer.warnings).toEqual([])
    })

    it.each(filters.filter(([, { sales }]) => sales))(
      'of tickets by %j is that of the events',
      async (filter, meant) => {
        const scope = { range: { days: { first, last } }, timeZone, filter }
        const answer = await askRanking(gateway, 'TICKETS', scope)

        expect(answer.entries).toEqual(count('TICKETS', { sales: meant.sales ?? {} }))
        const gaps = 'sources' in filter ? [] : ['support METRIC_UNSUPPORTED']
        expect(answer).toMatchObject({ subject: 'TICKETS', isPartial: false, warnings: [] })
        expect(writeGaps(answer)).toEqual(gaps)
      },
    )

    it.each(subjects)('of %s names its range', async (subject) => {
      const answer = await askRanking(gateway, subject, { range: { days: { first, last } }, timeZone })
      expect(answer.range.timeZone).toBe(timeZone)
      expect([answer.range.start, answer.range.end].map(Date.parse)).toEqual([range.start, range.end])
    })
  })
})
