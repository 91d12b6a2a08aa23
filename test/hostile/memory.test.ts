import { afterEach, expect, it } from 'vitest'
import { startChangingChats } from '../support/changing-chats.ts'
import { startServer, stopAll } from '../support/start-script.ts'
import { writeConfig } from '../support/write-config.ts'

afterEach(stopAll)

/** 20 x 9,800 buckets with two values each, and more for the buckets themselves: 80 % of what one operation may have. */
const largest = (place: number) =>
  `query Largest${place}($scope: ReportScope!) { ${Array.from({ length: 20 }, (_, alias) => `a${alias}: report(metric: CONVERSATIONS, scope: $scope) { ...Days }`).join(' ')} }
  fragment Days on Report { buckets { start value } }`

const variables = { scope: { range: { days: { first: '2000-01-01', last: '2026-11-19' } } } }

it('A gateway with a heap of 512 MB survives twelve of the largest responses at once: each ends in a response, an error, or at its deadline.', async () => {
  const chats = await startChangingChats({ id: 'chats' })
  const { isTimeZoneKnown: _, ...source } = chats.source
  const environment = {
    GATEWAY_CONFIG: writeConfig({ sources: [source] }),
    NODE_ENV: 'production',
    NODE_OPTIONS: '--max-old-space-size=512',
  }
  const { child, url } = await startServer('../src/main.ts', environment)
  const headers = { 'content-type': 'application/json' }
  const send = async (query: string) => {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
    // A busy machine may still be writing at the deadline, which closes the connection.
    return response.text().then(
      () => response.status,
      () => 'closed at the deadline',
    )
  }
  let isOver = false
  const health: number[] = []
  const watching = (async () => {
    while (!isOver) health.push((await fetch(new URL('/health/live', url))).status)
  })()
  const responses = await Promise.all(Array.from({ length: 12 }, (_, place) => send(largest(place))))
  isOver = true
  await watching
  expect([200, 503, 504, 'closed at the deadline']).toEqual(expect.arrayContaining([...new Set(responses)]))
  expect(new Set(health)).toEqual(new Set([200]))
  expect(child.exitCode).toBeNull()
  expect(await send('{ __typename }')).toBe(200)
  await chats.upstream.close()
}, 300_000)
