import type { GraphQLSchema } from 'graphql'
import type { Config, SourceConfig } from '../../src/config/config.ts'
import { planMemory } from '../../src/config/machine/memory-plan.ts'
import { defaultServing } from '../../src/config/serving.ts'
import type { ChatwootRows } from '../../src/demo/chatwoot/rows.ts'
import { startChatwoot } from '../../src/demo/chatwoot/server.ts'
import type { LiveChatEvents } from '../../src/demo/livechat/events.ts'
import { startLiveChat } from '../../src/demo/livechat/server.ts'
import type { DemoUpstream } from '../../src/demo/upstream.ts'
import { createGateway, type Gateway } from '../../src/gateway/create-gateway.ts'
import { registry } from '../../src/provider/registry.ts'
import { isoCalendar } from '../../src/report/time/bucket.ts'
import { createSubgraph } from '../../src/schema/build/subgraph.ts'
import { createEndpoint } from '../../src/server/endpoint.ts'
import type { TypedDocumentString } from '../generated/graphql.ts'
import { defaultAges } from './store-ages.ts'
import { sharedTelemetry } from './telemetry.ts'

export interface GraphQLAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: each test knows the shape of its response
  readonly data: any
  readonly extensions?: { readonly upstream?: unknown }
  readonly errors?: readonly {
    readonly message: string
    readonly path?: readonly unknown[]
    readonly extensions?: Record<string, unknown>
  }[]
}

export interface TestGateway {
  query(document: string, variables?: Record<string, unknown>): Promise<GraphQLAnswer>
  /** The answer to a typed document; throws what the gateway gave as errors. */
  ask<Answer, Variables>(document: TypedDocumentString<Answer, Variables>, variables: Variables): Promise<Answer>
  readonly countCalls: Gateway['countCalls']
  close(): Promise<void>
}

/** What the gateway serves without a prefix; made once, for it takes a tenth of a second. */
export const schema = createSubgraph()

export const toServed = ({ schemaPrefix }: Partial<Config>): GraphQLSchema =>
  schemaPrefix ? createSubgraph(schemaPrefix) : schema

/** Figures are compared by the hundred at once, and subscribers come in crowds. */
const generous = { calls: 100_000, entityCalls: 100_000, values: 1_000_000_000, streams: 10_000 }

export const toTestConfig = (sources: readonly SourceConfig[], settings: Partial<Config> = {}): Config => ({
  port: 0,
  host: '127.0.0.1',
  timeZone: 'UTC',
  calendar: isoCalendar,
  deadline: 10_000,
  stopDelay: 0,
  // As in operation: outside production every response reports its usage.
  isProduction: true,
  nodeEnvironment: 'production',
  logLevel: 'silent',
  cache: defaultAges,
  serving: { ...defaultServing, introspection: true, limits: { ...defaultServing.limits, ...generous } },
  memory: planMemory(4_000_000_000),
  sources,
  ...settings,
})

/** A whole gateway without its socket, over the sources given; `clock` is what it takes for now. */
export function startGateway(
  sources: readonly SourceConfig[],
  clock: () => number,
  settings: Partial<Config> = {},
): TestGateway {
  const config = toTestConfig(sources, settings)
  const gateway = createGateway(config, registry, clock, sharedTelemetry.observer)
  const endpoint = createEndpoint({
    ...config,
    schema: toServed(settings),
    authenticate: gateway.authenticate,
    createContext: gateway.createContext,
    clock,
    telemetry: sharedTelemetry,
  })
  const post = async (query: string | object, variables: unknown) => {
    const response = await endpoint.fetch('http://gateway/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    })
    return (await response.json()) as GraphQLAnswer
  }
  return {
    query: (document, variables = {}) => post(document, variables),
    async ask(document, variables) {
      const { data, errors } = await post(document, variables)
      if (errors) throw new Error(errors.map(({ message }) => message).join('; '))
      return data
    },
    countCalls: gateway.countCalls,
    close: gateway.close,
  }
}

/** A Chatwoot account over these rows, whose clock stands still, and the source that reads it. */
export async function startChatwootSource(
  rows: ChatwootRows,
  now: number,
  settings: Partial<SourceConfig> = {},
): Promise<readonly [SourceConfig, DemoUpstream]> {
  const upstream = await startChatwoot({
    rows,
    accountId: 1,
    tokens: { 'test-token': 'administrator' },
    now: () => now,
    horizon: () => now / 1000,
    reportsPerMinute: Number.POSITIVE_INFINITY,
  })
  return [{ ...chatwootSource(upstream.url), ...settings }, upstream]
}

export const chatwootSource = (url: string): SourceConfig => ({
  id: 'support',
  name: 'Support',
  provider: 'chatwoot',
  timeZone: 'Europe/Warsaw',
  isTimeZoneKnown: true,
  url,
  accountId: 1,
  token: 'test-token',
  callsPerMinute: 1_000_000,
  inFlight: 4,
})

/** A LiveChat organisation over these events, whose clock stands still, and the source that reads it. */
export async function startLiveChatSource(
  events: LiveChatEvents,
  now: number,
  settings: Partial<SourceConfig> = {},
): Promise<readonly [SourceConfig, DemoUpstream]> {
  const source = { ...liveChatSource(''), ...settings }
  const upstream = await startLiveChat({
    events,
    login: 'ops@test.example',
    apiKey: 'test-key',
    timeZone: source.timeZone,
    now: () => now,
    horizon: () => now / 1000,
  })
  return [{ ...source, url: upstream.url }, upstream]
}

export const liveChatSource = (url: string): SourceConfig => ({
  id: 'sales',
  name: 'Sales',
  provider: 'livechat',
  timeZone: 'America/New_York',
  isTimeZoneKnown: true,
  url,
  login: 'ops@test.example',
  apiKey: 'test-key',
  callsPerMinute: 1_000_000,
  burst: 1_000_000,
  inFlight: 8,
})
