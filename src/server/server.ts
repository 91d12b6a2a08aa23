import { useCSRFPrevention } from '@graphql-yoga/plugin-csrf-prevention'
import { useDeferStream } from '@graphql-yoga/plugin-defer-stream'
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations'
import type { DocumentNode, GraphQLSchema } from 'graphql'
import { createYoga } from 'graphql-yoga'
import type { Admit } from '../access/admit.ts'
import type { Grant } from '../access/caller.ts'
import type { MemoryPlan } from '../config/memory-plan.ts'
import type { Serving } from '../config/serving.ts'
import type { GatewayContext } from '../context.ts'
import { maskError } from '../schema/errors.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { useAcceptedParts } from './accepted-parts.ts'
import { createAdmission } from './admission.ts'
import { createAnswerStore } from './answer-store.ts'
import { useBodyLimit } from './body-limit.ts'
import { createCors, useVary } from './cors.ts'
import { useCostLimit } from './cost-limit.ts'
import { createDocumentCache } from './document-cache.ts'
import { useDocumentLimits } from './document-limits.ts'
import { createInFlightValues } from './in-flight-values.ts'
import { useKeptAnswers } from './kept-answers.ts'
import { useLiveAnswers } from './live-answers.ts'
import { useMaskedParts } from './masked-parts.ts'
import { completionTime, createOperationDeadline } from './operation-deadline.ts'
import type { OperationsUnderWay } from './operations-under-way.ts'
import { usePiecewiseText } from './piecewise-text.ts'
import { useSchemaSecrecy } from './schema-secrecy.ts'
import { useStreamLimit } from './stream-limit.ts'
import { useStrictRequests } from './strict-requests.ts'
import { createTerse, useTerseErrors } from './terse-errors.ts'
import { useUpstreamExtension } from './upstream-extension.ts'

export interface ServerOptions {
  readonly schema: GraphQLSchema
  readonly admit: Admit
  readonly createContext: (grant: Grant, isCounted: boolean, signal: AbortSignal, operation?: object) => GatewayContext
  /** What is taken for now; the one by which contexts are made. */
  readonly clock?: () => number
  readonly serving: Serving
  readonly memory: MemoryPlan
  /** Milliseconds within which the sources answer; shortly afterwards the operation ends. */
  readonly deadline: number
  /** Then nothing is told that a stranger could use, and browsers must ask before they send anything. */
  readonly isProduction: boolean
  /** What is seen of it from outside; without it unexpected errors go to the console. */
  readonly telemetry?: Telemetry
  /** The questions that GraphiQL opens with; without them there is no GraphiQL. */
  readonly examples?: readonly string[]
  /** Where each request is counted as its client's, until it has become a subscription. */
  readonly underWay?: Pick<OperationsUnderWay, 'assign' | 'end'>
}

/** The GraphQL endpoint, as a function of requests; tests call it without a socket. */
export function createEndpoint(options: ServerOptions) {
  const { schema, admit, createContext, clock = Date.now, serving, memory, isProduction, examples, underWay } = options
  const { operations, report = console.error } = options.telemetry ?? {}
  const { limits, introspection = !isProduction, persistedDocuments } = serving
  const admission = createAdmission(admit, underWay)
  const deadline = createOperationDeadline(options.deadline + completionTime)
  const maxValues = Math.min(limits.values, memory.inFlightValues)
  const inFlight = createInFlightValues({
    capacity: memory.inFlightValues,
    waitFor: options.deadline / 2,
    maxValues,
    deadline,
  })
  const documentCache = createDocumentCache<DocumentNode>(memory.documentCacheBytes)
  const toTerse = createTerse(isProduction)
  const mask = (error: unknown) => toTerse(maskError(error, report))
  // Its rules alone: the schema has `@defer`, and `@stream` would spread out what is at hand all at once.
  const { onValidate } = useDeferStream()
  return createYoga<Record<string, unknown>, GatewayContext>({
    schema,
    // What an answer cost is no secret: whoever may ask may know.
    context: ({ request }) => {
      const isCounted = request.headers.get('x-gateway-debug') === 'upstream'
      return createContext(admission.grantOf(request), isCounted, request.signal, operations?.find(request))
    },
    maskedErrors: { maskError: mask },
    plugins: [
      useVary(serving.corsOrigins),
      operations?.usePlugin((request) => admission.grantOf(request).name) ?? {},
      admission.plugin,
      useBodyLimit({ capacity: memory.bodyBytes, maxBytes: limits.bodyBytes, waitFor: options.deadline / 2 }),
      deadline.plugin,
      useStrictRequests(),
      // GraphiQL's subscriptions are the GET of an EventSource, which can send no header.
      isProduction && useCSRFPrevention({ requestHeaders: ['x-graphql-yoga-csrf', 'apollo-require-preflight'] }),
      persistedDocuments ? answerPersisted(persistedDocuments) : {},
      usePiecewiseText(inFlight.isLarge),
      useKeptAnswers(clock, operations?.noteKept, createAnswerStore(memory.responseCacheBytes)),
      useDocumentLimits(limits, (document) => documentCache.has(document)),
      { onValidate },
      !introspection && useSchemaSecrecy(),
      useCostLimit({ ...limits, values: maxValues }, deadline.signalOf),
      inFlight.plugin,
      useStreamLimit(limits.streams, underWay?.end),
      useAcceptedParts(),
      useMaskedParts(mask),
      useTerseErrors(toTerse),
      useUpstreamExtension(),
      useLiveAnswers(inFlight.acquire, operations?.addCalls),
    ],
    // Yoga's own page loads from another host; this one brings everything along, and is large: only when needed.
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
    // Yoga would log bad questions as errors; the gateway's own errors are reported above.
    logging: false,
  })
}

const answerPersisted = ({ texts, only }: NonNullable<Serving['persistedDocuments']>) =>
  usePersistedOperations({
    allowArbitraryOperations: !only,
    getPersistedOperation: (hash) => texts.get(hash) ?? null,
  })
