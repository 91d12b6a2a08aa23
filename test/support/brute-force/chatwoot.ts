import type { ChatwootRows, Conversation, ReportingEvent, SurveyResponse } from '../../../src/demo/chatwoot/rows.ts'
import { cutOnce } from '../cut-once.ts'
import type { Answer, Figure, Filter, Question } from './answer.ts'
import { type Aggregation, answerFromSamples, mean, type Sample, sum } from './samples.ts'

type SampledMetric = keyof typeof chatwootSamples
type BotMetric = keyof typeof botMetrics
export type ChatwootMetric = SampledMetric | BotMetric

interface BotEvent {
  readonly at: number
  readonly name: string
  readonly conversationId: number | null
}

/** What each metric counts or averages; `rows` have passed the filter. */
export const chatwootSamples = {
  CONVERSATIONS: { aggregate: sum, list: (rows) => rows.conversations.map(countOnce) },
  INCOMING_MESSAGES: { aggregate: sum, list: (rows) => messagesOf(rows, 'incoming') },
  OUTGOING_MESSAGES: { aggregate: sum, list: (rows) => messagesOf(rows, 'outgoing') },
  RESOLUTIONS: { aggregate: sum, list: (rows) => eventsOf(rows, 'conversation_resolved').map(countOnce) },
  FIRST_RESPONSE_TIME: { aggregate: mean, list: (rows, filter) => timesOf(rows, 'first_response', filter) },
  RESPONSE_TIME: { aggregate: mean, list: (rows, filter) => timesOf(rows, 'reply_time', filter) },
  RESOLUTION_TIME: { aggregate: mean, list: (rows, filter) => timesOf(rows, 'conversation_resolved', filter) },
  RATINGS_GOOD: { aggregate: sum, list: ({ responses }) => responses.filter(isGood).map(countOnce) },
  RATINGS_BAD: { aggregate: sum, list: ({ responses }) => responses.filter(isBad).map(countOnce) },
  SATISFACTION: { aggregate: mean, list: ({ responses }) => responses.flatMap(judge) },
} satisfies Record<
  string,
  { readonly aggregate: Aggregation; readonly list: (rows: ChatwootRows, filter: Filter) => readonly Sample[] }
>

const botMetrics = {
  BOT_RESOLUTIONS: (events) => {
    const handedOff = handedOffIn(events)
    return events.filter(({ name, conversationId }) => name === resolved && !handedOff.has(conversationId)).length
  },
  BOT_HANDOFFS: (events) => handedOffIn(events).size,
} satisfies Record<string, (events: readonly BotEvent[]) => number>

const resolved = 'conversation_bot_resolved'
const handoff = 'conversation_bot_handoff'

export function countChatwoot(rows: ChatwootRows, question: Question<ChatwootMetric>): Answer {
  const { metric, filter = {} } = question
  const selected = selectRows(rows, filter)
  if (!isBotMetric(metric)) {
    const { aggregate, list } = chatwootSamples[metric]
    return answerFromSamples(list(selected, filter), aggregate, question)
  }
  const events = [...eventsOf(selected, resolved), ...eventsOf(selected, handoff)]
  const measure = (inside: readonly BotEvent[]): Figure => ({ value: botMetrics[metric](inside), sampleSize: null })
  return answerFromSamples(
    events.map((event) => ({ ...event, at: event.createdAt })),
    measure,
    question,
  )
}

/**
 * Teams and labels are those the conversation has today; agents are assignees, senders, or those whom an event or a
 * rating names.
 */
export const selectRows = cutOnce((rows: ChatwootRows, filter: Filter): ChatwootRows => {
  if (Object.values(filter).every((wanted) => wanted === undefined)) return rows
  const agentId = rows.agents.find(({ email }) => email === filter.agentEmail)?.id
  const byAgent = (id: number | null) => filter.agentEmail === undefined || id === agentId
  const byInbox = (id: number | null) => filter.inbox === undefined || id === filter.inbox
  const inboxes = new Map(rows.conversations.map(({ id, inboxId }) => [id, inboxId]))
  const grouped = new Set(rows.conversations.filter((row) => isInGroup(row, filter)).map(({ id }) => id))
  const isGrouped = (id: number | null) => (filter.team ?? filter.tag) === undefined || (id !== null && grouped.has(id))
  return {
    ...rows,
    conversations: rows.conversations.filter(
      (row) => byAgent(row.assigneeId) && byInbox(row.inboxId) && isGrouped(row.id),
    ),
    messages: rows.messages.filter(
      (row) =>
        byAgent(row.senderType === 'User' ? row.senderId : null) &&
        byInbox(row.inboxId) &&
        isGrouped(row.conversationId),
    ),
    events: rows.events.filter((row) => byAgent(row.userId) && byInbox(row.inboxId) && isGrouped(row.conversationId)),
    responses: rows.responses.filter(
      (row) =>
        byAgent(row.agentId) && byInbox(inboxes.get(row.conversationId) ?? null) && isGrouped(row.conversationId),
    ),
  }
})

function isInGroup(conversation: Conversation, { team, tag }: Filter): boolean {
  const hasTag = conversation.labels.some((label) => label.toLowerCase() === tag?.toLowerCase())
  return (team === undefined || conversation.teamId === team) && (tag === undefined || hasTag)
}

function isBotMetric(metric: ChatwootMetric): metric is BotMetric {
  return metric in botMetrics
}

function handedOffIn(events: readonly BotEvent[]): ReadonlySet<number | null> {
  return new Set(events.filter(({ name }) => name === handoff).map(({ conversationId }) => conversationId))
}

function messagesOf(rows: ChatwootRows, wanted: 'incoming' | 'outgoing'): readonly Sample[] {
  return rows.messages.filter(({ type }) => type === wanted).map(countOnce)
}

function eventsOf(rows: ChatwootRows, wanted: string): readonly ReportingEvent[] {
  return rows.events.filter(({ name }) => name === wanted)
}

function timesOf(rows: ChatwootRows, name: string, { businessHours = false }: Filter): readonly Sample[] {
  return eventsOf(rows, name).map(({ createdAt, value, valueInBusinessHours }) => ({
    at: createdAt,
    value: businessHours ? valueInBusinessHours : value,
  }))
}

function countOnce({ createdAt }: { readonly createdAt: number }): Sample {
  return { at: createdAt, value: 1 }
}

export function isGood({ rating }: SurveyResponse): boolean {
  return rating >= 4
}

export function isBad({ rating }: SurveyResponse): boolean {
  return rating <= 2
}

/** A one for good, a zero for bad; threes are neither. */
function judge(response: SurveyResponse): readonly Sample[] {
  return isGood(response) || isBad(response) ? [{ at: response.createdAt, value: isGood(response) ? 1 : 0 }] : []
}
