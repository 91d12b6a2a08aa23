import { request } from 'undici'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chatwootSource, liveChatSource, startChatwootSource, startLiveChatSource } from '../support/gateway.ts'
import { heapOnSignal, measureHeap } from '../support/heap-on-signal.ts'
import { inventChatwootRows, inventLiveChatEvents } from '../support/invented.ts'
import { startRawUpstream } from '../support/raw-upstream.ts'
import { type StartedServer, startServer, stop } from '../support/start-script.ts'
import { writeConfig } from '../support/write-config.ts'

const now = Date.now()
const closings: (() => Promise<void>)[] = []
let gateway: StartedServer

beforeAll(async () => {
  const [, chatwoot] = await startChatwootSource(inventChatwootRows(now), now)
  const [, liveChat] = await startLiveChatSource(inventLiveChatEvents(now), now)
  const broken = await startRawUpstream(() => ({ status: 500, body: 'out of order' }))
  const sources = [
    { ...chatwootSource(chatwoot.url), id: 'support' },
    { ...liveChatSource(liveChat.url), id: 'sales' },
    { ...liveChatSource(broken.url), id: 'broken' },
  ].map(({ isTimeZoneKnown: _, ...settings }) => settings)
  gateway = await startServer('../src/main.ts', {
    GATEWAY_CONFIG: writeConfig({ sources }),
    LOG_LEVEL: 'debug',
    ...heapOnSignal,
  })
  closings.push(() => stop(gateway), chatwoot.close, liveChat.close, broken.close)
})

afterAll(async () => {
  for (const close of closings) await close()
})

/** Of a few days in the zone of both accounts. */
const toScope = (days: number, timeZone = 'America/New_York') =>
  `scope: { range: { last: "P${days}D" }, timeZone: "${timeZone}" }`

const questions: readonly ((days: number) => string)[] = [
  (days) => `{ report(metric: CONVERSATIONS, ${toScope(days)}) { total gaps { code } buckets { start value } } }`,
  (days) => `{ reports(metrics: [RESPONSE_TIME, GOALS], ${toScope(days)}) { total warnings { code } } }`,
  (days) => `{ report(metric: RESOLUTIONS, ${toScope(days)}) { breakdown(by: TEAM) { slices { label total } } } }`,
  (days) => `{ queueStats(${toScope(days)}) { queued { count } abandonmentRate gaps { message } } }`,
  () => '{ sources { id agents { name } teams { name } } metrics { metric unit } }',
  (days) => `{ report(metric: GOALS, ${toScope(days, 'Mars/Base')}) { total } }`,
  () => '{ report(metric: NONE) { total } }',
]

async function askMany(count: number): Promise<void> {
  const turns = Array.from({ length: count }, (_, turn) => turn).values()
  const work = async () => {
    for (const turn of turns) {
      const query = questions[turn % questions.length]?.(1 + (turn % 5)) ?? ''
      const headers = { 'content-type': 'application/json' }
      const { body } = await request(gateway.url, { method: 'POST', headers, body: JSON.stringify({ query }) })
      expect(Object.keys(Object(await body.json()))).not.toEqual([])
    }
  }
  await Promise.all(Array.from({ length: 20 }, work))
}

it('memory stays level over 3,000 operations, some of which fail', async () => {
  await askMany(1_000)
  const early = await measureHeap(gateway)
  await askMany(2_000)
  const late = await measureHeap(gateway)
  expect(late - early).toBeLessThan(0.05 * early)
}, 300_000)
