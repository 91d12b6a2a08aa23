import type { Provider, Unsupported } from '../../report/port/source.ts'
import type { datasets } from './datasets/index.ts'
import { countSummaryCalls } from './datasets/summary.ts'

export type ChatwootProvider = Provider<typeof datasets>

const unsupported = (reason: string): Unsupported => ({ unsupported: reason })

const origins = unsupported('Chatwoot does not report where conversations came from')
const queues = unsupported('Chatwoot has no queue')
const goals = unsupported('Chatwoot does not report goals or greetings')
const staffing = unsupported('Chatwoot does not report when agents were available')
const tickets = unsupported('Chatwoot has no tickets')

export const mappings: ChatwootProvider['mappings'] = {
  CONVERSATIONS: { dataset: 'conversations_count', value: 'value' },
  CONVERSATIONS_FROM_GREETING: origins,
  CONVERSATIONS_FROM_VISITOR: origins,
  CONVERSATIONS_FROM_AGENT: origins,
  MISSED_CONVERSATIONS: unsupported('Chatwoot does not count conversations without a reply'),
  INCOMING_MESSAGES: { dataset: 'incoming_messages_count', value: 'value' },
  OUTGOING_MESSAGES: { dataset: 'outgoing_messages_count', value: 'value' },
  FIRST_RESPONSE_TIME: {
    dataset: 'avg_first_response_time',
    value: 'value',
    weight: ['count'],
    note: 'Counted when an agent first replied, and credited to that agent. The wait restarts when a bot hands over or the conversation is reopened.',
  },
  RESPONSE_TIME: {
    dataset: 'reply_time',
    value: 'value',
    weight: ['count'],
    note: 'Replies by agents after the first one; credited to the assignee, even if another agent replied.',
  },
  RESOLUTION_TIME: {
    dataset: 'avg_resolution_time',
    value: 'value',
    weight: ['count'],
    note: 'Measured from the creation of the conversation, not from its last reopening, and including time with bots; credited to the assignee.',
  },
  RESOLUTIONS: { dataset: 'resolutions_count', value: 'value' },
  BOT_RESOLUTIONS: {
    dataset: 'bot_summary',
    value: 'resolutions',
    note: 'Counted only for inboxes with a bot. Before Chatwoot 4.14, conversations that were handed over are included.',
  },
  BOT_HANDOFFS: {
    dataset: 'bot_summary',
    value: 'handoffs',
    note: 'A conversation counts once per bucket and once in the total.',
  },
  GOALS: goals,
  GREETINGS_DISPLAYED: goals,
  GREETINGS_ACCEPTED: goals,
  GREETING_GOALS: goals,
  RATINGS_GOOD: { dataset: 'csat', value: 'good' },
  RATINGS_BAD: { dataset: 'csat', value: 'bad' },
  SATISFACTION: {
    dataset: 'csat',
    value: 'good',
    weight: ['good', 'bad'],
    note: "Chatwoot's own score divides by all responses, including ratings of 3.",
  },
  QUEUED_VISITORS: queues,
  QUEUE_ENTRIES: queues,
  QUEUE_ABANDONMENTS: queues,
  QUEUE_WAITING_TIME: queues,
  QUEUE_WAITING_TIME_MAX: queues,
  QUEUE_WAITING_TIME_MIN: queues,
  ABANDONMENT_RATE: queues,
  AVAILABILITY: staffing,
  CHATTING_TIME: staffing,
  PEAK_CONCURRENT_CHATS: staffing,
  TICKETS_CREATED: tickets,
  TICKETS_SOLVED: tickets,
  TICKET_RESOLUTION_TIME: tickets,
  TICKET_FIRST_RESPONSE_TIME: tickets,
  TICKETS_FROM_CHAT_WINDOW: tickets,
  TICKETS_FROM_MAIL: tickets,
  TICKETS_FROM_CHAT: tickets,
  TICKET_RATINGS_GOOD: tickets,
  TICKET_RATINGS_BAD: tickets,
  TICKET_SATISFACTION: tickets,
}

/** Seven totals of one scope; means come without the number of events behind them. */
export const summary: NonNullable<ChatwootProvider['summary']> = {
  mappings: {
    CONVERSATIONS: { dataset: 'summary', value: 'conversations_count' },
    INCOMING_MESSAGES: { dataset: 'summary', value: 'incoming_messages_count' },
    OUTGOING_MESSAGES: { dataset: 'summary', value: 'outgoing_messages_count' },
    RESOLUTIONS: { dataset: 'summary', value: 'resolutions_count' },
    FIRST_RESPONSE_TIME: { dataset: 'summary', value: 'avg_first_response_time' },
    RESOLUTION_TIME: { dataset: 'summary', value: 'avg_resolution_time' },
    RESPONSE_TIME: { dataset: 'summary', value: 'reply_time' },
  },
  countCalls: countSummaryCalls,
}

export const rankings: ChatwootProvider['rankings'] = {
  CONVERSATIONS: { dataset: 'csat_by_agent' },
  TICKETS: tickets,
}

export const queue: ChatwootProvider['queue'] = queues
