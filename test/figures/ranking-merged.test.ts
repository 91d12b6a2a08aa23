import { afterEach, describe, expect, it } from 'vitest'
import type { ChatwootRows } from '../../src/demo/chatwoot/rows.ts'
import type { LiveChatEvents } from '../../src/demo/livechat/events.ts'
import { askRanking, writeGaps } from '../support/ask-ranking.ts'
import { dayRange } from '../support/brute-force/calendar.ts'
import { noRows, response } from '../support/brute-force/chatwoot-rows.ts'
import { noEvents } from '../support/brute-force/no-events.ts'
import { rankTogether, rateByEmail } from '../support/brute-force/rank-both.ts'
import { rankLiveChat } from '../support/brute-force/rank-livechat.ts'
import { cutEvents, cutTalk } from '../support/cut-events.ts'
import { startChatwootSource, startGateway, startLiveChatSource } from '../support/gateway.ts'
import { toSpan } from '../support/instants.ts'
import { inventChatwootRows, inventLiveChatEvents } from '../support/invented.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const timeZone = 'America/New_York'
const window = toSpan('2026-02-20T00:00Z', '2026-11-20T00:00Z')
/** No ranking needs the rest. */
const invented = { ...cutTalk(inventChatwootRows(now), window), messages: [], events: [] }
const events = cutEvents(inventLiveChatEvents(now), window)
const autumn = { first: '2026-10-20', last: '2026-11-10' }

const closings: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closings.splice(0)) await close()
})

async function startBoth(rows: ChatwootRows, happened: LiveChatEvents) {
  const [support, chatwoot] = await startChatwootSource(rows, now)
  const [sales, livechat] = await startLiveChatSource(happened, now, { timeZone })
  const gateway = startGateway([support, sales], () => now, { deadline: 60_000 })
  closings.push(gateway.close, chatwoot.close, livechat.close)
  return gateway
}

const truthOf = ({ first, last }: typeof autumn) => {
  const question = { subject: 'CONVERSATIONS', range: dayRange(first, last, timeZone), horizon: now / 1000 } as const
  return { ofChatwoot: rateByEmail(invented, question), ofLiveChat: rankLiveChat(events, question) }
}

describe('a ranking of both products', () => {
  it('has one entry for each address, however it is written', async () => {
    const capital = invented.agents.map((agent) => ({ ...agent, email: agent.email.toUpperCase() }))
    const gateway = await startBoth({ ...invented, agents: capital }, events)

    const { entries } = await askRanking(gateway, 'CONVERSATIONS', { range: { days: autumn }, timeZone })

    const { ofChatwoot, ofLiveChat } = truthOf(autumn)
    const inLowerCase = entries.map((entry) => ({ ...entry, agent: { email: entry.agent.email.toLowerCase() } }))
    expect(inLowerCase).toEqual(rankTogether(ofChatwoot, ofLiveChat))
    expect(entries).toHaveLength(8)
  })

  it.each([1, 3, 7, 8, 500])('shows the best %i and whether there are more', async (first) => {
    const gateway = await startBoth(invented, events)
    const { entries, hasMore } = await askRanking(
      gateway,
      'CONVERSATIONS',
      { range: { days: autumn }, timeZone },
      first,
    )
    const { ofChatwoot, ofLiveChat } = truthOf(autumn)
    expect(entries).toEqual(rankTogether(ofChatwoot, ofLiveChat).slice(0, first))
    expect(hasMore).toBe(first < 8)
  })

  it.each([
    ['told by their surveys, of few', { first: '2026-04-10', last: '2026-04-20' }, true, []],
    [
      'missed by a gap where Chatwoot is asked agent by agent',
      { first: '2026-03-01', last: '2026-04-10' },
      false,
      ['support NOT_FOUND'],
    ],
  ])('includes former agents as long as they are %s', async (_, days, isTold, gaps) => {
    const answer = await askRanking(await startBoth(invented, events), 'CONVERSATIONS', { range: { days }, timeZone })

    const { ofChatwoot, ofLiveChat } = truthOf(days)
    const told = [...ofChatwoot].filter(([email]) => isTold || !email.startsWith('former.'))
    expect(answer.entries).toEqual(rankTogether(new Map(told), ofLiveChat))
    expect(answer.entries.map(({ agent }) => agent.email)).toContain('ines.costa@demo.example')
    expect({ gaps: writeGaps(answer), isPartial: answer.isPartial }).toEqual({ gaps, isPartial: false })
  })

  it('equal scores share a position, and agents without ratings are omitted', async () => {
    const at = now / 1000 - 3600
    const agents = ['ada', 'bo', 'cy', 'di'].map((name, place) => ({
      id: place + 1,
      name,
      email: `${name}@demo.example`,
      role: 'agent' as const,
    }))
    const rate = (agentId: number, ...ratings: number[]) =>
      ratings.map((rating, place) => response(1, at + 10 * agentId + place, rating, agentId))
    const responses = [...rate(1, 5, 1), ...rate(2, 4, 5, 4), ...rate(3, 2, 5, 3), ...rate(4, 3)]
    const gateway = await startBoth({ ...noRows, agents, responses }, noEvents)

    const { entries } = await askRanking(gateway, 'CONVERSATIONS', { range: { last: 'P1D' }, timeZone })

    expect(entries.map(({ position, agent, good, bad }) => [position, agent.email, good, bad])).toEqual([
      [1, 'bo@demo.example', 3, 0],
      [2, 'ada@demo.example', 1, 1],
      [2, 'cy@demo.example', 1, 1],
    ])
  })

  it.each([1, 30])(
    'does not assign %i ratings of unassigned conversations to the only agent of an account',
    async (count) => {
      const only = { id: 1, name: 'Ada', email: 'ada@demo.example', role: 'agent' as const }
      const at = now / 1000 - 3600
      const responses = [
        response(1, at, 5, 1),
        ...Array.from({ length: count }, (_, place) => response(1, at + 1 + place, 1, null)),
      ]
      const gateway = await startBoth({ ...noRows, agents: [only], responses }, noEvents)

      const { entries } = await askRanking(gateway, 'CONVERSATIONS', { range: { last: 'P1D' }, timeZone })

      expect(entries.map(({ agent, good, bad }) => [agent.email, good, bad])).toEqual([['ada@demo.example', 1, 0]])
    },
  )
})
