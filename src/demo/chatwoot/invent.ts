import { listInventedDays } from '../invented-days.ts'
import { createRandom } from '../random.ts'
import type { DayLog } from './conversation-simulator.ts'
import { inventConversation } from './invent-conversation.ts'
import { inventedAccount } from './invented-account.ts'
import { inventArrivals } from './rhythm.ts'
import type { ChatwootRows } from './rows.ts'

const day = 86_400_000

/** Invents the conversations of all days. The date is the seed, so a day has the same rows whatever `now` is. */
export function inventChatwootRows(now: number): ChatwootRows {
  const days = listInventedDays(now).map(inventDay)
  return {
    ...inventedAccount,
    conversations: days.flatMap((dayLog) => dayLog.conversations),
    messages: days.flatMap((dayLog) => dayLog.messages),
    events: days.flatMap((dayLog) => dayLog.events),
    responses: days.flatMap((dayLog) => dayLog.responses),
  }
}

/** `date` is the start of a UTC day in epoch milliseconds. */
function inventDay(date: number): DayLog['rows'] {
  const random = createRandom(`chatwoot ${new Date(date).toISOString().slice(0, 10)}`)
  const dayLog = createDayLog(date)
  for (const arrival of inventArrivals(random, date)) inventConversation(random, dayLog, arrival)
  return dayLog.rows
}

/** Each day has its own range of ids, so that ids do not depend on which other days are invented. */
function createDayLog(date: number): DayLog {
  const idsPerDay = 10_000
  const firstId = ((date - Date.UTC(2020, 0)) / day) * idsPerDay + 1
  const next = { conversations: firstId, messages: firstId, events: firstId, responses: firstId }
  return {
    rows: { conversations: [], messages: [], events: [], responses: [] },
    nextId: (table) => next[table]++,
  }
}
