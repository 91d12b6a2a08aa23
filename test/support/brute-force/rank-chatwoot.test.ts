import { describe, expect, it } from 'vitest'
import type { Filter } from './answer.ts'
import { conversation, noRows, response } from './chatwoot-rows.ts'
import { type RatedAgent, rankChatwoot } from './rank-chatwoot.ts'

// From second 1000 to second 1100.
const range = { start: 1_000_000, end: 1_100_000 }

const rows = {
  ...noRows,
  conversations: [conversation(1, 900, { teamId: 2 }), conversation(2, 900, { inboxId: 3 })],
  responses: [
    response(1, 999, 1, 7),
    response(1, 1000, 5, 7),
    response(1, 1010, 4, 7),
    response(2, 1020, 2, 7),
    response(2, 1030, 1, 9),
    response(2, 1040, 3, 8),
    response(2, 1050, 5, null),
    response(1, 1100, 1, 7),
  ],
  agents: [{ id: 7, name: 'Ada', email: 'ada@example.org', role: 'agent' as const }],
}

const ada = (good: number, bad: number): RatedAgent => ({ agentId: 7, good, bad })
const nameless = { agentId: 9, good: 0, bad: 1 }

describe('rankChatwoot', () => {
  it.each<[Filter, readonly RatedAgent[]]>([
    [{}, [ada(2, 1), nameless]],
    [{ agentEmail: 'ada@example.org' }, [ada(2, 1)]],
    [{ team: 2 }, [ada(2, 0)]],
    [{ inbox: 3 }, [ada(0, 1), nameless]],
  ])('ranks by %j those with good or bad ratings, who has left among them', (filter, ranking) => {
    expect(rankChatwoot(rows, { range, filter })).toEqual(ranking)
  })

  it('knows no rating at or after the horizon', () => {
    expect(rankChatwoot(rows, { range, horizon: 1010 })).toEqual([ada(1, 0)])
  })
})
