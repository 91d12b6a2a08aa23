import { describe, expect, it } from 'vitest'
import type { LiveChatEvents } from '../../../src/demo/livechat/events.ts'
import { noEvents } from './no-events.ts'
import { type QueueQuestion, queueLiveChat, type Waits } from './queue-livechat.ts'

// Three buckets of 100 seconds, the first from second 1000; no visitor queues in the second.
const buckets = [1_000_000, 1_100_000, 1_200_000].map((start) => ({ start, end: start + 100_000 }))

const events: LiveChatEvents = {
  ...noEvents,
  queueStays: [
    { enter: 999, leave: 1050, outcome: 'entered_chat', group: 1 },
    { enter: 1000, leave: 1010, outcome: 'entered_chat', group: 1 },
    { enter: 1020, leave: 1035, outcome: 'entered_chat', group: 2 },
    { enter: 1099, leave: 1699, outcome: 'left_queue', group: 2 },
    { enter: 1200, leave: 1200, outcome: 'left_queue', group: 1 },
    { enter: 1300, leave: 1310, outcome: 'left_queue', group: 1 },
  ],
}

const waits = (count: number, min: number, average: number, max: number): Waits => ({ count, min, average, max })
const none: Waits = { count: 0, min: null, average: null, max: null }
const nobody = { queued: none, entered: none, abandoned: none, abandonmentRate: null }

const ask = (question: Omit<QueueQuestion, 'buckets'> = {}) => queueLiveChat(events, { ...question, buckets })

describe('queueLiveChat', () => {
  it('describes the waits of those who entered the queue in each bucket, and of all of them', () => {
    expect(ask()).toEqual({
      buckets: [
        {
          queued: waits(3, 10, 625 / 3, 600),
          entered: waits(2, 10, 12.5, 15),
          abandoned: waits(1, 600, 600, 600),
          abandonmentRate: 1 / 3,
        },
        nobody,
        { queued: waits(1, 0, 0, 0), entered: none, abandoned: waits(1, 0, 0, 0), abandonmentRate: 1 },
      ],
      total: {
        queued: waits(4, 0, 156.25, 600),
        entered: waits(2, 10, 12.5, 15),
        abandoned: waits(2, 0, 300, 600),
        abandonmentRate: 0.5,
      },
    })
  })

  it.each([
    ['one group', { filter: { team: 2 } }, waits(2, 15, 307.5, 600), 0.5],
    ['group 0, which is everybody', { filter: { team: 0 } }, waits(4, 0, 156.25, 600), 0.5],
    ['a group nobody waits for', { filter: { team: 3 } }, none, null],
    ['the time before the horizon', { horizon: 1099 }, waits(2, 10, 12.5, 15), 0],
  ])('counts only %s', (_, question, queued, abandonmentRate) => {
    expect(ask(question).total).toMatchObject({ queued, abandonmentRate })
  })
})
