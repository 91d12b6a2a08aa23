import type { LiveChatEvents } from '../../../src/demo/livechat/events.ts'
import type { Filter } from './answer.ts'
import type { Bucket } from './calendar.ts'
import { selectEvents } from './livechat.ts'

export interface RankingQuestion {
  readonly subject: keyof typeof ratings
  readonly range: Bucket
  readonly filter?: Filter
  /** Unix seconds: what happened at or after it does not exist yet. */
  readonly horizon?: number
}

export interface RatingCounts {
  readonly good: number
  readonly bad: number
}

interface Rating {
  readonly agent: string
  readonly at: number
  readonly value: keyof RatingCounts
}

const ratings = {
  CONVERSATIONS: ({ chats }) =>
    chats.flatMap(({ agent, start, rating }) => (rating === null ? [] : { agent, at: start, value: rating })),
  TICKETS: ({ tickets }) => tickets.flatMap(({ agent, rating }) => (rating === null ? [] : { agent, ...rating })),
} satisfies Record<string, (events: LiveChatEvents) => readonly Rating[]>

/** Good and bad ratings by login, of those who have any; who left is still one of them. */
export function rankLiveChat(events: LiveChatEvents, question: RankingQuestion): ReadonlyMap<string, RatingCounts> {
  const { subject, range, filter = {}, horizon = Number.POSITIVE_INFINITY } = question
  const counts = new Map<string, RatingCounts>()
  for (const { agent, at, value } of ratings[subject](selectEvents(events, filter))) {
    if (at * 1000 < range.start || at * 1000 >= range.end || at >= horizon) continue
    const before = counts.get(agent) ?? { good: 0, bad: 0 }
    counts.set(agent, { ...before, [value]: before[value] + 1 })
  }
  return counts
}
