import { listInventedDays } from '../invented-days.ts'
import { createRandom } from '../random.ts'
import type { Diary } from './conversation-simulator.ts'
import { inventConversation } from './invent-conversation.ts'
import { inventedAccount } from './invented-account.ts'
import { inventArrivals } from './rhythm.ts'
import type { ChatwootRows } from './rows.ts'

const day = 86_400_000

/** The conversations of all invented days. Each date is its own seed, so a day is the same whatever `now` is. */
export function inventChatwootRows(now: number): ChatwootRows {
  const days = listInventedDays(now).map(inventDay)
  return {
    ...inventedAccount,
    conversations: days.flatMap((diary) => diary.conversations),
    messages: days.flatMap((diary) => diary.messages),
    events: days.flatMap((diary) => diary.events),
    responses: days.flatMap((diary) => diary.responses),
  }
}

/** `date` is the epoch milliseconds of its start in UTC. */
function inventDay(date: number): Diary['rows'] {
  const random = createRandom(`chatwoot ${new Date(date).toISOString().slice(0, 10)}`)
  const diary = openDiary(date)
  for (const arrival of inventArrivals(random, date)) inventConversation(random, diary, arrival)
  return diary.rows
}

/** Each day has its own range of ids, so that they do not depend on which other days there are. */
function openDiary(date: number): Diary {
  const idsPerDay = 10_000
  const firstId = ((date - Date.UTC(2020, 0)) / day) * idsPerDay + 1
  const next = { conversations: firstId, messages: firstId, events: firstId, responses: firstId }
  return {
    rows: { conversations: [], messages: [], events: [], responses: [] },
    nextId: (table) => next[table]++,
  }
}
