import { createServer, type Server } from 'node:http'
import { useDeferStream } from '@graphql-yoga/plugin-defer-stream'
import type { GraphQLSchema } from 'graphql'
import { createYoga } from 'graphql-yoga'
import type { GatewayContext } from '../context.ts'
import { maskError } from '../schema/errors.ts'
import { useAcceptedParts } from './accepted-parts.ts'
import { useKeptAnswers } from './kept-answers.ts'
import { useLiveAnswers } from './live-answers.ts'
import { useMaskedParts } from './masked-parts.ts'
import { useUpstreamExtension } from './upstream-extension.ts'

export interface ServerOptions {
  readonly schema: GraphQLSchema
  readonly createContext: (isCounted: boolean, signal: AbortSignal) => GatewayContext
  /** What is taken for now; the one by which contexts are made. */
  readonly clock?: () => number
  /** The questions that GraphiQL opens with; without them there is no GraphiQL. */
  readonly examples?: readonly string[]
}

/** The GraphQL endpoint, as a function of requests; tests call it without a socket. */
export function createEndpoint({ schema, createContext, clock = Date.now, examples }: ServerOptions) {
  const mask = (error: unknown) => maskError(error, console.error)
  // Its rules alone: the schema has `@defer`, and `@stream` would spread out what is at hand all at once.
  const { onValidate } = useDeferStream()
  return createYoga<Record<string, unknown>, GatewayContext>({
    schema,
    // What an answer cost is no secret: whoever may ask may know.
    context: ({ request }) => createContext(request.headers.get('x-gateway-debug') === 'upstream', request.signal),
    maskedErrors: { maskError: mask },
    plugins: [
      useKeptAnswers(clock),
      { onValidate },
      useAcceptedParts(),
      useMaskedParts(mask),
      useUpstreamExtension(),
      useLiveAnswers(),
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

export const createHttpServer = (options: ServerOptions): Server => createServer(createEndpoint(options))
