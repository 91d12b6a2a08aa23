import type { FigureMapping, Provider, Unsupported } from '../../report/port/source.ts'
import type { datasets } from './datasets/index.ts'

export type LiveChatProvider = Provider<typeof datasets>

const read = <Name extends keyof typeof datasets, Figure extends keyof (typeof datasets)[Name]['fields'] & string>(
  dataset: Name,
  value: Figure,
  ...weight: Figure[]
): FigureMapping<Name, Figure> => ({ dataset, value, ...(weight.length > 0 && { weight }) })
const unsupported = (reason: string): Unsupported => ({ unsupported: reason })

const messages = unsupported('LiveChat does not count messages')
const bots = unsupported('LiveChat does not report what bots resolved or handed over')

export const mappings: LiveChatProvider['mappings'] = {
  CONVERSATIONS: read('total_chats', 'chats'),
  CONVERSATIONS_FROM_GREETING: read('engagement', 'greeting'),
  CONVERSATIONS_FROM_VISITOR: read('engagement', 'visitor'),
  CONVERSATIONS_FROM_AGENT: read('engagement', 'agent'),
  MISSED_CONVERSATIONS: read('not_replied_chats', 'chats'),
  INCOMING_MESSAGES: messages,
  OUTGOING_MESSAGES: messages,
  FIRST_RESPONSE_TIME: read('first_response_time', 'mean', 'count'),
  RESPONSE_TIME: read('response_time', 'mean', 'count'),
  RESOLUTION_TIME: unsupported('LiveChat resolves tickets, not chats: see TICKET_RESOLUTION_TIME'),
  RESOLUTIONS: unsupported('LiveChat resolves tickets, not chats: see TICKETS_SOLVED'),
  BOT_RESOLUTIONS: bots,
  BOT_HANDOFFS: bots,
  GOALS: read('goals', 'goals'),
  GREETINGS_DISPLAYED: read('greetings', 'displayed'),
  GREETINGS_ACCEPTED: read('greetings', 'accepted'),
  GREETING_GOALS: read('greetings', 'goals'),
  RATINGS_GOOD: read('ratings', 'good'),
  RATINGS_BAD: read('ratings', 'bad'),
  SATISFACTION: read('ratings', 'good', 'good', 'bad'),
  QUEUED_VISITORS: {
    ...read('queued_visitors', 'queued'),
    note: "Version 3 of LiveChat's reporting API counts only visitors who entered a chat as queued.",
  },
  QUEUE_ENTRIES: read('queued_visitors', 'entered'),
  QUEUE_ABANDONMENTS: read('queued_visitors', 'left'),
  QUEUE_WAITING_TIME: read('waiting_times', 'queued_mean', 'queued_count'),
  QUEUE_WAITING_TIME_MAX: read('waiting_times', 'queued_max'),
  QUEUE_WAITING_TIME_MIN: read('waiting_times', 'queued_min'),
  ABANDONMENT_RATE: read('queued_visitors', 'left', 'queued'),
  AVAILABILITY: read('availability', 'seconds'),
  CHATTING_TIME: read('chatting_time', 'seconds'),
  PEAK_CONCURRENT_CHATS: read('agents_occupancy', 'chats'),
  TICKETS_CREATED: read('new_tickets', 'tickets'),
  TICKETS_SOLVED: read('solved_tickets', 'tickets'),
  TICKET_RESOLUTION_TIME: read('resolution_time', 'mean', 'count'),
  TICKET_FIRST_RESPONSE_TIME: read('ticket_first_response_time', 'mean', 'count'),
  TICKETS_FROM_CHAT_WINDOW: read('ticket_sources', 'window'),
  TICKETS_FROM_MAIL: read('ticket_sources', 'mail'),
  TICKETS_FROM_CHAT: read('ticket_sources', 'chat'),
  TICKET_RATINGS_GOOD: read('ticket_ratings', 'good'),
  TICKET_RATINGS_BAD: read('ticket_ratings', 'bad'),
  TICKET_SATISFACTION: read('ticket_ratings', 'good', 'good', 'bad'),
}

/** LiveChat reports each agent and group with a call of its own. */
export const memberMappings: LiveChatProvider['memberMappings'] = { AGENT: {}, TEAM: {}, INBOX: {}, TAG: {} }

export const rankings: LiveChatProvider['rankings'] = {
  CONVERSATIONS: { dataset: 'ranking', byAgent: { good: 'RATINGS_GOOD', bad: 'RATINGS_BAD' } },
  TICKETS: { dataset: 'ticket_ranking', byAgent: { good: 'TICKET_RATINGS_GOOD', bad: 'TICKET_RATINGS_BAD' } },
}

const outcome = <State extends 'queued' | 'entered_chat' | 'left_queue'>(
  count: 'queued' | 'entered' | 'left',
  state: State,
) => ({
  count: read('queued_visitors', count),
  min: read('waiting_times', `${state}_min`),
  average: read('waiting_times', `${state}_mean`, `${state}_count`),
  max: read('waiting_times', `${state}_max`),
})

export const queue: LiveChatProvider['queue'] = {
  queued: outcome('queued', 'queued'),
  entered: outcome('entered', 'entered_chat'),
  abandoned: outcome('left', 'left_queue'),
}
