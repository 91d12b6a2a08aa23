import type { Metric } from '../../report/figures/metric.ts'
import type { Dataset, FilterKind, MetricMapping, Provider, Unsupported } from '../../report/port/port.ts'
import { granularities } from '../../report/time/bucket.ts'
import { memberDatasets } from './members.ts'

/** A call for each bucket and one for the total. */
const maxBotBuckets = 31

const dimensions: readonly FilterKind[] = ['AGENT', 'TEAM', 'INBOX', 'TAGS']

const present = 'By team or tag: conversations that have it now.'

/** A time series; `type` and `id` take one dimension at a time. */
const series = (metric: string, note: string, filters: readonly FilterKind[] = dimensions): Dataset => ({
  upstream: `GET /reports?metric=${metric}`,
  fields: { value: 'value', count: 'count' },
  filters,
  oneOf: dimensions,
  granularities,
  zoneSupport: 'ANY_ZONE',
  note: `${note} ${present}`,
})

const averages = (metric: string): Dataset =>
  series(metric, 'In business hours, an inbox without configured hours counts as 0 seconds.', [
    ...dimensions,
    'BUSINESS_HOURS',
  ])

/** By Chatwoot's own metric names. Each is a call of its own; the two bot metrics come together. */
export const datasets = {
  conversations_count: series(
    'conversations_count',
    'Counted once, when created; reopening is not counted. By agent: conversations that are assigned to the agent now.',
  ),
  incoming_messages_count: series(
    'incoming_messages_count',
    'Chatwoot does not record which agent a message was for.',
    // For an agent, Chatwoot counts incoming messages among those that the agent sent: always 0.
    ['TEAM', 'INBOX', 'TAGS'],
  ),
  outgoing_messages_count: series(
    'outgoing_messages_count',
    'Private notes and messages of bots and campaigns are counted; automatic greetings and surveys are not. By agent: messages that the agent sent.',
  ),
  resolutions_count: series(
    'resolutions_count',
    'Credited to the assignee at the time of resolution. Before Chatwoot 4.6, a conversation counts once, and only while it stays resolved.',
  ),
  avg_first_response_time: averages('avg_first_response_time'),
  avg_resolution_time: averages('avg_resolution_time'),
  reply_time: averages('reply_time'),
  summary: {
    upstream: 'GET /reports/summary',
    fields: {},
    filters: dimensions,
    oneOf: dimensions,
    granularities,
    zoneSupport: 'ANY_ZONE',
  },
  bot_summary: {
    upstream: 'GET /reports/bot_summary',
    fields: { resolutions: 'bot_resolutions_count', handoffs: 'bot_handoffs_count' },
    filters: dimensions,
    oneOf: dimensions,
    granularities,
    zoneSupport: 'ANY_ZONE',
    limits: { maxBuckets: maxBotBuckets },
    note: `Does not add up over time: each bucket and the total are counted separately. ${present}`,
  },
  csat: {
    upstream: 'GET /csat_survey_responses',
    fields: { good: 'ratings 4 and 5', bad: 'ratings 1 and 2' },
    filters: ['AGENT', 'TEAM', 'INBOX'],
    granularities,
    zoneSupport: 'ANY_ZONE',
    note: 'A rating of 3 is neither good nor bad. Counted when the customer responded; teams and inboxes are the current ones of the conversation.',
  },
  csat_by_agent: {
    upstream: 'GET /csat_survey_responses',
    fields: { good: 'ratings 4 and 5', bad: 'ratings 1 and 2' },
    filters: ['AGENT', 'TEAM', 'INBOX'],
    granularities,
    zoneSupport: 'ANY_ZONE',
  },
  ...Object.fromEntries(
    Object.entries(memberDatasets).map(([name, { path }]): [string, Dataset] => [
      name,
      { upstream: `GET ${path}`, fields: {}, filters: ['BUSINESS_HOURS'], granularities, zoneSupport: 'ANY_ZONE' },
    ]),
  ),
} as const satisfies Record<string, Dataset>

const unsupported = (reason: string): Unsupported => ({ unsupported: reason })
const counted = (dataset: keyof typeof datasets): MetricMapping => ({ dataset, value: 'value' })
const averaged = (dataset: keyof typeof datasets, note: string): MetricMapping => ({
  dataset,
  value: 'value',
  weight: ['count'],
  note,
})

const origins = unsupported('Chatwoot does not report where conversations came from')
const queues = unsupported('Chatwoot has no queue')
const goals = unsupported('Chatwoot does not report goals or greetings')
const staffing = unsupported('Chatwoot does not report when agents were available')
const tickets = unsupported('Chatwoot has no tickets')

export const mappings: Readonly<Record<Metric, MetricMapping | Unsupported>> = {
  CONVERSATIONS: counted('conversations_count'),
  CONVERSATIONS_FROM_GREETING: origins,
  CONVERSATIONS_FROM_VISITOR: origins,
  CONVERSATIONS_FROM_AGENT: origins,
  MISSED_CONVERSATIONS: unsupported('Chatwoot does not count conversations without a reply'),
  INCOMING_MESSAGES: counted('incoming_messages_count'),
  OUTGOING_MESSAGES: counted('outgoing_messages_count'),
  FIRST_RESPONSE_TIME: averaged(
    'avg_first_response_time',
    'Counted when an agent first replied, and credited to that agent. The wait restarts when a bot hands over or the conversation is reopened.',
  ),
  RESPONSE_TIME: averaged(
    'reply_time',
    'Replies by agents after the first one; credited to the assignee, even if another agent replied.',
  ),
  RESOLUTION_TIME: averaged(
    'avg_resolution_time',
    'Measured from the creation of the conversation, not from its last reopening, and including time with bots; credited to the assignee.',
  ),
  RESOLUTIONS: counted('resolutions_count'),
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

export const rankings: Provider['rankings'] = {
  CONVERSATIONS: { dataset: 'csat_by_agent' },
  TICKETS: tickets,
}

export const queue: Provider['queue'] = queues
