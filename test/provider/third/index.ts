import { z } from 'zod'
import { defineProvider, nameAccount } from '../../../src/provider/define-provider.ts'
import { type DatasetDefinition, openDatasets } from '../../../src/provider/open-datasets.ts'
import { type Metric, metricNames } from '../../../src/report/figures/metric.ts'
import { toDayChunks } from '../../../src/report/port/series.ts'
import type { Provider, Unsupported } from '../../../src/report/port/source.ts'
import { createUpstreamClient, type UpstreamClient } from '../../../src/upstream/client.ts'
import { parseJson } from '../../../src/upstream/parse-json.ts'
import { createFixedWindow } from '../../../src/upstream/rate-limit/rate-limit-rule.ts'
import { createRateLimiter } from '../../../src/upstream/rate-limit/rate-limiter.ts'

interface Account {
  readonly client: UpstreamClient
  readonly nameMembers: () => undefined
}

const body = z.record(z.string(), z.number().int())

/** Tickets by day, in UTC. */
const created: DatasetDefinition<Account, 'tickets'> = {
  upstream: 'GET /created',
  fields: { tickets: 'the value of each date' },
  filters: [],
  granularities: ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'],
  zoneSupport: 'ACCOUNT_ZONE',
  layOut: ({ range }) => ({
    pieces: [{ grain: 'day', rowZone: 'UTC', chunks: toDayChunks('UTC', range) }],
    gaps: [],
    warnings: [],
  }),
  toParameters: async () => ({}),
  countCalls: () => 1,
  async readRows({ client, chunks }) {
    const counts = parseJson(await client.readText({ path: '/created', isBudgeted: true }), body)
    return new Map(chunks.map(({ key, start, end }) => [key, [{ start, end, figures: { tickets: counts[key] ?? 0 } }]]))
  },
}

const datasets = { created }

const unsupported: Unsupported = { unsupported: 'Helpdesk only counts tickets' }
const nothing = Object.fromEntries(metricNames.map((metric) => [metric, unsupported])) as Record<Metric, Unsupported>

const provider: Provider<typeof datasets> = {
  name: 'HELPDESK',
  description: 'A product that only this test knows.',
  datasets,
  mappings: { ...nothing, TICKETS_CREATED: { dataset: 'created', value: 'tickets' } },
  memberMappings: { AGENT: {}, TEAM: {}, INBOX: {}, TAG: {} },
  rankings: { CONVERSATIONS: unsupported, TICKETS: unsupported },
  queue: unsupported,
}

const none = async () => []
const directory = { agents: none, teams: none, inboxes: none, tags: none, goals: none, greetings: none }

export default defineProvider({
  provider,
  settings: z.strictObject({ url: z.string() }),
  environment: { url: 'HELPDESK_URL', timeZone: 'HELPDESK_TIME_ZONE' },
  open(config, limits) {
    const client = createUpstreamClient({
      baseUrl: config.url,
      headers: {},
      inFlight: 1,
      budget: createRateLimiter(createFixedWindow(60), Date.now),
      attemptTimeout: 10_000,
      deadline: limits.deadline,
      pauseAfter429: () => 60_000,
    })
    return {
      source: {
        ...config,
        account: nameAccount('helpdesk', config.url),
        provider,
        datasets: openDatasets(datasets, { client, nameMembers: () => undefined }),
        directory: { ...directory, version: async () => undefined },
        hasBudgetFor: client.hasBudgetFor,
      },
      countCalls: client.count,
      close: client.close,
    }
  },
})
