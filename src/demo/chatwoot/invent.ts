import { createRandom } from '../random.ts'
import { inventConversation } from './invent-conversation.ts'
import { inventedAccount } from './invented-account.ts'
import { inventArrivals } from './rhythm.ts'
import type { ChatwootRows } from './rows.ts'
import type { Diary } from './story.ts'

const day = 86_400_000
const daysBefore = 400
const daysAfter = 8

/** A little over a year of conversations up to a few days after `now`; a day is the same whenever it is invented. */
export function inventChatwootRows(now: number): ChatwootRows {
  const today = Math.floor(now / day)
  const days = Array.from({ length: daysBefore + 1 + daysAfter }, (_, place) => inventDay(today - daysBefore + place))
  return {
    ...inventedAccount,
    conversations: days.flatMap((diary) => diary.conversations),
    messages: days.flatMap((diary) => diary.messages),
    events: days.flatMap((diary) => diary.events),
    responses: days.flatMap((diary) => diary.responses),
  }
}

function inventDay(epochDay: number): Diary['rows'] {
  const date = epochDay * day
  const random = createRandom(`chatwoot ${new Date(date).toISOString().slice(0, 10)}`)
  const diary = openDiary(epochDay)
  for (const arrival of inventArrivals(random, date)) inventConversation(random, diary, arrival)
  return diary.rows
}

/** Ids begin anew each day, so that they do not depend on how many days there are. */
function openDiary(epochDay: number): Diary {
  const idsPerDay = 10_000
  const firstDay = Date.UTC(2020, 0) / day
  const firstId = (epochDay - firstDay) * idsPerDay + 1
  const next = { conversations: firstId, messages: firstId, events: firstId, responses: firstId }
  return {
    rows: { conversations: [], messages: [], events: [], responses: [] },
    nextId: (table) => next[table]++,
  }
}
