import type { IncomingMessage } from 'node:http'
import type { Plugin } from 'graphql-yoga'
import type { Authenticate } from '../auth/authenticate.ts'
import type { Identity } from '../auth/permission.ts'
import { RequestRejected } from '../auth/permission.ts'
import type { InFlightOperations } from './limits/in-flight.ts'
import { toErrorResponse } from './to-error-response.ts'

export interface Authentication {
  readonly plugin: Plugin
  /** The identity of the client of an authenticated request. */
  readonly identityOf: (request: Request) => Identity
}

/**
 * Authenticates each GraphQL request before its body is read, and limits the operations of a client in progress. Other
 * pages, such as GraphiQL, need no authentication.
 */
export function createAuthentication(
  authenticate: Authenticate,
  inFlight?: Pick<InFlightOperations, 'assign' | 'end'>,
): Authentication {
  const identities = new WeakMap<Request, Identity>()
  return {
    identityOf(request) {
      const identity = identities.get(request)
      if (!identity) throw new Error('the request was not authenticated')
      return identity
    },
    plugin: {
      async onRequestParse({ request, serverContext, endResponse, fetchAPI }) {
        const { req } = serverContext as { readonly req?: IncomingMessage }
        const authorization = request.headers.get('authorization')
        try {
          const identity = await authenticate({ authorization, address: req?.socket.remoteAddress ?? '' })
          if (req && inFlight?.assign(req, identity.name) === false)
            throw new RequestRejected(
              'TOO_MANY_OPERATIONS',
              'too many operations of this client are in progress',
              1_000,
            )
          identities.set(request, identity)
        } catch (reason) {
          if (!(reason instanceof RequestRejected)) throw reason
          // Rejected requests must not occupy slots while their responses are sent.
          if (req) inFlight?.end(req)
          const { body, ...init } = toErrorResponse({ accept: request.headers.get('accept'), authorization }, reason)
          endResponse(new fetchAPI.Response(body, init))
        }
      },
    },
  }
}
