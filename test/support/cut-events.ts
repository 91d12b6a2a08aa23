import type { ChatwootRows } from '../../src/demo/chatwoot/rows.ts'
import type { LiveChatEvents } from '../../src/demo/livechat/events.ts'
import type { Bucket } from './brute-force/calendar.ts'
import { cutOnce } from './cut-once.ts'

const month = 30 * 86_400_000

/** The whole months around a window: many windows have the same. */
const toMonths = ({ start, end }: Bucket): Bucket => ({
  start: Math.floor(start / month) * month,
  end: Math.ceil(end / month) * month,
})

const cutMonths = cutOnce(selectEvents)

/** The events of which anything lies in the window: a count over it is the same, and quicker. */
export const cutEvents = cutOnce((events: LiveChatEvents, window: Bucket) =>
  selectEvents(cutMonths(events, toMonths(window)), window),
)

function selectEvents(events: LiveChatEvents, window: Bucket): LiveChatEvents {
  const [from, to] = [window.start / 1000, window.end / 1000]
  const isInside = (instant: number | null | undefined) =>
    typeof instant === 'number' && instant >= from && instant < to
  const overlaps = ({ start, end }: { readonly start: number; readonly end: number }) => start < to && end >= from
  return {
    ...events,
    chats: events.chats.filter((chat) => overlaps(chat) || chat.reachedGoals.some(({ at }) => isInside(at))),
    shifts: events.shifts.filter(overlaps),
    queueStays: events.queueStays.filter(({ enter }) => isInside(enter)),
    greetings: events.greetings.filter(({ at }) => isInside(at)),
    tickets: events.tickets.filter(({ created, firstReply, solved, rating }) =>
      [created, firstReply, solved, rating?.at].some(isInside),
    ),
  }
}

/** The rows made in the window, for a count over it that no filter narrows. */
export function cutRows(rows: ChatwootRows, { start, end }: Bucket): ChatwootRows {
  const isInside = ({ createdAt }: { readonly createdAt: number }) =>
    createdAt >= start / 1000 && createdAt < end / 1000
  return {
    ...rows,
    conversations: rows.conversations.filter(isInside),
    messages: rows.messages.filter(isInside),
    events: rows.events.filter(isInside),
    responses: rows.responses.filter(isInside),
  }
}

/** The rows made in the window and the conversations that they belong to, for a count over it whatever narrows it. */
export const cutTalk = cutOnce(selectTalk)

function selectTalk(rows: ChatwootRows, window: Bucket): ChatwootRows {
  const inside = cutRows(rows, window)
  const isInside = ({ createdAt }: { readonly createdAt: number }) =>
    createdAt >= window.start / 1000 && createdAt < window.end / 1000
  const responses = rows.responses.filter(isInside)
  const alive = new Set<number | null>(
    [...inside.messages, ...inside.events, ...responses].map(({ conversationId }) => conversationId),
  )
  const conversations = rows.conversations.filter((row) => isInside(row) || alive.has(row.id))
  return { ...inside, conversations, responses }
}
