import type { IncomingMessage } from 'node:http'
import type { Plugin } from 'graphql-yoga'
import type { Admit } from '../access/admit.ts'
import type { Grant } from '../access/caller.ts'
import { Refusal } from '../access/refusal.ts'

export interface Admission {
  readonly plugin: Plugin
  /** What the sender of a request was let in with. */
  readonly grantOf: (request: Request) => Grant
}

/** Lets in who may ask before anything of a question is read. What is no question, as GraphiQL's page, is open. */
export function createAdmission(admit: Admit): Admission {
  const grants = new WeakMap<Request, Grant>()
  return {
    grantOf(request) {
      const grant = grants.get(request)
      if (!grant) throw new Error('nobody was let in with this request')
      return grant
    },
    plugin: {
      async onRequestParse({ request, serverContext, endResponse, fetchAPI }) {
        const { req } = serverContext as { readonly req?: IncomingMessage }
        try {
          const authorization = request.headers.get('authorization')
          grants.set(request, await admit({ authorization, address: req?.socket.remoteAddress ?? '' }))
        } catch (reason) {
          if (!(reason instanceof Refusal)) throw reason
          endResponse(
            new fetchAPI.Response(printBody(reason), { status: reason.status, headers: toHeaders(request, reason) }),
          )
        }
      },
    },
  }
}

const printBody = ({ message, code }: Refusal): string =>
  JSON.stringify({ errors: [{ message, extensions: { code } }] })

const responseType = 'application/graphql-response+json'

function toHeaders({ headers }: Request, { code, retryAfter }: Refusal): Record<string, string> {
  // RFC 6750: who shows nothing is told the way, and who shows something what is wrong with it.
  const fault = { UNAUTHENTICATED: 'invalid_token', FORBIDDEN: 'insufficient_scope' }[code as string]
  return {
    'content-type': headers.get('accept')?.includes(responseType) ? responseType : 'application/json',
    ...(fault && { 'www-authenticate': headers.has('authorization') ? `Bearer error="${fault}"` : 'Bearer' }),
    ...(retryAfter !== undefined && { 'retry-after': `${Math.ceil(retryAfter / 1000)}` }),
  }
}
