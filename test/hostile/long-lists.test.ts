import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ChangingChats, startChangingChats } from '../support/changing-chats.ts'
import { subscribe } from '../support/event-stream.ts'
import { json } from '../support/raw-upstream.ts'
import { type StartedServer, startServer, stopAll } from '../support/start-script.ts'
import { writeConfig } from '../support/write-config.ts'

let chats: ChangingChats
let server: StartedServer

/** An account of 3,000 agents. */
beforeAll(async () => {
  chats = await startChangingChats({ id: 'chats' })
  const agents = Array.from({ length: 3_000 }, (_, place) => ({ login: `agent${place}@test.example`, name: 'Agent' }))
  chats.list = () => json(agents)
  const { isTimeZoneKnown: _, ...source } = chats.source
  server = await startServer('../src/main.ts', {
    GATEWAY_CONFIG: writeConfig({ sources: [source] }),
    NODE_ENV: 'production',
    // A busy machine may need longer than the default for 3,000 agents.
    DEADLINE_MS: '60000',
    NODE_OPTIONS: '--max-old-space-size=512',
  })
}, 60_000)

afterAll(async () => {
  stopAll()
  await chats.upstream.close()
})

async function send(query: string) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(server.url, { method: 'POST', headers, body: JSON.stringify({ query }) })
  return { status: response.status, ...(await response.json()) }
}

/** A response whose headers are sent can only be cut off at the deadline. */
function toStatus(error: unknown) {
  if (error instanceof TypeError && ['fetch failed', 'terminated'].includes(error.message))
    return { status: 504, errors: undefined }
  throw error
}

const nested = 'sources { agents { sources { agents { name } } } }'
const ofSource =
  'report(metric: CONVERSATIONS, scope: { range: { last: "P1D" } }) { bySource { source { agents { sources { agents { name } } } } } }'

it.each([nested, ofSource, nested.replace('name', 'x: name y: name')])(
  'Lists below a list of 3,000 agents are rejected with COST_LIMIT as soon as they have too many values: %s',
  async (fields) => {
    const { errors, data } = await send(`{ ${fields} }`)
    expect([errors.length, errors[0].extensions, data]).toEqual([
      1,
      { code: 'COST_LIMIT', cost: { limit: 500_000, values: expect.any(Number) } },
      undefined,
    ])
    expect(server.child.exitCode).toBeNull()
  },
  60_000,
)

it('A subscription to lists below a list of 3,000 agents gets COST_LIMIT as its event.', async () => {
  const stream = await subscribe(server.url, `subscription { ${ofSource} }`)
  const event = await stream.next()
  stream.close()
  expect(event?.errors?.map(({ extensions }) => extensions?.code)).toEqual(['COST_LIMIT'])
}, 60_000)

it('A list of 3,000 agents is returned, and values of lists that are too long leave no memory reserved.', async () => {
  const { data } = await send('{ sources { agents { email name sources { id } } } }')
  expect(data.sources[0].agents).toHaveLength(3_000)
}, 60_000)

it('A gateway with a heap of 512 MB survives many long lists at once: each ends in a response, 503, 504 or, past its deadline, a closed connection.', async () => {
  const names = Array.from({ length: 28 }, (_, place) => `x${place}: name`).join(' ')
  const documents = Array.from({ length: 16 }, (_, place) =>
    place % 2 ? `{ ${nested} } # ${place}` : `{ sources { agents { ${names} } } } # ${place}`,
  )
  const responses = await Promise.all(documents.map((query) => send(query).catch(toStatus)))
  const unexpected = responses.filter(
    ({ status, errors }) =>
      ![200, 503, 504].includes(status) || errors?.[0].extensions.code === 'INTERNAL_SERVER_ERROR',
  )
  expect(unexpected).toEqual([])
  expect(server.child.exitCode).toBeNull()
}, 120_000)
