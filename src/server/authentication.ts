import type { IncomingMessage } from 'node:http'
import type { Plugin } from 'graphql-yoga'
import type { Authenticate } from '../auth/authenticate.ts'
import type { Identity } from '../auth/caller.ts'
import { RequestRejected } from '../auth/request-rejected.ts'
import type { InFlightOperations } from './limits/in-flight-operations.ts'
import { toErrorResponse } from './to-error-response.ts'

export interface Authentication {
  readonly plugin: Plugin
  /** What the sender of a request was let in with. */
  readonly grantOf: (request: Request) => Identity
}

/**
 * Authenticates each GraphQL request before its body is read, and limits the operations of a client in progress. Other
 * pages, such as GraphiQL, need no authentication.
 */
export function createAuthentication(
  authenticate: Authenticate,
  underWay?: Pick<InFlightOperations, 'assign' | 'end'>,
): Authentication {
  const grants = new WeakMap<Request, Identity>()
  return {
    grantOf(request) {
      const grant = grants.get(request)
      if (!grant) throw new Error('the request was not authenticated')
      return grant
    },
    plugin: {
      async onRequestParse({ request, serverContext, endResponse, fetchAPI }) {
        const { req } = serverContext as { readonly req?: IncomingMessage }
        const authorization = request.headers.get('authorization')
        try {
          const grant = await authenticate({ authorization, address: req?.socket.remoteAddress ?? '' })
          if (req && underWay?.assign(req, grant.name) === false)
            throw new RequestRejected(
              'TOO_MANY_OPERATIONS',
              'too many operations of this client are in progress',
              1_000,
            )
          grants.set(request, grant)
        } catch (reason) {
          if (!(reason instanceof RequestRejected)) throw reason
          // A crowd of those who are refused takes no room from others while it is told so.
          if (req) underWay?.end(req)
          const { body, ...told } = toErrorResponse({ accept: request.headers.get('accept'), authorization }, reason)
          endResponse(new fetchAPI.Response(body, told))
        }
      },
    },
  }
}
