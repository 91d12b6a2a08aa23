import type { SourceConfig } from '../../src/config/config.ts'
import type { ChatwootRows } from '../../src/demo/chatwoot/rows.ts'
import type { LiveChatEvents } from '../../src/demo/livechat/events.ts'
import { startChatwootSource, startLiveChatSource } from './gateway.ts'

export interface CountedSources {
  readonly sources: readonly SourceConfig[]
  /** How often each path of both products was called since the last count. */
  countCalls(): Readonly<Record<string, number>>
  close(): Promise<void>
}

/** Both products, and the calls to them. Paths of Chatwoot are relative to the account. */
export async function startCountedSources(
  rows: ChatwootRows,
  events: LiveChatEvents,
  now: number,
  timeZone: string,
): Promise<CountedSources> {
  const [support, chatwoot] = await startChatwootSource(rows, now)
  const [sales, livechat] = await startLiveChatSource(events, now, { timeZone })
  const upstreams = [chatwoot, livechat]
  const counted = new Map(upstreams.map((upstream) => [upstream, 0]))
  return {
    sources: [support, sales],
    countCalls() {
      const counts: Record<string, number> = {}
      for (const upstream of upstreams) {
        for (const { path } of upstream.requests.slice(counted.get(upstream))) {
          const name = path.replace(/^\/api\/v[12]\/accounts\/1/, '')
          counts[name] = (counts[name] ?? 0) + 1
        }
        counted.set(upstream, upstream.requests.length)
      }
      return counts
    },
    close: async () => {
      await Promise.all(upstreams.map((upstream) => upstream.close()))
    },
  }
}
