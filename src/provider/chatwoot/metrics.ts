import { granularities } from '../../report/bucket.ts'
import type { Metric } from '../../report/metric.ts'
import type { Dataset, FilterKind, Provider, Reading, Unsupported } from '../../report/port.ts'
import { memberDatasets } from './members.ts'

const dimensions: readonly FilterKind[] = ['AGENT', 'TEAM', 'INBOX', 'TAGS']

/** A time series; `type` and `id` take one dimension at a time. */
const series = (metric: string, dataset: Partial<Dataset> = {}): Dataset => ({
  upstream: `GET /reports?metric=${metric}`,
  fields: { value: 'value', count: 'count' },
  filters: dimensions,
  oneOf: dimensions,
  granularities,
  ...dataset,
})

const averages = { filters: [...dimensions, 'BUSINESS_HOURS'] } as const satisfies Partial<Dataset>

/** By Chatwoot's own metric names. Each is a call of its own; the two bot metrics come together. */
export const datasets = {
  conversations_count: series('conversations_count', {
    note: 'An agent is the present assignee; teams and labels are the present ones.',
  }),
  incoming_messages_count: series('incoming_messages_count', {
    // Asked for an agent Chatwoot counts messages he sent, of which none is incoming: always 0, and never a figure.
    filters: ['TEAM', 'INBOX', 'TAGS'],
    note: 'Chatwoot does not say which agent a message was for.',
  }),
  outgoing_messages_count: series('outgoing_messages_count', {
    note: 'Private notes and messages of bots are counted.',
  }),
  resolutions_count: series('resolutions_count'),
  avg_first_response_time: series('avg_first_response_time', averages),
  avg_resolution_time: series('avg_resolution_time', averages),
  reply_time: series('reply_time', averages),
  bot_summary: {
    upstream: 'GET /reports/bot_summary',
    fields: { resolutions: 'bot_resolutions_count', handoffs: 'bot_handoffs_count' },
    filters: dimensions,
    oneOf: dimensions,
    granularities,
    note: 'Does not add up over time, so each bucket and the total is a call: at most 31 buckets.',
  },
  csat: {
    upstream: 'GET /csat_survey_responses',
    fields: { good: 'ratings 4 and 5', bad: 'ratings 1 and 2' },
    filters: ['AGENT', 'TEAM', 'INBOX'],
    granularities,
    note: 'A rating of 3 counts for neither. Counted when the customer answered; teams and inboxes are the present ones.',
  },
  csat_by_agent: {
    upstream: 'GET /csat_survey_responses',
    fields: { good: 'ratings 4 and 5', bad: 'ratings 1 and 2' },
    filters: ['AGENT', 'TEAM', 'INBOX'],
    granularities,
  },
  ...Object.fromEntries(
    Object.entries(memberDatasets).map(([name, { path }]): [string, Dataset] => [
      name,
      { upstream: `GET ${path}`, fields: {}, filters: ['BUSINESS_HOURS'], granularities },
    ]),
  ),
} as const satisfies Record<string, Dataset>

const unsupported = (reason: string): Unsupported => ({ unsupported: reason })
const counted = (dataset: keyof typeof datasets): Reading => ({ dataset, value: 'value' })
const averaged = (dataset: keyof typeof datasets, note: string): Reading => ({
  dataset,
  value: 'value',
  weight: ['count'],
  note,
})

const origins = unsupported('Chatwoot does not report where conversations came from')
const queues = unsupported('Chatwoot has no queue')
const goals = unsupported('Chatwoot has no goals or greetings with figures')
const staffing = unsupported('Chatwoot does not report when agents were available')
const tickets = unsupported('Chatwoot has no tickets')

export const readings: Readonly<Record<Metric, Reading | Unsupported>> = {
  CONVERSATIONS: counted('conversations_count'),
  CONVERSATIONS_FROM_GREETING: origins,
  CONVERSATIONS_FROM_VISITOR: origins,
  CONVERSATIONS_FROM_AGENT: origins,
  MISSED_CONVERSATIONS: unsupported('Chatwoot does not count conversations without an answer'),
  INCOMING_MESSAGES: counted('incoming_messages_count'),
  OUTGOING_MESSAGES: counted('outgoing_messages_count'),
  FIRST_RESPONSE_TIME: averaged('avg_first_response_time', 'Counted when the agent answered; credited to the sender.'),
  RESPONSE_TIME: averaged('reply_time', 'Answers after the first; credited to the assignee.'),
  RESOLUTION_TIME: averaged(
    'avg_resolution_time',
    'From the creation of the conversation, not from its last reopening.',
  ),
  RESOLUTIONS: counted('resolutions_count'),
  BOT_RESOLUTIONS: { dataset: 'bot_summary', value: 'resolutions' },
  BOT_HANDOFFS: {
    dataset: 'bot_summary',
    value: 'handoffs',
    note: 'A conversation counts once in each bucket and once in the total.',
  },
  GOALS: goals,
  GREETINGS_DISPLAYED: goals,
  GREETINGS_ACCEPTED: goals,
  GREETING_GOALS: goals,
  RATINGS_GOOD: { dataset: 'csat', value: 'good' },
  RATINGS_BAD: { dataset: 'csat', value: 'bad' },
  SATISFACTION: { dataset: 'csat', value: 'good', weight: ['good', 'bad'] },
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

export const rankings: Provider['rankings'] = {
  CONVERSATIONS: { dataset: 'csat_by_agent' },
  TICKETS: tickets,
}

export const queue: Provider['queue'] = queues
