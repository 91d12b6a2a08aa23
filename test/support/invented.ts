import { LRUCache } from 'lru-cache'
import { inventChatwootRows as inventRows } from '../../src/demo/chatwoot/invent.ts'
import { inventLiveChatEvents as inventEvents } from '../../src/demo/livechat/invent.ts'

/** To invent a year takes half a second, and most tests ask about the same. Nobody changes what he is given. */
const keepFew = <Year extends object>(invent: (now: number) => Year) => {
  const years = new LRUCache<number, Year>({ max: 2 })
  return (now: number): Year => {
    const year = years.get(now) ?? invent(now)
    years.set(now, year)
    return year
  }
}

export const inventChatwootRows = keepFew(inventRows)
export const inventLiveChatEvents = keepFew(inventEvents)
