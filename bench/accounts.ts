import { type Pair, timeZone } from './workloads.ts'

export const accountId = 1
export const token = 'bench-token'
export const login = 'ops@bench.example'
export const apiKey = 'bench-key'

/** Concurrent upstream requests per account, for the gateway and for the plain client. */
export const inFlight = { chatwoot: 4, livechat: 8 } as const

/** Request headers of each provider. */
export const headers = {
  chatwoot: { 'api-access-token': token },
  livechat: { authorization: `Basic ${Buffer.from(`${login}:${apiKey}`).toString('base64')}`, 'x-api-version': '2' },
} as const

export const toPair = (index: number): Pair => [`chatwoot-${index}`, `livechat-${index}`]

/**
 * Gateway configuration with `pairs` accounts of each provider on one upstream server. Credentials differ, so that no
 * account shares cached rows with another. Rate limits are above what any workload needs.
 */
export const toConfiguration = (url: string, pairs: number) => ({
  timeZone,
  sources: Array.from({ length: pairs }, (_, index) => toPair(index)).flatMap(([chatwoot, livechat], index) => [
    {
      id: chatwoot,
      provider: 'chatwoot',
      timeZone,
      url,
      accountId,
      token: `${token}-${index}`,
      inFlight: inFlight.chatwoot,
      callsPerMinute: 1_000_000,
    },
    {
      id: livechat,
      provider: 'livechat',
      timeZone,
      url,
      login,
      apiKey: `${apiKey}-${index}`,
      inFlight: inFlight.livechat,
      callsPerMinute: 1_000_000,
      burst: 1_000_000,
    },
  ]),
})
