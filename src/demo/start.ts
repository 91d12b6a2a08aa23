import type { SourceConfig } from '../config/config.ts'
import { inventChatwootRows } from './chatwoot/invent.ts'
import { startChatwoot } from './chatwoot/server.ts'
import { inventLiveChatEvents } from './livechat/invent.ts'
import { startLiveChat } from './livechat/server.ts'
import type { DemoUpstream } from './upstream.ts'

export interface Demo {
  /** The invented accounts as sources, with their credentials. */
  readonly sources: readonly SourceConfig[]
  readonly chatwoot: DemoUpstream
  readonly livechat: DemoUpstream
  close(): Promise<void>
}

const token = 'demo-token'
const login = 'ada.obi@demo.example'
const apiKey = 'demo-key'

const inventYear = (now: number) => ({ rows: inventChatwootRows(now), events: inventLiveChatEvents(now) })

/**
 * Starts two upstream servers on loopback with a year of invented events; events in the future appear as time passes.
 */
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
        // High, so that all examples can be run at once: there is no real server to protect.
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
