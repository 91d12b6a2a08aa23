import type { SourceConfig } from '../config/config.ts'
import { inventChatwootRows } from './chatwoot/invent.ts'
import { startChatwoot } from './chatwoot/server.ts'
import { inventLiveChatEvents } from './livechat/invent.ts'
import { startLiveChat } from './livechat/server.ts'
import type { DemoUpstream } from './upstream.ts'

export interface Demo {
  /** The invented accounts as sources, credentials and all. */
  readonly sources: readonly SourceConfig[]
  readonly chatwoot: DemoUpstream
  readonly livechat: DemoUpstream
  close(): Promise<void>
}

const token = 'demo-token'
const login = 'ada.obi@demo.example'
const apiKey = 'demo-key'

const inventYear = (now: number) => ({ rows: inventChatwootRows(now), events: inventLiveChatEvents(now) })

/** Two upstream servers on loopback over one invented year, which goes on growing with the clock. */
export async function startDemo(now: () => number = Date.now, year = inventYear(now())): Promise<Demo> {
  const horizon = () => Math.floor(now() / 1000)
  const chatwoot = await startChatwoot({
    rows: year.rows,
    accountId: 1,
    tokens: { [token]: 'administrator' },
    now,
    horizon,
  })
  const timeZone = 'America/New_York'
  const livechat = await startLiveChat({ events: year.events, login, apiKey, timeZone, now, horizon })
  return {
    sources: [
      {
        id: 'chatwoot',
        name: 'Demo Chatwoot',
        provider: 'chatwoot',
        timeZone: 'Europe/Warsaw',
        isTimeZoneKnown: true,
        url: chatwoot.url,
        accountId: 1,
        token,
        callsPerMinute: 100,
        inFlight: 4,
      },
      {
        id: 'livechat',
        name: 'Demo LiveChat',
        provider: 'livechat',
        timeZone,
        isTimeZoneKnown: true,
        url: livechat.url,
        login,
        apiKey,
        // Whoever tries all examples at once should not wait for a budget: nobody's server is spared by it.
        callsPerMinute: 1_200,
        burst: 400,
        inFlight: 8,
      },
    ],
    chatwoot,
    livechat,
    close: async () => {
      await Promise.all([chatwoot.close(), livechat.close()])
    },
  }
}
