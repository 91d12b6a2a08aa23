import { offsetAt } from '../zone.ts'
import type { ChatwootInbox } from './rows.ts'

const hour = 3600
const day = 24 * hour
const opens = 9 * hour
const closes = 17 * hour

/** The part of a wait that falls on Monday to Friday, nine to five; 0 for an inbox without hours, as Chatwoot stores it. */
export function countBusinessSeconds(inbox: ChatwootInbox, since: number, until: number): number {
  if (!inbox.hasWorkingHours) return 0
  // By the hour, because reading an offset is dear; an office is never open while the clocks change.
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
