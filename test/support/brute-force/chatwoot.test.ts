import { describe, expect, it } from 'vitest'
import type { ChatwootRows } from '../../../src/demo/chatwoot/rows.ts'
import type { Filter } from './answer.ts'
import { type ChatwootMetric, countChatwoot } from './chatwoot.ts'
import { conversation, event, noRows, response } from './chatwoot-rows.ts'

// Three buckets of 100 seconds, the first from second 1000.
const buckets = [1_000_000, 1_100_000, 1_200_000].map((start) => ({ start, end: start + 100_000 }))

const rows: ChatwootRows = {
  ...noRows,
  conversations: [
    conversation(1, 1000, { assigneeId: 7, teamId: 2, labels: ['Refund'] }),
    conversation(2, 1099, { inboxId: 3 }),
    conversation(3, 1100, { teamId: 2 }),
    conversation(4, 1300),
  ],
  events: [
    event('first_response', 1, 1010, { value: 30, valueInBusinessHours: 10, userId: 7 }),
    event('first_response', 2, 1020, { value: 50 }),
    event('first_response', 3, 1120, { value: 90 }),
    event('conversation_bot_resolved', 1, 1030),
    event('conversation_bot_handoff', 1, 1130),
    event('conversation_bot_resolved', 2, 1040),
    event('conversation_bot_handoff', 3, 1140),
    event('conversation_bot_handoff', 3, 1150),
    event('conversation_bot_handoff', 3, 1250),
  ],
  responses: [response(1, 1005, 5, 7), response(2, 1015, 1, null), response(3, 1025, 3, 7), response(3, 1105, 4, 9)],
  agents: [{ id: 7, name: 'Ada', email: 'ada@example.org', role: 'agent' }],
}

describe('countChatwoot', () => {
  it.each<[ChatwootMetric, Filter, readonly (number | null)[], number | null]>([
    ['CONVERSATIONS', {}, [2, 1, 0], 3],
    ['CONVERSATIONS', { agentEmail: 'ada@example.org' }, [1, 0, 0], 1],
    ['CONVERSATIONS', { agentEmail: 'nobody@example.org' }, [0, 0, 0], 0],
    ['CONVERSATIONS', { inbox: 3 }, [1, 0, 0], 1],
    ['CONVERSATIONS', { team: 2 }, [1, 1, 0], 2],
    ['CONVERSATIONS', { tag: 'refund' }, [1, 0, 0], 1],
    ['FIRST_RESPONSE_TIME', {}, [40, 90, null], 170 / 3],
    ['FIRST_RESPONSE_TIME', { businessHours: true }, [10, null, null], 10],
    ['FIRST_RESPONSE_TIME', { team: 2 }, [30, 90, null], 60],
    ['FIRST_RESPONSE_TIME', { agentEmail: 'ada@example.org' }, [30, null, null], 30],
    // A three is neither good nor bad.
    ['RATINGS_GOOD', {}, [1, 1, 0], 2],
    ['RATINGS_GOOD', { agentEmail: 'ada@example.org' }, [1, 0, 0], 1],
    ['RATINGS_GOOD', { team: 2 }, [1, 1, 0], 2],
    ['RATINGS_BAD', {}, [1, 0, 0], 1],
    ['RATINGS_BAD', { inbox: 3 }, [1, 0, 0], 1],
    ['SATISFACTION', {}, [0.5, 1, null], 2 / 3],
    ['SATISFACTION', { inbox: 1 }, [1, 1, null], 1],
    // The hand-off of conversation 1 is in another bucket than its resolution, but in the same range.
    ['BOT_RESOLUTIONS', {}, [2, 0, 0], 1],
    ['BOT_HANDOFFS', {}, [0, 2, 1], 2],
  ])('answers %s %j with %j and %j in all', (metric, filter, values, total) => {
    const answer = countChatwoot(rows, { metric, buckets, filter })

    expect(answer.buckets.map(({ value }) => value)).toEqual(values)
    expect(answer.total).toBe(total)
  })

  it('counts events without business hours in the sample', () => {
    const answer = countChatwoot(rows, { metric: 'FIRST_RESPONSE_TIME', buckets, filter: { businessHours: true } })

    expect(answer.buckets.map(({ sampleSize }) => sampleSize)).toEqual([2, 1, 0])
    expect(answer.totalSampleSize).toBe(3)
  })

  it('knows nothing at or after the horizon, and has no figure for a bucket that begins after now', () => {
    const answer = countChatwoot(rows, { metric: 'CONVERSATIONS', buckets, horizon: 1099, now: 1_100_000 })

    expect(answer.buckets.map(({ value }) => value)).toEqual([1, 0, null])
    expect(answer.total).toBe(1)
  })
})
