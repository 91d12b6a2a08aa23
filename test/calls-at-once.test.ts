import { expect, it } from 'vitest'
import { liveChatSource, startGateway } from './support/gateway.ts'
import { json, startRawUpstream } from './support/raw-upstream.ts'

const now = Date.parse('2026-11-20T12:00:00Z')

it('a LiveChat breakdown by agent has as many calls in flight as its source allows, and no more', async () => {
  let [running, most] = [0, 0]
  const held: (() => void)[] = []
  const agents = Array.from({ length: 20 }, (_, place) => ({ login: `${place}@demo.example`, name: `${place}` }))
  const server = await startRawUpstream(async ({ path }) => {
    if (path === '/agents') return json(agents)
    running += 1
    most = Math.max(most, running)
    await new Promise<void>((release) => held.push(release))
    running -= 1
    return json({ '2026-11-01': { chats: 1 } })
  })
  const polite = startGateway([{ ...liveChatSource(server.url), inFlight: 3 }], () => now)
  const answer = polite.query(
    `{ report(metric: CONVERSATIONS, scope: { range: { days: { first: "2026-11-01", last: "2026-11-01" } } }) {
           breakdown(by: AGENT, first: 500) { slices { total } } } }`,
  )
  // The list of agents, the first three, and another whenever one has ended.
  for (let calls = 1 + 3; calls <= 1 + 20; calls += 1) {
    await server.received(calls)
    held.shift()?.()
  }
  for (const release of held) release()
  const { data } = await answer
  expect(data.report.breakdown.slices).toEqual(agents.map(() => ({ total: 1 })))
  expect({ most, calls: server.requests.length }).toEqual({ most: 3, calls: 21 })
  await Promise.all([polite.close(), server.close()])
})
