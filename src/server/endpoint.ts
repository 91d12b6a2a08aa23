import { useCSRFPrevention } from '@graphql-yoga/plugin-csrf-prevention'
import { useDeferStream } from '@graphql-yoga/plugin-defer-stream'
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations'
import type { DocumentNode, GraphQLSchema } from 'graphql'
import { createYoga } from 'graphql-yoga'
import type { Authenticate } from '../auth/authenticate.ts'
import type { Identity } from '../auth/permission.ts'
import type { MemoryPlan } from '../config/machine/memory-plan.ts'
import type { Serving } from '../config/serving.ts'
import type { GatewayContext } from '../gateway/context.ts'
import { maskError } from '../schema/build/errors.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { createAuthentication } from './authentication.ts'
import { useBodyLimit } from './limits/body-limit.ts'
import { useCostLimit } from './limits/cost-limit.ts'
import { useDocumentLimits } from './limits/document-limits.ts'
import { createInFlightValues, type InFlightOperations } from './limits/in-flight.ts'
import { completionTime, createOperationDeadline } from './limits/operation-deadline.ts'
import { useSubscriptionLimit } from './limits/subscription-limit.ts'
import {
  createCors,
  createDocumentCache,
  useDisableIntrospection,
  useRequestFormat,
  useVary,
} from './plugins/request-format.ts'
import { createResponseCache, useResponseCache } from './plugins/response-cache.ts'
import {
  createShortenError,
  useErrorMessages,
  useIncrementalDelivery,
  usePiecewiseText,
  useUpstreamExtension,
} from './plugins/response-format.ts'
import { useSubscriptions } from './plugins/subscriptions.ts'

export interface ServerOptions {
  readonly schema: GraphQLSchema
  readonly authenticate: Authenticate
  readonly createContext: (
    identity: Identity,
    isCounted: boolean,
    signal: AbortSignal,
    operation?: object,
  ) => GatewayContext
  /** The current time; must be the clock of the contexts. */
  readonly clock?: () => number
  readonly serving: Serving
  readonly memory: MemoryPlan
  /** Milliseconds after which late sources are gaps; the operation itself ends shortly afterwards. */
  readonly deadline: number
  /** In production, errors reveal no schema names, and GET requests need a header that forces a CORS preflight. */
  readonly isProduction: boolean
  /** Without it, unexpected errors are written to the console. */
  readonly telemetry?: Telemetry
  /** Documents that GraphiQL opens with; without them there is no GraphiQL. */
  readonly examples?: readonly string[]
  /** Counts the operations of each client until they end or become subscriptions. */
  readonly inFlight?: Pick<InFlightOperations, 'assign' | 'end'>
}

/** The GraphQL endpoint as a function of requests, which tests can call without a socket. */
export function createEndpoint(options: ServerOptions) {
  const { schema, authenticate, createContext, clock = Date.now, serving, memory, isProduction, examples } = options
  const { operations, report = console.error } = options.telemetry ?? {}
  const { limits, introspection = !isProduction, persistedDocuments } = serving
  const authentication = createAuthentication(authenticate, options.inFlight)
  const deadline = createOperationDeadline(options.deadline + completionTime)
  const maxValues = Math.min(limits.values, memory.inFlightValues)
  const inFlightValues = createInFlightValues({
    capacity: memory.inFlightValues,
    waitFor: options.deadline / 2,
    maxValues,
    deadline,
  })
  const documentCache = createDocumentCache<DocumentNode>(memory.documentCacheBytes)
  const shortenError = createShortenError(isProduction)
  const mask = (error: unknown) => shortenError(maskError(error, report))
  // Only its validation rules: the schema declares `@defer` itself, and lists are complete at once, so `@stream` is useless.
  const { onValidate } = useDeferStream()
  return createYoga<Record<string, unknown>, GatewayContext>({
    schema,
    // Any authenticated client may request the cost of its operations.
    context: ({ request }) => {
      const isCounted = request.headers.get('x-gateway-debug') === 'upstream'
      return createContext(authentication.identityOf(request), isCounted, request.signal, operations?.find(request))
    },
    maskedErrors: { maskError: mask },
    plugins: [
      useVary(serving.corsOrigins),
      operations?.usePlugin((request) => authentication.identityOf(request).name) ?? {},
      authentication.plugin,
      useBodyLimit({ capacity: memory.bodyBytes, maxBytes: limits.bodyBytes, waitFor: options.deadline / 2 }),
      deadline.plugin,
      useRequestFormat(),
      // Not in development: GraphiQL subscribes with the GET request of an EventSource, which cannot send headers.
      isProduction && useCSRFPrevention({ requestHeaders: ['x-graphql-yoga-csrf', 'apollo-require-preflight'] }),
      persistedDocuments ? usePersistedDocuments(persistedDocuments) : {},
      usePiecewiseText(inFlightValues.isLarge),
      useResponseCache(clock, operations?.recordCachedResponse, createResponseCache(memory.responseCacheBytes)),
      useDocumentLimits(limits, (document) => documentCache.has(document)),
      { onValidate },
      !introspection && useDisableIntrospection(),
      useCostLimit({ ...limits, values: maxValues }, deadline.signalOf),
      inFlightValues.plugin,
      useSubscriptionLimit(limits.streams, options.inFlight?.end),
      useIncrementalDelivery(mask),
      useErrorMessages(shortenError),
      useUpstreamExtension(),
      useSubscriptions(inFlightValues.acquire, operations?.addCalls),
    ],
    // Yoga's own page loads from another host. This page contains everything, and is loaded when needed because it is large.
    ...(examples && {
      renderGraphiQL: async (options) => (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options),
    }),
    graphiql: examples ? { title: 'Support reports', defaultTabs: examples.map((query) => ({ query })) } : false,
    landingPage: false,
    multipart: false,
    maxRequestBodySize: limits.bodyBytes,
    parserAndValidationCache: {
      documentCache,
      errorCache: createDocumentCache(memory.errorCacheBytes),
    },
    healthCheckEndpoint: '/health/live',
    cors: createCors(serving.corsOrigins),
    // Yoga would log invalid requests as errors; unexpected errors are reported by `mask`.
    logging: false,
  })
}

const usePersistedDocuments = ({ texts, only }: NonNullable<Serving['persistedDocuments']>) =>
  usePersistedOperations({
    allowArbitraryOperations: !only,
    getPersistedOperation: (hash) => texts.get(hash) ?? null,
  })
