import type { Call } from './call.ts'
import type { PresentState } from './present-state.ts'
import type { Conversation } from './rows.ts'

/** The current state of a conversation. */
export interface LiveConversation extends PresentState {
  readonly assigneeId: number | null
  readonly teamId: number | null
}

export function listLive({ index, horizon }: Call): readonly LiveConversation[] {
  const exists = ({ createdAt }: Conversation) => createdAt < horizon
  return index.rows.conversations
    .filter(exists)
    .map((row) => ({ assigneeId: row.assigneeId, teamId: row.teamId, ...index.stateAt(row, horizon) }))
}

export function countLoad(conversations: readonly LiveConversation[]) {
  const open = conversations.filter(({ status }) => status === 'open')
  return {
    open: open.length,
    unattended: open.filter(({ hasReply, isWaiting }) => !hasReply || isWaiting).length,
    unassigned: open.filter(({ assigneeId }) => assigneeId === null).length,
    pending: conversations.filter(({ status }) => status === 'pending').length,
  }
}
