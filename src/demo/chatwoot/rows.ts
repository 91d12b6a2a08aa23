/**
 * The rows of one Chatwoot account, as in the tables that its reports are computed from. Instants are Unix seconds.
 * The recorded account in test/fixtures/chatwoot, against which this server is tested, has the same form.
 */
export interface ChatwootRows {
  readonly conversations: readonly Conversation[]
  readonly messages: readonly Message[]
  readonly events: readonly ReportingEvent[]
  readonly responses: readonly SurveyResponse[]
  readonly agents: readonly ChatwootAgent[]
  readonly inboxes: readonly ChatwootInbox[]
  readonly teams: readonly { readonly id: number; readonly name: string }[]
  readonly labels: readonly { readonly id: number; readonly title: string }[]
}

export interface Conversation {
  readonly id: number
  readonly inboxId: number
  /** The state after the last message and event of the conversation, as for `firstReplyAt` and `waitingSince`. */
  readonly status: 'open' | 'resolved' | 'pending' | 'snoozed'
  readonly assigneeId: number | null
  readonly teamId: number | null
  readonly createdAt: number
  readonly firstReplyAt: number | null
  readonly waitingSince: number | null
  readonly labels: readonly string[]
}

export interface Message {
  readonly id: number
  readonly conversationId: number
  readonly inboxId: number
  readonly type: 'incoming' | 'outgoing' | 'activity' | 'template'
  readonly createdAt: number
  readonly senderType: 'Contact' | 'User' | 'AgentBot' | null
  readonly senderId: number | null
  readonly isPrivate: boolean
  readonly isSurvey: boolean
}

export interface ReportingEvent {
  readonly id: number
  /**
   * `first_response`, `reply_time`, `conversation_resolved`, `conversation_bot_resolved`, `conversation_bot_handoff`, …
   */
  readonly name: string
  readonly createdAt: number
  /** Seconds. */
  readonly value: number
  readonly valueInBusinessHours: number | null
  readonly inboxId: number | null
  readonly userId: number | null
  readonly conversationId: number | null
}

export interface SurveyResponse {
  readonly id: number
  readonly conversationId: number
  readonly messageId: number
  readonly rating: number
  readonly feedback: string | null
  readonly contactId: number
  readonly agentId: number | null
  readonly createdAt: number
}

export interface ChatwootAgent {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly role: 'administrator' | 'agent'
}

export interface ChatwootInbox {
  readonly id: number
  readonly name: string
  readonly channelType: string
  readonly timeZone: string
  readonly hasWorkingHours: boolean
}
