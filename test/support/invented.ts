import { LRUCache } from 'lru-cache'
import { inventChatwootRows as inventRows } from '../../src/demo/chatwoot/invent.ts'
import { inventLiveChatEvents as inventEvents } from '../../src/demo/livechat/invent.ts'
import { type Demo, startDemo } from '../../src/demo/start.ts'

const day = 86_400_000

/** Memoized: a year takes half a second to invent, and most tests use the same one. Tests must not change it. */
const keepFew = <Year extends object>(invent: (now: number) => Year) => {
  const years = new LRUCache<number, Year>({ max: 2 })
  return (now: number): Year => {
    const today = Math.floor(now / day) * day
    const year = years.get(today) ?? invent(today)
    years.set(today, year)
    return year
  }
}

export const inventChatwootRows = keepFew(inventRows)
export const inventLiveChatEvents = keepFew(inventEvents)

export const startInventedDemo = (now: () => number = Date.now): Promise<Demo> =>
  startDemo(now, { rows: inventChatwootRows(now()), events: inventLiveChatEvents(now()) })
