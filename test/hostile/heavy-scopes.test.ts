import { expect, it, onTestFinished } from 'vitest'
import { startChangingChats } from '../support/changing-chats.ts'
import { subscribe } from '../support/event-stream.ts'
import { startListeningGateway } from '../support/listening-gateway.ts'
import { post } from '../support/post.ts'

const now = Date.parse('2026-11-20T12:00:00Z')

async function start() {
  const chats = await startChangingChats()
  const gateway = await startListeningGateway([chats.source], () => now, { deadline: 60_000 })
  onTestFinished(async () => {
    gateway.endStreams()
    await gateway.close()
    await chats.upstream.close()
  })
  return gateway.url
}

const zones = [
  'Europe/Oslo',
  'Europe/Rome',
  'Asia/Tokyo',
  'Asia/Dubai',
  'America/Lima',
  'America/Toronto',
  'Africa/Cairo',
  'Africa/Lagos',
]

it('Other requests are answered between the root fields of an operation over centuries in many time zones.', async () => {
  const url = await start()
  const days = '{ days: { first: "2000-01-01", last: "2099-12-30" } }'
  const fields = zones.map(
    (zone, place) =>
      `a${place}: report(metric: CONVERSATIONS, scope: { range: ${days}, timeZone: "${zone}", granularity: YEAR }) { range { start } }`,
  )
  let turns = 0
  let isOver = false
  const count = () => {
    turns += 1
    if (!isOver) setImmediate(count)
  }
  const answered = post(url, { query: `{ ${fields.join(' ')} }` })
  await new Promise((resolve) => setTimeout(resolve, 0))
  setImmediate(count)
  const { body } = await answered
  isOver = true
  expect(body.errors).toBeUndefined()
  expect(Object.keys(body.data)).toHaveLength(zones.length)
  expect(turns).toBeGreaterThanOrEqual(zones.length)
})

it('A subscription is rejected with 429 when the events of all subscriptions together would be too much to compute.', async () => {
  const url = await start()
  // About 29,000 values each time: 5,900 in each second.
  const document =
    'subscription { report(metric: CONVERSATIONS, scope: { range: { days: { first: "2000-01-01", last: "2026-11-19" } } }, every: "PT5S") { buckets { start end value } } }'
  const streams = []
  for (let open = 0; open < 4; open += 1) streams.push(await subscribe(url, document))
  for (const stream of streams) expect((await stream.next())?.data).toHaveProperty('report')
  const { body } = await post(url, { query: document })
  expect(body.errors[0]).toMatchObject({
    message: expect.stringContaining('every 5 s'),
    extensions: { code: 'TOO_MANY_STREAMS' },
  })
  const seldom = await subscribe(url, document.replace('PT5S', 'PT10M'))
  expect((await seldom.next())?.data).toHaveProperty('report')
  streams[0]?.close()
  await expect
    .poll(async () => {
      const stream = await subscribe(url, document)
      const event = await stream.next()
      return event?.data !== undefined && event.data !== null
    })
    .toBe(true)
})
