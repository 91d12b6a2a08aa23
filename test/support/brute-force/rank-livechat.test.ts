import { describe, expect, it } from 'vitest'
import type { Chat, LiveChatEvents, Ticket } from '../../../src/demo/livechat/events.ts'
import { noEvents } from './no-events.ts'
import { type RankingQuestion, type RatingCounts, rankLiveChat } from './rank-livechat.ts'

const range = { start: 1_000_000, end: 1_200_000 }

const chat = (agent: string, start: number, rating: Chat['rating'], more: Partial<Chat> = {}): Chat => ({
  agent,
  start,
  rating,
  end: start + 500,
  group: 1,
  tags: [],
  engagement: 'immediate_start',
  firstResponse: 5,
  responses: [],
  reachedGoals: [],
  ...more,
})

const ticket = (agent: string, rating: Ticket['rating'], more: Partial<Ticket> = {}): Ticket => ({
  agent,
  rating,
  created: 900,
  firstReply: 910,
  solved: 950,
  source: 'mail',
  group: 1,
  tags: [],
  ...more,
})

const events: LiveChatEvents = {
  ...noEvents,
  agents: [{ login: 'ada', name: 'Ada', groups: [1] }],
  chats: [
    chat('ada', 999, 'good'),
    chat('ada', 1000, 'good'),
    chat('ada', 1100, 'good', { tags: ['sales'] }),
    chat('ada', 1150, 'bad', { group: 2 }),
    chat('ada', 1200, 'bad'),
    chat('bo', 1050, null),
    chat('left', 1199, 'bad', { group: 2, tags: ['sales', 'spam'] }),
  ],
  tickets: [
    ticket('ada', { value: 'bad', at: 1100 }, { created: 1, group: 2 }),
    ticket('ada', { value: 'good', at: 1300 }, { created: 1010 }),
    ticket('left', { value: 'good', at: 1000 }, { tags: ['sales'] }),
    ticket('bo', null),
  ],
}

describe('rankLiveChat', () => {
  it.each<[Omit<RankingQuestion, 'range'>, Record<string, RatingCounts>]>([
    [{ subject: 'CONVERSATIONS' }, { ada: { good: 2, bad: 1 }, left: { good: 0, bad: 1 } }],
    [
      { subject: 'CONVERSATIONS', filter: { team: 0 } },
      { ada: { good: 2, bad: 1 }, left: { good: 0, bad: 1 } },
    ],
    [{ subject: 'CONVERSATIONS', filter: { team: 1 } }, { ada: { good: 2, bad: 0 } }],
    [
      { subject: 'CONVERSATIONS', filter: { tag: 'sales' } },
      { ada: { good: 1, bad: 0 }, left: { good: 0, bad: 1 } },
    ],
    [{ subject: 'CONVERSATIONS', filter: { agentEmail: 'left' } }, { left: { good: 0, bad: 1 } }],
    [{ subject: 'CONVERSATIONS', filter: { agentEmail: 'bo' } }, {}],
    [{ subject: 'CONVERSATIONS', horizon: 1150 }, { ada: { good: 2, bad: 0 } }],
    [{ subject: 'TICKETS' }, { ada: { good: 0, bad: 1 }, left: { good: 1, bad: 0 } }],
    [{ subject: 'TICKETS', filter: { team: 2 } }, { ada: { good: 0, bad: 1 } }],
    [{ subject: 'TICKETS', filter: { tag: 'sales' } }, { left: { good: 1, bad: 0 } }],
    [{ subject: 'TICKETS', horizon: 1100 }, { left: { good: 1, bad: 0 } }],
  ])('answers %j with %j', (question, counts) => {
    expect(Object.fromEntries(rankLiveChat(events, { ...question, range }))).toEqual(counts)
  })
})
