import type {
  ChatwootRows,
  Conversation,
  Message,
  ReportingEvent,
  SurveyResponse,
} from '../../../src/demo/chatwoot/rows.ts'

export const noRows: ChatwootRows = {
  conversations: [],
  messages: [],
  events: [],
  responses: [],
  agents: [],
  inboxes: [],
  teams: [],
  labels: [],
}

/** Open and unassigned. */
export const conversation = (id: number, createdAt: number, more: Partial<Conversation> = {}): Conversation => ({
  id,
  inboxId: 1,
  status: 'open',
  assigneeId: null,
  teamId: null,
  createdAt,
  firstReplyAt: null,
  waitingSince: null,
  labels: [],
  ...more,
})

/** By the customer. */
export const message = (conversationId: number, createdAt: number, more: Partial<Message> = {}): Message => ({
  id: createdAt,
  conversationId,
  inboxId: 1,
  type: 'incoming',
  createdAt,
  senderType: 'Contact',
  senderId: conversationId,
  isPrivate: false,
  isSurvey: false,
  ...more,
})

/** After a minute, none of it in business hours. */
export const event = (
  name: string,
  conversationId: number,
  createdAt: number,
  more: Partial<ReportingEvent> = {},
): ReportingEvent => ({
  id: createdAt,
  name,
  createdAt,
  value: 60,
  valueInBusinessHours: null,
  inboxId: 1,
  userId: null,
  conversationId,
  ...more,
})

export const response = (
  conversationId: number,
  createdAt: number,
  rating: number,
  agentId: number | null,
): SurveyResponse => ({
  id: createdAt,
  conversationId,
  messageId: createdAt,
  rating,
  feedback: null,
  contactId: conversationId,
  agentId,
  createdAt,
})
