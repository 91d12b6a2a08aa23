import type { Random } from '../random.ts'
import type { ConversationSimulator, DayLog, MessageDraft } from './conversation-simulator.ts'
import type { Office } from './invented-account.ts'
import type { Conversation } from './rows.ts'

/** What the functions that invent one conversation share. */
export interface ConversationContext {
  readonly random: Random
  readonly dayLog: DayLog
  readonly simulator: ConversationSimulator
  readonly office: Office
  readonly customer: MessageDraft
  readonly conversationId: number
  /** Unix seconds. */
  readonly startedAt: number
}

/** The state of a conversation after its last message. */
export type Outcome = Pick<Conversation, 'status' | 'assigneeId' | 'firstReplyAt' | 'waitingSince'>

export const minute = 60
export const hour = 60 * minute
export const day = 24 * hour
