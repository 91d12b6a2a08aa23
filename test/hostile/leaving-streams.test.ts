import { afterEach, expect, it } from 'vitest'
import { startChangingChats } from '../support/changing-chats.ts'
import { subscribe } from '../support/event-stream.ts'
import { openGate } from '../support/gate.ts'
import { startServer, stopAll } from '../support/start-script.ts'
import { writeConfig } from '../support/write-config.ts'

afterEach(stopAll)

/** About 700 values, of which the gateway computes no more than 1,000 at once. */
const subscription =
  'subscription { report(metric: CONVERSATIONS, scope: { range: { last: "P365D" } }, every: "PT5S") { buckets { start value } } }'

it('A gateway keeps running when subscribers disconnect while a later event waits for a large response to be computed.', async () => {
  const chats = await startChangingChats({ id: 'chats' })
  const { isTimeZoneKnown: _, ...source } = chats.source
  const config = writeConfig({ sources: [source], limits: { inFlightValues: 1_000 } })
  const { child, url } = await startServer('../src/main.ts', { GATEWAY_CONFIG: config, NODE_ENV: 'production' })
  const streams = await Promise.all(Array.from({ length: 3 }, () => subscribe(url, subscription)))
  for (const stream of streams) await stream.next()
  const { opened, open } = openGate()
  chats.answer = (answer) => opened.then(() => answer)
  const sent = chats.upstream.requests.length
  // The next event of one stream holds the room until the upstream answers, and those of the others wait for it.
  await chats.upstream.received(sent + 1)
  for (const stream of streams) stream.close()
  const countStreams = async () =>
    /^gateway_subscriptions_open (\d+)/m.exec(await (await fetch(new URL('/metrics', url))).text())?.[1]
  await expect.poll(countStreams, { timeout: 60_000 }).toBe('0')
  open()
  expect((await fetch(new URL('/health/live', url))).status).toBe(200)
  expect(child.exitCode).toBeNull()
  await chats.upstream.close()
}, 120_000)
