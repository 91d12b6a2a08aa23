import type { ChatwootRows, Conversation, Message, ReportingEvent } from '../../../src/demo/chatwoot/rows.ts'
import type { Filter } from './answer.ts'

export interface ChatwootLoad {
  readonly open: number
  readonly unattended: number
  readonly unassigned: number
  readonly pending: number
  /** The agents of the account, those without an open conversation too. */
  readonly byAgent: readonly { readonly email: string; readonly open: number; readonly unattended: number }[]
}

type Status = Conversation['status']

const statusAfter: Readonly<Record<string, Status>> = {
  conversation_bot_handoff: 'open',
  conversation_opened: 'open',
  conversation_resolved: 'resolved',
}

/** What is going on at `now` (epoch milliseconds), from the rows written before it. */
export function liveChatwoot(rows: ChatwootRows, now: number, { team }: Pick<Filter, 'team'> = {}): ChatwootLoad {
  const messages = gather(rows.messages)
  const events = gather(rows.events)
  const live = rows.conversations
    .filter(({ createdAt, teamId }) => createdAt * 1000 < now && (team === undefined || teamId === team))
    .map((conversation) => {
      const { id, assigneeId } = conversation
      return { assigneeId, ...stateOf(conversation, messages.get(id) ?? [], events.get(id) ?? [], now) }
    })
  const open = live.filter(({ status }) => status === 'open')
  const unattended = open.filter(({ isUnattended }) => isUnattended)
  return {
    open: open.length,
    unattended: unattended.length,
    unassigned: open.filter(({ assigneeId }) => assigneeId === null).length,
    pending: live.filter(({ status }) => status === 'pending').length,
    byAgent: rows.agents.map(({ id, email }) => ({
      email,
      open: open.filter(({ assigneeId }) => assigneeId === id).length,
      unattended: unattended.filter(({ assigneeId }) => assigneeId === id).length,
    })),
  }
}

/** The final state is in the row of the conversation; before that it follows from the messages and events so far. */
function stateOf(
  conversation: Conversation,
  messages: readonly Message[],
  events: readonly ReportingEvent[],
  now: number,
): { readonly status: Status; readonly isUnattended: boolean } {
  const isWritten = ({ createdAt }: { readonly createdAt: number }) => createdAt * 1000 < now
  const { status, firstReplyAt, waitingSince } = conversation
  if (messages.every(isWritten) && events.every(isWritten)) {
    return { status, isUnattended: firstReplyAt === null || waitingSince !== null }
  }
  const answered = messages.filter(isWritten)
  const answeredAt = latest(answered.filter(isAnswer))
  const changed = events.filter((event) => isWritten(event) && event.name in statusAfter)
  const change = changed.find(({ createdAt }) => createdAt === latest(changed))
  const isWithBot = answered.some(({ senderType }) => senderType === 'AgentBot')
  return {
    status: statusAfter[change?.name ?? ''] ?? (isWithBot ? 'pending' : 'open'),
    isUnattended:
      answeredAt === null || answered.some(({ type, createdAt }) => type === 'incoming' && createdAt > answeredAt),
  }
}

function isAnswer({ type, senderType, isPrivate }: Message): boolean {
  return type === 'outgoing' && senderType === 'User' && !isPrivate
}

function latest(rows: readonly { readonly createdAt: number }[]): number | null {
  return rows.length === 0 ? null : Math.max(...rows.map(({ createdAt }) => createdAt))
}

function gather<Row extends { readonly conversationId: number | null }>(
  rows: readonly Row[],
): ReadonlyMap<number | null, readonly Row[]> {
  const gathered = new Map<number | null, Row[]>()
  for (const row of rows) {
    const known = gathered.get(row.conversationId)
    if (known) known.push(row)
    else gathered.set(row.conversationId, [row])
  }
  return gathered
}
