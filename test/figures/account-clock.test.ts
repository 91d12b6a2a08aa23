import { afterAll, beforeAll, expect, it } from 'vitest'
import type { DemoUpstream } from '../../src/demo/upstream.ts'
import { startGateway, startLiveChatSource, type TestGateway } from '../support/gateway.ts'
import { inventLiveChatEvents } from '../support/invented.ts'

/** 15:20 in Tokyo, and 01:20 where the account's own hours are counted. */
const now = Date.parse('2026-11-20T06:20:00Z')
let upstream: DemoUpstream
let gateway: TestGateway

beforeAll(async () => {
  const [source, started] = await startLiveChatSource(inventLiveChatEvents(now), now)
  upstream = started
  gateway = startGateway([source], () => now)
})

afterAll(() => Promise.all([gateway.close(), upstream.close()]))

it.each(['CHATTING_TIME', 'PEAK_CONCURRENT_CHATS', 'FIRST_RESPONSE_TIME'])(
  '%s of hours that have not begun in the account’s zone is null, whatever the asked clock shows',
  async (metric) => {
    const scope = '{ range: { preset: TODAY }, granularity: HOUR, timeZone: "Asia/Tokyo" }'
    const { data } = await gateway.query(
      `{ report(metric: ${metric}, scope: ${scope}) { buckets { value sampleSize } } }`,
    )
    const { buckets } = data.report
    expect(buckets.slice(2)).toEqual(Array.from({ length: 22 }, () => ({ value: null, sampleSize: null })))
    expect(buckets[0].value).not.toBeNull()
  },
)
