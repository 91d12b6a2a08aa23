import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { GraphQLSchema } from 'graphql'
import { createYoga } from 'graphql-yoga'

/** Serves a schema on any free port of loopback, and tells where. */
export function serve(schema: GraphQLSchema): void {
  const server = createServer(createYoga({ schema, maskedErrors: false, logging: false }))
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo
    console.log(`It answers at http://127.0.0.1:${port}/graphql`)
  })
}
