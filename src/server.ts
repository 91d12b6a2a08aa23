import { createServer, type Server } from 'node:http'
import type { GraphQLSchema } from 'graphql'
import { createYoga } from 'graphql-yoga'
import type { GatewayContext } from './context.ts'
import { maskError } from './schema/errors.ts'
import { examples } from './schema/examples.ts'

export interface ServerOptions {
  readonly schema: GraphQLSchema
  readonly createContext: () => GatewayContext
  /** GraphiQL and its examples; off in production. */
  readonly hasGraphiQL: boolean
}

/** The GraphQL endpoint, as a function of requests; tests call it without a socket. */
export function createEndpoint({ schema, createContext, hasGraphiQL }: ServerOptions) {
  return createYoga<Record<string, unknown>, GatewayContext>({
    schema,
    context: createContext,
    maskedErrors: { maskError: (error) => maskError(error, console.error) },
    // Yoga's own page loads from another host; this one brings everything along, and is large: only when needed.
    ...(hasGraphiQL && {
      renderGraphiQL: async (options) => (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options),
    }),
    graphiql: hasGraphiQL && { title: 'Support reports', defaultTabs: examples.map((query) => ({ query })) },
    landingPage: false,
    cors: false,
    // Yoga would log bad questions as errors; the gateway's own errors are reported above.
    logging: false,
  })
}

export const createHttpServer = (options: ServerOptions): Server => createServer(createEndpoint(options))
