import type { ChatwootRows, Conversation, Message, ReportingEvent } from './rows.ts'

/** What reports count: the start of a conversation, a message or a reporting event. */
export interface Occurrence {
  /** Unix seconds. */
  readonly at: number
  readonly value: number | null
  readonly valueInBusinessHours: number | null
  readonly conversationId: number | null
  readonly inboxId: number | null
  /** The agent to whom it is attributed: assignee, sender or the user of the event. */
  readonly agentId: number | null
}

const valueless = { value: null, valueInBusinessHours: null }

const fromConversation = (conversation: Conversation): Occurrence => ({
  ...valueless,
  at: conversation.createdAt,
  conversationId: conversation.id,
  inboxId: conversation.inboxId,
  agentId: conversation.assigneeId,
})

const fromMessage = (message: Message): Occurrence => ({
  ...valueless,
  at: message.createdAt,
  conversationId: message.conversationId,
  inboxId: message.inboxId,
  agentId: message.senderType === 'User' ? message.senderId : null,
})

const fromEvent = (event: ReportingEvent): Occurrence => ({
  value: event.value,
  valueInBusinessHours: event.valueInBusinessHours,
  at: event.createdAt,
  conversationId: event.conversationId,
  inboxId: event.inboxId,
  agentId: event.userId,
})

const messagesOf = (type: Message['type']) => (rows: ChatwootRows) =>
  rows.messages.filter((message) => message.type === type).map(fromMessage)

const eventsOf = (name: string) => (rows: ChatwootRows) =>
  rows.events.filter((event) => event.name === name).map(fromEvent)

const sources = {
  conversations: (rows) => rows.conversations.map(fromConversation),
  incomingMessages: messagesOf('incoming'),
  outgoingMessages: messagesOf('outgoing'),
  firstResponses: eventsOf('first_response'),
  replies: eventsOf('reply_time'),
  resolutions: eventsOf('conversation_resolved'),
  botResolutions: eventsOf('conversation_bot_resolved'),
  botHandoffs: eventsOf('conversation_bot_handoff'),
} as const satisfies Record<string, (rows: ChatwootRows) => Occurrence[]>

export type Source = keyof typeof sources

/** All occurrences of a source, oldest first. */
export const readSource = (rows: ChatwootRows, source: Source): readonly Occurrence[] =>
  sources[source](rows).sort((one, other) => one.at - other.at)
