import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { liveChatSource, startGateway } from './support/gateway.ts'
import { json, startRawUpstream } from './support/raw-upstream.ts'

const now = Date.parse('2026-11-20T12:00:00Z')

it('LiveChat by agent is asked as many at once as its source allows', async () => {
  let [running, most] = [0, 0]
  const agents = Array.from({ length: 20 }, (_, place) => ({ login: `${place}@demo.example`, name: `${place}` }))
  const server = await startRawUpstream(async ({ path }) => {
    if (path === '/agents') return json(agents)
    running += 1
    most = Math.max(most, running)
    await setTimeout(5)
    running -= 1
    return json({ '2026-11-01': { chats: 1 } })
  })
  const polite = startGateway([{ ...liveChatSource(server.url), inFlight: 3 }], () => now)
  const { data } = await polite.query(
    `{ report(metric: CONVERSATIONS, scope: { range: { days: { first: "2026-11-01", last: "2026-11-01" } } }) {
           breakdown(by: AGENT, first: 500) { slices { total } } } }`,
  )
  expect(data.report.breakdown.slices).toEqual(agents.map(() => ({ total: 1 })))
  expect({ most, calls: server.requests.length }).toEqual({ most: 3, calls: 21 })
  await Promise.all([polite.close(), server.close()])
})
