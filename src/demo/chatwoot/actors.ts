import type { Random } from '../random.ts'
import type { Diary, Speech, Story } from './conversation-simulator.ts'
import type { Office } from './invented-account.ts'
import type { Conversation } from './rows.ts'

/** All that the scenes of one conversation share. */
export interface Cast {
  readonly random: Random
  readonly diary: Diary
  readonly story: Story
  readonly office: Office
  readonly customer: Speech
  readonly conversationId: number
  /** Unix seconds. */
  readonly begunAt: number
}

/** What became of a conversation. */
export type Outcome = Pick<Conversation, 'status' | 'assigneeId' | 'firstReplyAt' | 'waitingSince'>

export const minute = 60
export const hour = 60 * minute
export const day = 24 * hour
