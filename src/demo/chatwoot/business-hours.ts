import { offsetAt } from '../zone.ts'
import type { ChatwootInbox } from './rows.ts'

const hour = 3600
const day = 24 * hour
const opens = 9 * hour
const closes = 17 * hour

/** Seconds from Monday to Friday, 9:00 to 17:00. Zero for an inbox without working hours, as Chatwoot stores it. */
export function countBusinessSeconds(inbox: ChatwootInbox, since: number, until: number): number {
  if (!inbox.hasWorkingHours) return 0
  // Rounded to the hour, because reading an offset is slow. No DST transition is within working hours.
  const offset = offsetAt(inbox.timeZone, Math.floor(since / hour) * hour * 1000) / 1000
  let seconds = 0
  for (let midnight = Math.floor((since + offset) / day) * day; midnight < until + offset; midnight += day) {
    const weekday = new Date(midnight * 1000).getUTCDay()
    if (weekday === 0 || weekday === 6) continue
    const from = Math.max(midnight + opens, since + offset)
    const to = Math.min(midnight + closes, until + offset)
    seconds += Math.max(0, to - from)
  }
  return seconds
}
