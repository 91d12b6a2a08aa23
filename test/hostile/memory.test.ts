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

it('A gateway with a heap of 512 MB survives twelve of the largest responses at once: each ends in a response, 503 or 504.', async () => {
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
    const { length } = await response.text()
    return { status: response.status, length }
  }
  let isOver = false
  const health: number[] = []
  const watching = (async () => {
    while (!isOver) health.push((await fetch(new URL('/health/live', url))).status)
  })()
  const responses = await Promise.all(Array.from({ length: 12 }, (_, place) => send(largest(place))))
  isOver = true
  await watching
  expect(responses.filter(({ status }) => ![200, 503, 504].includes(status))).toEqual([])
  expect(new Set(health)).toEqual(new Set([200]))
  expect(child.exitCode).toBeNull()
  expect((await send('{ __typename }')).status).toBe(200)
  await chats.upstream.close()
}, 300_000)
