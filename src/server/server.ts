import { createServer, type Server } from 'node:http'
import { useDeferStream } from '@graphql-yoga/plugin-defer-stream'
import type { GraphQLSchema } from 'graphql'
import { createYoga } from 'graphql-yoga'
import type { Admit } from '../access/admit.ts'
import type { Grant } from '../access/caller.ts'
import type { GatewayContext } from '../context.ts'
import { maskError } from '../schema/errors.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { useAcceptedParts } from './accepted-parts.ts'
import { createAdmission } from './admission.ts'
import { answerMetrics } from './answer-metrics.ts'
import { useLiveAnswers } from './live-answers.ts'
import { useMaskedParts } from './masked-parts.ts'
import { useUpstreamExtension } from './upstream-extension.ts'

export interface ServerOptions {
  readonly schema: GraphQLSchema
  readonly admit: Admit
  readonly createContext: (grant: Grant, isCounted: boolean, signal: AbortSignal, operation?: object) => GatewayContext
  /** What is seen of it from outside; without it unexpected errors go to the console. */
  readonly telemetry?: Telemetry
  /** The questions that GraphiQL opens with; without them there is no GraphiQL. */
  readonly examples?: readonly string[]
}

/** The GraphQL endpoint, as a function of requests; tests call it without a socket. */
export function createEndpoint({ schema, admit, createContext, telemetry, examples }: ServerOptions) {
  const admission = createAdmission(admit)
  const { operations, report = console.error } = telemetry ?? {}
  const mask = (error: unknown) => maskError(error, report)
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
      operations?.usePlugin((request) => admission.grantOf(request).name) ?? {},
      admission.plugin,
      { onValidate },
      useAcceptedParts(),
      useMaskedParts(mask),
      useUpstreamExtension(),
      useLiveAnswers(operations?.addCalls),
    ],
    // Yoga's own page loads from another host; this one brings everything along, and is large: only when needed.
    ...(examples && {
      renderGraphiQL: async (options) => (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options),
    }),
    graphiql: examples ? { title: 'Support reports', defaultTabs: examples.map((query) => ({ query })) } : false,
    landingPage: false,
    cors: false,
    // Yoga would log bad questions as errors; the gateway's own errors are reported above.
    logging: false,
  })
}

export function createHttpServer(options: ServerOptions): Server {
  const endpoint = createEndpoint(options)
  const { printMetrics } = options.telemetry ?? {}
  return createServer((request, response) => {
    if (printMetrics && answerMetrics(request, response, printMetrics)) return
    void endpoint(request, response)
  })
}
