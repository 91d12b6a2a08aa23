import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDemoServer } from './support/demo-server.ts'
import type { ListeningGateway } from './support/listening-gateway.ts'
import { askForParts } from './support/parts.ts'
import { listFixedResponses } from './support/shown-responses.ts'

const shown = listFixedResponses()

it('the documentation shows responses to queries with a fixed range', () => {
  expect(shown.map(({ place }) => place.replace(/:.*/, ''))).toContain('README.md')
})

describe.each([
  ['when the last 400 days begin within the documented ones', '2027-12-15T10:00:00Z'],
  ['500 days later', '2028-04-04T10:00:00Z'],
  ['3 years later', '2029-11-21T10:00:00Z'],
])('%s, the demo', (_, now) => {
  let gateway: ListeningGateway

  beforeAll(async () => {
    gateway = await startDemoServer(Date.parse(now))
  })

  afterAll(() => gateway.close())

  it.each(shown)('returns exactly the response shown at $place', async ({ query, parts }) => {
    const received = []
    for await (const part of askForParts(gateway.url, query)) received.push(part)

    expect(received).toEqual(parts)
  })
})
