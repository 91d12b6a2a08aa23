/** What a metric's number counts: events, seconds, or a share between 0 and 1. */
export type Unit = 'COUNT' | 'SECONDS' | 'RATIO'

/** How buckets combine into longer ones and across sources. */
export type Aggregation = 'SUM' | 'MEAN' | 'MIN' | 'MAX' | 'RATIO'

export interface MetricDefinition {
  readonly unit: Unit
  readonly aggregation: Aggregation
  /** One or two sentences for someone who has only the schema. */
  readonly description: string
}

const count = (description: string): MetricDefinition => ({ unit: 'COUNT', aggregation: 'SUM', description })
const mean = (description: string): MetricDefinition => ({ unit: 'SECONDS', aggregation: 'MEAN', description })
const ratio = (description: string): MetricDefinition => ({ unit: 'RATIO', aggregation: 'RATIO', description })

/**
 * Every metric of the gateway. The schema's enum, the catalogue (`Query.metrics`) and the README's table are printed
 * from here; each provider answers every one of them in its own table, or says why it cannot.
 */
const definitions = {
  CONVERSATIONS: count('Conversations or chats that were started.'),
  CONVERSATIONS_FROM_GREETING: count('Chats that were started from an automatic greeting.'),
  CONVERSATIONS_FROM_VISITOR: count('Chats that a visitor started without a greeting.'),
  CONVERSATIONS_FROM_AGENT: count('Chats that an agent started by inviting a visitor.'),
  MISSED_CONVERSATIONS: count('Chats in which no agent sent a message, not counting the welcome message.'),
  INCOMING_MESSAGES: count('Messages that customers sent.'),
  OUTGOING_MESSAGES: count('Messages that agents and bots sent, including private notes.'),
  FIRST_RESPONSE_TIME: mean('Mean seconds until an agent first replied to a new conversation.'),
  RESPONSE_TIME: mean('Mean seconds that a customer waited for each reply; Chatwoot excludes the first reply.'),
  RESOLUTION_TIME: mean('Mean seconds from the start of a conversation to each of its resolutions.'),
  RESOLUTIONS: count('Resolutions of conversations; a conversation that is resolved twice counts twice.'),
  BOT_RESOLUTIONS: count(
    'Resolutions of conversations in which no agent sent a message and which no bot handed over to an agent within the range.',
  ),
  BOT_HANDOFFS: count('Conversations that a bot handed over to an agent.'),
  GOALS: count('Goals that visitors reached.'),
  GREETINGS_DISPLAYED: count('Greetings shown to visitors.'),
  GREETINGS_ACCEPTED: count('Greetings that led to a chat.'),
  GREETING_GOALS: count('Goals that visitors reached after a greeting.'),
  RATINGS_GOOD: count('Good ratings that customers gave to conversations or chats.'),
  RATINGS_BAD: count('Bad ratings that customers gave to conversations or chats.'),
  SATISFACTION: ratio('Share of good ratings in the good and bad ratings of conversations or chats.'),
  QUEUED_VISITORS: count('Visitors who waited in the queue, including those who left.'),
  QUEUE_ENTRIES: count('Visitors who entered a chat from the queue.'),
  QUEUE_ABANDONMENTS: count('Visitors who left the queue before an agent was available.'),
  QUEUE_WAITING_TIME: mean('Mean seconds that visitors waited in the queue, including those who left.'),
  QUEUE_WAITING_TIME_MAX: {
    unit: 'SECONDS',
    aggregation: 'MAX',
    description: 'The longest wait in the queue, in seconds.',
  },
  QUEUE_WAITING_TIME_MIN: {
    unit: 'SECONDS',
    aggregation: 'MIN',
    description: 'The shortest wait in the queue, in seconds.',
  },
  ABANDONMENT_RATE: ratio('Share of queued visitors who left the queue before an agent was available.'),
  AVAILABILITY: {
    unit: 'SECONDS',
    aggregation: 'SUM',
    description: 'Seconds during which at least one of the selected agents accepted chats.',
  },
  CHATTING_TIME: {
    unit: 'SECONDS',
    aggregation: 'SUM',
    description: 'Seconds that the selected agents spent in chats.',
  },
  PEAK_CONCURRENT_CHATS: {
    unit: 'COUNT',
    aggregation: 'MAX',
    description: 'The highest number of simultaneous chats.',
  },
  TICKETS_CREATED: count('Tickets that were created.'),
  TICKETS_SOLVED: count('Tickets that were solved.'),
  TICKET_RESOLUTION_TIME: mean(
    'Mean seconds from the creation of a ticket to its solution, counted when the ticket is solved.',
  ),
  TICKET_FIRST_RESPONSE_TIME: mean(
    'Mean seconds until the first response to a ticket, counted at the time of the response.',
  ),
  TICKETS_FROM_CHAT_WINDOW: count('Tickets that visitors created with the ticket form.'),
  TICKETS_FROM_MAIL: count('Tickets created from e-mail.'),
  TICKETS_FROM_CHAT: count('Tickets that agents created during a chat.'),
  TICKET_RATINGS_GOOD: count('Good ratings that customers gave to tickets.'),
  TICKET_RATINGS_BAD: count('Bad ratings that customers gave to tickets.'),
  TICKET_SATISFACTION: ratio('Share of good ratings in the good and bad ratings of tickets.'),
} as const satisfies Record<string, MetricDefinition>

export type Metric = keyof typeof definitions

export const metrics: Readonly<Record<Metric, MetricDefinition>> = definitions

/** In the order of the catalogue. */
export const metricNames = Object.keys(definitions) as readonly Metric[]

/**
 * LiveChat's confidence score, for every source: close to a Wilson bound at z = 2.69, but with the correction divided
 * by the sample size once more. 7.2361 is z squared as LiveChat's own figures have it, which 2.69 * 2.69 in doubles is
 * not. Undefined without ratings. Scores cannot be averaged: they are computed from good and bad each time.
 */
export function toScore(good: number, bad: number): number | undefined {
  const count = good + bad
  if (count === 0) return undefined
  const share = good / count
  const correction = 7.2361 / (4 * count)
  const spread = Math.sqrt((correction / count + share * (1 - share)) / count)
  return (share + 2 * correction - 2.69 * spread) / (1 + 4 * correction)
}
