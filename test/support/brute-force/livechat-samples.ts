import type { LiveChatEvents, Ticket } from '../../../src/demo/livechat/events.ts'
import type { Filter } from './answer.ts'
import { type Aggregation, least, mean, most, type Sample, sum } from './samples.ts'

interface SampledMetric {
  readonly aggregate: Aggregation
  readonly list: (events: LiveChatEvents, filter: Filter) => readonly Sample[]
}

/** What each metric counts or averages; `events` have passed the filter. A share is the mean of ones and zeros. */
export const liveChatSamples = {
  CONVERSATIONS: { aggregate: sum, list: ({ chats }) => chats.map(({ start }) => once(start)) },
  CONVERSATIONS_FROM_GREETING: { aggregate: sum, list: (events) => engagedBy(events, 'auto_invite') },
  CONVERSATIONS_FROM_VISITOR: { aggregate: sum, list: (events) => engagedBy(events, 'immediate_start') },
  CONVERSATIONS_FROM_AGENT: { aggregate: sum, list: (events) => engagedBy(events, 'manual_invite') },
  MISSED_CONVERSATIONS: {
    aggregate: sum,
    list: ({ chats }) => chats.filter((chat) => chat.firstResponse === null).map(({ start }) => once(start)),
  },
  RATINGS_GOOD: { aggregate: sum, list: (events) => shareOf(chatRatings(events), 'good') },
  RATINGS_BAD: { aggregate: sum, list: (events) => shareOf(chatRatings(events), 'bad') },
  SATISFACTION: { aggregate: mean, list: (events) => shareOf(chatRatings(events), 'good') },
  FIRST_RESPONSE_TIME: {
    aggregate: mean,
    list: ({ chats }) =>
      chats.flatMap(({ start, firstResponse }) => (firstResponse === null ? [] : { at: start, value: firstResponse })),
  },
  RESPONSE_TIME: {
    aggregate: mean,
    list: ({ chats }) => chats.flatMap(({ start, responses }) => responses.map((value) => ({ at: start, value }))),
  },
  GOALS: {
    aggregate: sum,
    list: ({ chats }, filter) =>
      chats.flatMap(({ reachedGoals }) =>
        reachedGoals.filter(({ goal }) => isGoal(goal, filter)).map(({ at }) => once(at)),
      ),
  },
  GREETINGS_DISPLAYED: { aggregate: sum, list: ({ greetings }) => greetings.map(({ at }) => once(at)) },
  GREETINGS_ACCEPTED: {
    aggregate: sum,
    list: ({ greetings }) => greetings.filter(({ accepted }) => accepted).map(({ at }) => once(at)),
  },
  GREETING_GOALS: {
    aggregate: sum,
    list: ({ greetings }, filter) => greetings.filter(({ goal }) => isGoal(goal, filter)).map(({ at }) => once(at)),
  },
  QUEUED_VISITORS: { aggregate: sum, list: ({ queueStays }) => queueStays.map(({ enter }) => once(enter)) },
  QUEUE_ENTRIES: { aggregate: sum, list: (events) => shareOf(queueOutcomes(events), 'entered_chat') },
  QUEUE_ABANDONMENTS: { aggregate: sum, list: (events) => shareOf(queueOutcomes(events), 'left_queue') },
  ABANDONMENT_RATE: { aggregate: mean, list: (events) => shareOf(queueOutcomes(events), 'left_queue') },
  QUEUE_WAITING_TIME: { aggregate: mean, list: waits },
  QUEUE_WAITING_TIME_MIN: { aggregate: least, list: waits },
  QUEUE_WAITING_TIME_MAX: { aggregate: most, list: waits },
  TICKETS_CREATED: { aggregate: sum, list: ({ tickets }) => tickets.map(({ created }) => once(created)) },
  TICKETS_SOLVED: { aggregate: sum, list: (events) => untilEach(events, 'solved').map(({ at }) => once(at)) },
  TICKET_RESOLUTION_TIME: { aggregate: mean, list: (events) => untilEach(events, 'solved') },
  TICKET_FIRST_RESPONSE_TIME: { aggregate: mean, list: (events) => untilEach(events, 'firstReply') },
  TICKETS_FROM_CHAT_WINDOW: { aggregate: sum, list: (events) => shareOf(ticketSources(events), 'chat_window') },
  TICKETS_FROM_MAIL: { aggregate: sum, list: (events) => shareOf(ticketSources(events), 'mail') },
  TICKETS_FROM_CHAT: { aggregate: sum, list: (events) => shareOf(ticketSources(events), 'chat') },
  TICKET_RATINGS_GOOD: { aggregate: sum, list: (events) => shareOf(ticketRatings(events), 'good') },
  TICKET_RATINGS_BAD: { aggregate: sum, list: (events) => shareOf(ticketRatings(events), 'bad') },
  TICKET_SATISFACTION: { aggregate: mean, list: (events) => shareOf(ticketRatings(events), 'good') },
} satisfies Record<string, SampledMetric>

interface Choice<Outcome> {
  readonly at: number
  readonly outcome: Outcome
}

function once(at: number): Sample {
  return { at, value: 1 }
}

/** A one for each choice of the wanted outcome, a zero for each other. */
function shareOf<Outcome>(choices: readonly Choice<Outcome>[], wanted: Outcome): readonly Sample[] {
  return choices.map(({ at, outcome }) => ({ at, value: outcome === wanted ? 1 : 0 }))
}

function engagedBy({ chats }: LiveChatEvents, engagement: LiveChatEvents['chats'][number]['engagement']) {
  return shareOf(
    chats.map((chat) => ({ at: chat.start, outcome: chat.engagement })),
    engagement,
  )
}

function chatRatings({ chats }: LiveChatEvents): readonly Choice<'good' | 'bad'>[] {
  return chats.flatMap(({ start, rating }) => (rating === null ? [] : { at: start, outcome: rating }))
}

function ticketRatings({ tickets }: LiveChatEvents): readonly Choice<'good' | 'bad'>[] {
  return tickets.flatMap(({ rating }) => (rating === null ? [] : { at: rating.at, outcome: rating.value }))
}

function ticketSources({ tickets }: LiveChatEvents): readonly Choice<Ticket['source']>[] {
  return tickets.map(({ created, source }) => ({ at: created, outcome: source }))
}

function queueOutcomes({ queueStays }: LiveChatEvents): readonly Choice<'entered_chat' | 'left_queue'>[] {
  return queueStays.map(({ enter, outcome }) => ({ at: enter, outcome }))
}

function waits({ queueStays }: LiveChatEvents): readonly Sample[] {
  return queueStays.map(({ enter, leave }) => ({ at: enter, value: leave - enter }))
}

/** Seconds from the creation of each ticket to a later step, at the instant of that step. */
function untilEach(
  { tickets }: LiveChatEvents,
  step: 'solved' | 'firstReply',
): readonly { at: number; value: number }[] {
  return tickets.flatMap((ticket) => {
    const at = ticket[step]
    return at === null ? [] : { at, value: at - ticket.created }
  })
}

function isGoal(goal: number | null, filter: Filter): boolean {
  return goal !== null && (filter.goal === undefined || goal === filter.goal)
}
