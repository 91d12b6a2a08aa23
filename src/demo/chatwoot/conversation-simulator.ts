import type { Random } from '../random.ts'
import { countBusinessSeconds } from './business-hours.ts'
import type { ChatwootInbox, ChatwootRows, Message } from './rows.ts'

type Table = 'conversations' | 'messages' | 'events' | 'responses'

/** The rows of one day, to which each conversation adds. */
export interface DayLog {
  readonly rows: { readonly [name in Table]: ChatwootRows[name][number][] }
  nextId(table: Table): number
}

/** Simulates one conversation: it has a clock, and writes rows at the current time. */
export interface ConversationSimulator {
  /** Unix seconds. */
  readonly now: number
  wait(seconds: number): void
  /** Returns the message's id. */
  send(message: MessageDraft): number
  /** Records an event that lasted from `since` until now. */
  record(name: string, since: number, userId: number | null): void
}

export type MessageDraft = Pick<Message, 'type' | 'senderType' | 'senderId'> &
  Partial<Pick<Message, 'isPrivate' | 'isSurvey'>>

export const drafts = {
  activity: { type: 'activity', senderType: null, senderId: null },
  survey: { type: 'template', senderType: null, senderId: null, isSurvey: true },
  bot: { type: 'outgoing', senderType: 'AgentBot', senderId: 1 },
  customer: (senderId: number): MessageDraft => ({ type: 'incoming', senderType: 'Contact', senderId }),
  agent: (senderId: number): MessageDraft => ({ type: 'outgoing', senderType: 'User', senderId }),
} as const

interface Opening {
  readonly conversationId: number
  readonly inbox: ChatwootInbox
  readonly at: number
}

export function startConversation(
  random: Random,
  dayLog: DayLog,
  { conversationId, inbox, at }: Opening,
): ConversationSimulator {
  const origin = { conversationId, inboxId: inbox.id }
  let now = at
  return {
    get now() {
      return now
    },
    wait(seconds) {
      now += seconds
    },
    send(draft) {
      const id = dayLog.nextId('messages')
      dayLog.rows.messages.push({ isPrivate: false, isSurvey: false, ...draft, ...origin, id, createdAt: now })
      return id
    },
    record(name, since, userId) {
      const isLost = random.next() < 0.03
      dayLog.rows.events.push({
        id: dayLog.nextId('events'),
        name,
        // Chatwoot writes events in a background job, shortly after what they measure.
        createdAt: now + random.between(1, 4),
        value: now - since,
        valueInBusinessHours: isLost ? null : countBusinessSeconds(inbox, since, now),
        userId,
        ...origin,
      })
    },
  }
}
