import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { type CountedSources, startCountedSources } from './support/counted-sources.ts'
import { cutEvents, cutTalk } from './support/cut-events.ts'
import { startGateway, type TestGateway } from './support/gateway.ts'
import { toSpan } from './support/instants.ts'
import { inventChatwootRows, inventLiveChatEvents } from './support/invented.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const window = toSpan('2026-08-01T00:00Z', '2026-11-26T00:00Z')
const timeZone = 'Europe/Warsaw'
let upstream: CountedSources
let gateway: TestGateway

beforeAll(async () => {
  const rows = cutTalk(inventChatwootRows(now), window)
  upstream = await startCountedSources(rows, cutEvents(inventLiveChatEvents(now), window), now, timeZone)
})

afterAll(() => upstream.close())

beforeEach(() => {
  gateway = startGateway(upstream.sources, () => now)
  upstream.countCalls()
})

afterEach(() => gateway.close())

const autumn = 'days: { first: "2026-10-20", last: "2026-11-10" }'
const scope = (rest: string, range = autumn, zone = timeZone) => `{ range: { ${range} }, timeZone: "${zone}" ${rest} }`

const queueCalls = { '/reports/chats/queued_visitors': 1, '/reports/chats/queued_visitors/waiting_times': 1 }
const surveys = '/csat_survey_responses'
const ranked = '/reports/chats/ratings/ranking'

const questions: readonly (readonly [name: string, document: string, calls: Readonly<Record<string, number>>])[] = [
  [
    'a ranking of both products asks for the surveys, their pages where these are fewer than the agents, and one call',
    `{ ranking(scope: ${scope('')}) { entries { score } } }`,
    { [`${surveys}/metrics`]: 1, [surveys]: 8, '/agents': 1, [ranked]: 1 },
  ],
  [
    'a ranking over three months asks Chatwoot agent by agent',
    `{ ranking(scope: ${scope('', 'days: { first: "2026-08-10", last: "2026-11-10" }')}) { entries { score } } }`,
    { [`${surveys}/metrics`]: 10, '/agents': 1, [ranked]: 1 },
  ],
  [
    'a ranking of tickets asks LiveChat alone',
    `{ ranking(subject: TICKETS, scope: ${scope('')}) { entries { score } } }`,
    { '/reports/tickets/ratings/ranking': 1 },
  ],
  [
    'a ranking in another zone than that of LiveChat asks it agent by agent, and for all of them',
    `{ ranking(scope: ${scope('filter: { sources: ["sales"] }', autumn, 'Asia/Kolkata')}) { entries { score } } }`,
    { '/agents': 1, '/reports/chats/ratings': 9 },
  ],
  [
    'a ranking of one agent asks each product once, and for the lists that tell his number and his address',
    `{ ranking(scope: ${scope('filter: { agentEmail: "ada.obi@demo.example" }')}) { entries { score } } }`,
    { [`${surveys}/metrics`]: 1, '/agents': 2, '/reports/chats/ratings': 1 },
  ],
  [
    'names of ranked agents ask for the lists, each once',
    `{ ranking(scope: ${scope('')}) { entries { agent { name } } } }`,
    { [`${surveys}/metrics`]: 1, [surveys]: 8, '/agents': 2, [ranked]: 1 },
  ],
  ...['queued { count }', 'buckets { abandoned { wait { min average max } } }', 'abandonmentRate'].map(
    (fields) =>
      [`the queue asks twice for ${fields}`, `{ queueStats(scope: ${scope('')}) { ${fields} } }`, queueCalls] as const,
  ),
  [
    'the queue beside its seven metrics asks no more',
    `{ queueStats(scope: ${scope('')}) { queued { count } }
       reports(metrics: [QUEUED_VISITORS QUEUE_WAITING_TIME QUEUE_WAITING_TIME_MAX], scope: ${scope('')}) { total } }`,
    queueCalls,
  ],
  [
    'what is going on now asks once more',
    `{ queueStats(scope: ${scope('')}) { queued { count } live { open } } }`,
    { ...queueCalls, '/live_reports/conversation_metrics': 1 },
  ],
  [
    'what is going on now alone asks for no history',
    `{ queueStats(scope: ${scope('')}) { range { start } live { open } } }`,
    { '/live_reports/conversation_metrics': 1 },
  ],
]

it.each(questions)('%s', async (_, document, calls) => {
  const { errors } = await gateway.query(document)
  expect(errors).toBeUndefined()
  expect(upstream.countCalls()).toEqual(calls)
})
