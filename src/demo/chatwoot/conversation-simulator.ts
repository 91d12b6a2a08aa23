import type { Random } from '../random.ts'
import { countBusinessSeconds } from './business-hours.ts'
import type { ChatwootInbox, ChatwootRows, Message } from './rows.ts'

type Table = 'conversations' | 'messages' | 'events' | 'responses'

/** The dated rows of one day, to which its conversations add. */
export interface Diary {
  readonly rows: { readonly [name in Table]: ChatwootRows[name][number][] }
  nextId(table: Table): number
}

/** One conversation as it goes on: a clock, and the rows that are written by it. */
export interface Story {
  /** Unix seconds. */
  readonly now: number
  wait(seconds: number): void
  /** Returns the message's id. */
  say(message: Speech): number
  /** Something that took from `since` until now. */
  record(name: string, since: number, userId: number | null): void
}

export type Speech = Pick<Message, 'type' | 'senderType' | 'senderId'> &
  Partial<Pick<Message, 'isPrivate' | 'isSurvey'>>

export const speech = {
  activity: { type: 'activity', senderType: null, senderId: null },
  survey: { type: 'template', senderType: null, senderId: null, isSurvey: true },
  bot: { type: 'outgoing', senderType: 'AgentBot', senderId: 1 },
  customer: (senderId: number): Speech => ({ type: 'incoming', senderType: 'Contact', senderId }),
  agent: (senderId: number): Speech => ({ type: 'outgoing', senderType: 'User', senderId }),
} as const

interface Opening {
  readonly conversationId: number
  readonly inbox: ChatwootInbox
  readonly at: number
}

export function beginStory(random: Random, diary: Diary, { conversationId, inbox, at }: Opening): Story {
  const place = { conversationId, inboxId: inbox.id }
  let now = at
  return {
    get now() {
      return now
    },
    wait(seconds) {
      now += seconds
    },
    say(speech) {
      const id = diary.nextId('messages')
      diary.rows.messages.push({ isPrivate: false, isSurvey: false, ...speech, ...place, id, createdAt: now })
      return id
    },
    record(name, since, userId) {
      const isLost = random.next() < 0.03
      diary.rows.events.push({
        id: diary.nextId('events'),
        name,
        // A background job writes events, a moment after what they measure.
        createdAt: now + random.between(1, 4),
        value: now - since,
        valueInBusinessHours: isLost ? null : countBusinessSeconds(inbox, since, now),
        userId,
        ...place,
      })
    },
  }
}
