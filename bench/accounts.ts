import type { Pair } from './workloads.ts'
import { timeZone } from './workloads.ts'

export const accountId = 1
export const token = 'bench-token'
export const login = 'ops@bench.example'
export const apiKey = 'bench-key'

/** What the gateway and the plain client have under way at once, of one account. */
export const inFlight = { chatwoot: 4, livechat: 8 } as const

/** The headers that each product wants. */
export const headers = {
  chatwoot: { 'api-access-token': token },
  livechat: { authorization: `Basic ${Buffer.from(`${login}:${apiKey}`).toString('base64')}`, 'x-api-version': '2' },
} as const

export const toPair = (place: number): Pair => [`chatwoot-${place}`, `livechat-${place}`]

/**
 * The gateway's configuration: the one upstream as many accounts, whose credentials differ, so that none finds rows of
 * another, and whose budgets are above any workload.
 */
export const toConfiguration = (url: string, pairs: number) => ({
  timeZone,
  sources: Array.from({ length: pairs }, (_, place) => toPair(place)).flatMap(([chatwoot, livechat], place) => [
    {
      id: chatwoot,
      provider: 'chatwoot',
      timeZone,
      url,
      accountId,
      token: `${token}-${place}`,
      inFlight: inFlight.chatwoot,
      callsPerMinute: 1_000_000,
    },
    {
      id: livechat,
      provider: 'livechat',
      timeZone,
      url,
      login,
      apiKey: `${apiKey}-${place}`,
      inFlight: inFlight.livechat,
      callsPerMinute: 1_000_000,
      burst: 1_000_000,
    },
  ]),
})
