import { describe, expect, it } from 'vitest'
import type { Chat, LiveChatEvents, Ticket } from '../../../src/demo/livechat/events.ts'
import type { Filter } from './answer.ts'
import { countLiveChat, type LiveChatMetric } from './livechat.ts'

// Two buckets of 100 seconds, the first from second 1000.
const buckets = [1_000_000, 1_100_000].map((start) => ({ start, end: start + 100_000 }))

const chat = (start: number, end: number, more: Partial<Chat> = {}): Chat => ({
  start,
  end,
  agent: 'ada@example.org',
  group: 1,
  tags: [],
  engagement: 'immediate_start',
  rating: null,
  firstResponse: 5,
  responses: [],
  reachedGoals: [],
  ...more,
})

const ticket = (created: number, more: Partial<Ticket> = {}): Ticket => ({
  created,
  firstReply: null,
  solved: null,
  source: 'mail',
  rating: null,
  agent: 'ada@example.org',
  group: 1,
  tags: [],
  ...more,
})

const shown = { group: 1, accepted: false, goal: null, tags: [] }

const events: LiveChatEvents = {
  chats: [
    chat(1010, 1050, { rating: 'good', responses: [4, 6], reachedGoals: [{ goal: 1, at: 1120 }] }),
    chat(1040, 1130, { agent: 'bo@example.org', group: 2, tags: ['sales'], engagement: 'auto_invite', rating: 'bad' }),
    // Begins as the first one ends: the two never run at once.
    chat(1050, 1060, { engagement: 'manual_invite', firstResponse: null }),
    chat(1150, 1160, { firstResponse: 15, responses: [20], rating: 'good', reachedGoals: [{ goal: 2, at: 1155 }] }),
  ],
  queueStays: [
    { enter: 1000, leave: 1030, outcome: 'entered_chat', group: 1 },
    { enter: 1099, leave: 1109, outcome: 'left_queue', group: 2 },
  ],
  shifts: [
    { agent: 'ada@example.org', start: 900, end: 1020 },
    { agent: 'bo@example.org', start: 1010, end: 1105 },
  ],
  tickets: [
    ticket(1001, { firstReply: 1011, solved: 1101, source: 'chat', rating: { value: 'good', at: 1199 } }),
    ticket(1002, { firstReply: 1032, source: 'chat_window', group: 2 }),
  ],
  greetings: [
    { ...shown, at: 1005, greeting: 1, accepted: true, goal: 1 },
    { ...shown, at: 1105, greeting: 2 },
  ],
  agents: [
    { login: 'ada@example.org', name: 'Ada', groups: [1] },
    { login: 'bo@example.org', name: 'Bo', groups: [1, 2] },
  ],
  groups: [],
  tags: [],
  goals: [],
  greetingRules: [],
}

describe('countLiveChat', () => {
  it.each<[LiveChatMetric, Filter, readonly (number | null)[], number | null]>([
    ['CONVERSATIONS', {}, [3, 1], 4],
    ['CONVERSATIONS', { agentEmail: 'bo@example.org' }, [1, 0], 1],
    ['CONVERSATIONS', { team: 2 }, [1, 0], 1],
    ['CONVERSATIONS', { team: 0 }, [3, 1], 4],
    ['CONVERSATIONS', { tag: 'sales' }, [1, 0], 1],
    ['CONVERSATIONS_FROM_GREETING', {}, [1, 0], 1],
    ['CONVERSATIONS_FROM_VISITOR', {}, [1, 1], 2],
    ['CONVERSATIONS_FROM_AGENT', {}, [1, 0], 1],
    ['MISSED_CONVERSATIONS', {}, [1, 0], 1],
    ['RATINGS_GOOD', {}, [1, 1], 2],
    ['RATINGS_BAD', {}, [1, 0], 1],
    ['SATISFACTION', {}, [0.5, 1], 2 / 3],
    ['SATISFACTION', { team: 2 }, [0, null], 0],
    ['FIRST_RESPONSE_TIME', {}, [5, 15], 25 / 3],
    ['RESPONSE_TIME', {}, [5, 20], 10],
    ['GOALS', {}, [0, 2], 2],
    ['GOALS', { goal: 2 }, [0, 1], 1],
    ['GREETINGS_DISPLAYED', {}, [1, 1], 2],
    ['GREETINGS_DISPLAYED', { greeting: 2 }, [0, 1], 1],
    ['GREETINGS_ACCEPTED', {}, [1, 0], 1],
    ['GREETING_GOALS', { goal: 1 }, [1, 0], 1],
    ['GREETING_GOALS', { goal: 2 }, [0, 0], 0],
    ['QUEUED_VISITORS', {}, [2, 0], 2],
    ['QUEUE_ENTRIES', {}, [1, 0], 1],
    ['QUEUE_ABANDONMENTS', {}, [1, 0], 1],
    ['ABANDONMENT_RATE', {}, [0.5, null], 0.5],
    ['QUEUE_WAITING_TIME', {}, [20, null], 20],
    ['QUEUE_WAITING_TIME_MIN', {}, [10, null], 10],
    ['QUEUE_WAITING_TIME_MAX', {}, [30, null], 30],
    ['QUEUE_WAITING_TIME_MAX', { team: 2 }, [10, null], 10],
    ['AVAILABILITY', {}, [100, 5], 105],
    ['AVAILABILITY', { agentEmail: 'ada@example.org' }, [20, 0], 20],
    ['AVAILABILITY', { team: 2 }, [90, 5], 95],
    ['CHATTING_TIME', {}, [90, 40], 130],
    ['CHATTING_TIME', { agentEmail: 'ada@example.org' }, [50, 10], 60],
    ['PEAK_CONCURRENT_CHATS', {}, [2, 1], 2],
    ['PEAK_CONCURRENT_CHATS', { tag: 'nothing' }, [0, 0], 0],
    ['TICKETS_CREATED', {}, [2, 0], 2],
    ['TICKETS_SOLVED', {}, [0, 1], 1],
    ['TICKET_RESOLUTION_TIME', {}, [null, 100], 100],
    ['TICKET_FIRST_RESPONSE_TIME', {}, [20, null], 20],
    ['TICKETS_FROM_CHAT_WINDOW', {}, [1, 0], 1],
    ['TICKETS_FROM_MAIL', {}, [0, 0], 0],
    ['TICKETS_FROM_CHAT', {}, [1, 0], 1],
    ['TICKET_RATINGS_GOOD', {}, [0, 1], 1],
    ['TICKET_RATINGS_BAD', {}, [0, 0], 0],
    ['TICKET_SATISFACTION', {}, [null, 1], 1],
  ])('answers %s %j with %j and %j in all', (metric, filter, values, total) => {
    const answer = countLiveChat(events, { metric, buckets, filter })

    expect(answer.buckets.map(({ value }) => value)).toEqual(values)
    expect(answer.total).toBe(total)
  })

  it.each<[LiveChatMetric, readonly (number | null)[]]>([
    ['SATISFACTION', [2, 1]],
    ['RESPONSE_TIME', [2, 1]],
    ['ABANDONMENT_RATE', [2, 0]],
    ['CONVERSATIONS', [null, null]],
    ['CHATTING_TIME', [null, null]],
  ])('gives %s the sample sizes %j', (metric, sizes) => {
    expect(countLiveChat(events, { metric, buckets }).buckets.map(({ sampleSize }) => sampleSize)).toEqual(sizes)
  })

  it.each<[LiveChatMetric, readonly number[]]>([
    ['AVAILABILITY', [45, 0]],
    ['CHATTING_TIME', [35, 0]],
    ['PEAK_CONCURRENT_CHATS', [2, 0]],
    ['CONVERSATIONS', [2, 0]],
  ])('ends %s at the horizon', (metric, values) => {
    const answer = countLiveChat(events, { metric, buckets, horizon: 1045 })

    expect(answer.buckets.map(({ value }) => value)).toEqual(values)
  })
})
