import type { IncomingMessage } from 'node:http'
import type { Plugin } from 'graphql-yoga'
import type { Admit } from '../access/admit.ts'
import type { Grant } from '../access/caller.ts'
import { Refusal } from '../access/refusal.ts'
import type { OperationsUnderWay } from './operations-under-way.ts'
import { tellRefusal } from './tell-refusal.ts'

export interface Admission {
  readonly plugin: Plugin
  /** What the sender of a request was let in with. */
  readonly grantOf: (request: Request) => Grant
}

/**
 * Authenticates each GraphQL request before its body is read, and limits the operations of a client in progress. Other
 * pages, such as GraphiQL, need no authentication.
 */
export function createAdmission(admit: Admit, underWay?: Pick<OperationsUnderWay, 'assign' | 'end'>): Admission {
  const grants = new WeakMap<Request, Grant>()
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
          const grant = await admit({ authorization, address: req?.socket.remoteAddress ?? '' })
          if (req && underWay?.assign(req, grant.name) === false)
            throw new Refusal('TOO_MANY_OPERATIONS', 'too many operations of this client are in progress', 1_000)
          grants.set(request, grant)
        } catch (reason) {
          if (!(reason instanceof Refusal)) throw reason
          // A crowd of those who are refused takes no room from others while it is told so.
          if (req) underWay?.end(req)
          const { body, ...told } = tellRefusal({ accept: request.headers.get('accept'), authorization }, reason)
          endResponse(new fetchAPI.Response(body, told))
        }
      },
    },
  }
}
