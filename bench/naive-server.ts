import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSchema, createYoga } from 'graphql-yoga'
import { type Metric, metrics } from '../src/report/figures/metric.ts'
import {
  chatwootMetrics,
  listChatwootAgents,
  listLiveChatAgents,
  liveChatMetrics,
  type NaiveScope,
  type Part,
  readChatwoot,
  readLiveChat,
  toEdges,
} from './naive-series.ts'

/**
 * The gateway's schema over the same upstream servers, implemented in the simplest way: the resolver of each report sends
 * its own requests. Nothing is shared between fields and nothing is cached.
 */
const typeDefs = readFileSync('schema.graphql', 'utf8')

/** Parts of each source, by bucket. */
function readParts(metric: string, scope: NaiveScope, agents?: Readonly<Record<string, string>>): Promise<Part[][][]> {
  const asks = (product: string) =>
    scope.filter.sources.some((id) => id.startsWith(product)) && (!agents || agents[product])
  const { [metric]: chatwoot } = chatwootMetrics
  return Promise.all([
    ...(chatwoot && asks('chatwoot') ? [readChatwoot(chatwoot, toEdges(scope), agents?.chatwoot)] : []),
    ...(liveChatMetrics[metric] && asks('livechat') ? [readLiveChat(metric, scope, agents?.livechat)] : []),
  ])
}

function toValue(metric: Metric, parts: readonly Part[]): number | null {
  const { aggregation } = metrics[metric]
  const weight = parts.reduce((sum, part) => sum + part.weight, 0)
  if (aggregation === 'MAX') return weight === 0 ? null : Math.max(...parts.map(({ amount }) => amount))
  if (aggregation === 'SUM') return parts.length === 0 ? null : parts.reduce((sum, { amount }) => sum + amount, 0)
  if (weight === 0) return null
  const amount = (part: Part) => (aggregation === 'MEAN' ? part.amount * part.weight : part.amount)
  return parts.reduce((sum, part) => sum + amount(part), 0) / weight
}

async function readReport(metric: Metric, scope: NaiveScope) {
  const sources = await readParts(metric, scope)
  return {
    total: toValue(metric, sources.flat(2)),
    buckets: toEdges(scope)
      .slice(0, -1)
      .map((start, place) => ({
        start: start.toISO({ suppressMilliseconds: true }),
        value: toValue(
          metric,
          sources.flatMap((buckets) => buckets[place] ?? []),
        ),
      })),
  }
}

async function readBreakdown(metric: Metric, scope: NaiveScope) {
  const [chatwoot, livechat] = await Promise.all([listChatwootAgents(), listLiveChatAgents()])
  const people = new Map<string, { label: string; chatwoot?: string; livechat?: string }>()
  for (const { email, name, id } of chatwoot) people.set(email, { label: name, chatwoot: id })
  for (const { email, name, id } of livechat) people.set(email, { label: name, ...people.get(email), livechat: id })
  const slices = await Promise.all(
    [...people.values()].map(async ({ label, ...ids }) => ({
      label,
      total: toValue(metric, (await readParts(metric, scope, ids)).flat(2)),
    })),
  )
  return { slices: slices.sort((a, b) => (a.label < b.label ? -1 : 1)) }
}

const schema = createSchema({
  typeDefs,
  resolvers: {
    Query: {
      report(_: unknown, { metric, scope }: { readonly metric: Metric; readonly scope: NaiveScope }) {
        let report: ReturnType<typeof readReport> | undefined
        const read = () => {
          report ??= readReport(metric, scope)
          return report
        }
        return {
          total: async () => (await read()).total,
          buckets: async () => (await read()).buckets,
          breakdown: () => readBreakdown(metric, scope),
        }
      },
    },
  },
})

const server = createServer(createYoga({ schema, graphiql: false, logging: false }))
// During seconds of computation, the default timeout would close connections with a waiting request.
server.keepAliveTimeout = 120_000
server.listen(0, '127.0.0.1', () => {
  console.log(`The naive server answers at http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`)
})
process.once('SIGTERM', () => process.exit())
