import { describe, expect, it } from 'vitest'
import type { ChatwootRows } from '../../../src/demo/chatwoot/rows.ts'
import type { LiveChatEvents } from '../../../src/demo/livechat/events.ts'
import { countBoth, type SharedMetric } from './both.ts'

// Two buckets of 100 seconds, the first from second 1000.
const buckets = [1_000_000, 1_100_000].map((start) => ({ start, end: start + 100_000 }))

const firstResponse = { name: 'first_response', valueInBusinessHours: null, inboxId: 1, conversationId: 1 }

const rows: ChatwootRows = {
  conversations: [],
  messages: [],
  events: [
    { ...firstResponse, id: 1, createdAt: 1010, value: 10, userId: 7 },
    { ...firstResponse, id: 2, createdAt: 1020, value: 20, userId: null },
  ],
  responses: [],
  agents: [{ id: 7, name: 'Ada', email: 'ada@example.org', role: 'agent' }],
  inboxes: [],
  teams: [],
  labels: [],
}

const events: LiveChatEvents = {
  chats: [
    {
      start: 1030,
      end: 1040,
      agent: 'ada@example.org',
      group: 0,
      tags: [],
      engagement: 'immediate_start',
      rating: null,
      firstResponse: 60,
      responses: [],
      reachedGoals: [],
    },
  ],
  queueStays: [],
  shifts: [],
  tickets: [],
  greetings: [],
  agents: [],
  groups: [],
  tags: [],
  goals: [],
  greetingRules: [],
}

describe('countBoth', () => {
  it.each<[SharedMetric, number | null, number | null]>([
    ['CONVERSATIONS', 1, null],
    ['FIRST_RESPONSE_TIME', 30, 3],
    ['RESPONSE_TIME', null, 0],
  ])('answers %s over the events of both products with %j of %j', (metric, total, totalSampleSize) => {
    expect(countBoth(rows, events, { metric, buckets })).toMatchObject({ total, totalSampleSize })
  })

  it('knows an agent of both products by e-mail address', () => {
    const answer = countBoth(rows, events, {
      metric: 'FIRST_RESPONSE_TIME',
      buckets,
      filter: { agentEmail: 'ada@example.org' },
    })

    expect(answer.buckets).toEqual([
      { value: 35, sampleSize: 2 },
      { value: null, sampleSize: 0 },
    ])
  })
})
