import { listInventedDays } from '../invented-days.ts'
import { createRandom } from '../random.ts'
import { localDate } from '../zone.ts'
import { inventShifts } from './agent-pool.ts'
import { catalog } from './catalog.ts'
import type { LiveChatEvents } from './events.ts'
import { inventChat, inventGreeting, inventQueueStay, inventTicket } from './inventions.ts'
import { inventInHours, isIncident, listBusyHours } from './rhythm.ts'
import { isInSeason, seasonalAgent } from './seasonal-agent.ts'

/** Average numbers per day. Quiet nights add a few, because none of their hours is empty. */
const perDay = { chats: 55, queueStays: 17, tickets: 22, greetings: 76 }
const incidentFactor = 6

/** Invents the events of all days. The date is the seed, so a day has the same events whatever `now` is. */
export function inventLiveChatEvents(now: number): LiveChatEvents {
  const today = localDate('UTC', now)
  const days = listInventedDays(now).map((day) => inventDay(localDate('UTC', day)))
  return {
    ...catalog,
    agents: isInSeason(today) ? [...catalog.agents, seasonalAgent] : catalog.agents,
    chats: days.flatMap(({ chats }) => chats),
    queueStays: days.flatMap(({ queueStays }) => queueStays),
    shifts: days.flatMap(({ shifts }) => shifts),
    tickets: days.flatMap(({ tickets }) => tickets),
    greetings: days.flatMap(({ greetings }) => greetings),
  }
}

function inventDay(date: string) {
  const hours = listBusyHours(date)
  const queueLength = perDay.queueStays * (isIncident(date) ? incidentFactor : 1)
  const seed = (kind: string) => createRandom(`livechat ${kind} ${date}`)
  return {
    chats: inventInHours(seed('chats'), hours, perDay.chats, inventChat),
    queueStays: inventInHours(seed('queue'), hours, queueLength, inventQueueStay),
    shifts: inventShifts(seed('shifts'), date),
    tickets: inventInHours(seed('tickets'), hours, perDay.tickets, inventTicket),
    greetings: inventInHours(seed('greetings'), hours, perDay.greetings, inventGreeting),
  }
}
