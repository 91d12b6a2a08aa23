import { expect, it } from 'vitest'
import { liveChatSource, startGateway } from '../support/gateway.ts'
import { json, startRawUpstream } from '../support/raw-upstream.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`)
const document =
  '{ report(metric: PEAK_CONCURRENT_CHATS, scope: { range: { days: { first: "2026-11-13", last: "2026-11-13" } } }) { total gaps { code } } }'

it.each<[string, Record<string, unknown>]>([
  ['days in place of hours', { '2026-11-13': 5 }],
  ['other days', Object.fromEntries(hours.map((hour) => [`2026-10-09 ${hour}`, 5]))],
  ['a day that is cut', Object.fromEntries(hours.slice(0, 12).map((hour) => [`2026-11-13 ${hour}`, 5]))],
])('an occupancy report with %s is BAD_RESPONSE', async (_, body) => {
  const upstream = await startRawUpstream(() => json(body))
  const gateway = startGateway([{ ...liveChatSource(upstream.url), timeZone: 'UTC' }], () => now)
  const { errors } = await gateway.query(document)
  expect(errors?.[0]?.extensions?.code).toBe('BAD_RESPONSE')
  await gateway.close()
  await upstream.close()
})
