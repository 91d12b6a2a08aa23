import type { ServerResponse } from 'node:http'
import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { RequestRejected } from '../../auth/permission.ts'
import { acquireWithin, createWeightedSemaphore, type Lease } from '../../concurrency/weighted-semaphore.ts'
import { toErrorResponse } from '../to-error-response.ts'
import { onClose } from './operation-deadline.ts'

export interface BodyLimitOptions {
  /** Bytes of all bodies in progress, from reading to the end of execution. */
  readonly capacity: number
  /** Maximum size of one body. */
  readonly maxBytes: number
  /** Milliseconds that a request waits for free capacity. */
  readonly waitFor: number
}

/** The variables of a subscription stay in memory until it ends. */
const maxSubscriptionBytes = 64_000

/**
 * Bounds the memory of all request bodies together: a body is read once there is capacity for it, and the request is
 * rejected with 503 if that takes too long.
 */
export function useBodyLimit({ capacity, maxBytes, waitFor }: BodyLimitOptions): Plugin {
  const semaphore = createWeightedSemaphore(Math.max(capacity, maxBytes))
  const leases = new WeakMap<Request, Lease>()
  return {
    async onRequestParse({ request, serverContext, endResponse, fetchAPI }) {
      if (request.method !== 'POST') return
      const { res } = serverContext as { readonly res?: ServerResponse }
      const { headers } = request
      // An invalid length is rejected later, and one above the limit with 413.
      const length = Number(headers.get('content-length') ?? maxBytes)
      const weight = length >= 0 && length <= maxBytes ? length : maxBytes
      const lease = await acquireWithin((signal) => semaphore.acquire(weight, signal), waitFor, request.signal)
      if (lease) {
        leases.set(request, lease)
        return onClose(res, lease.release)
      }
      const credentials = { accept: headers.get('accept'), authorization: headers.get('authorization') }
      const rejection = new RequestRejected('OVERLOADED', 'too many large requests are in progress', waitFor)
      const { body, ...init } = toErrorResponse(credentials, rejection)
      endResponse(new fetchAPI.Response(body, init))
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const lease = leases.get((args.contextValue as { readonly request: Request }).request)
      if (lease && lease.weight > maxSubscriptionBytes)
        setResultAndStopExecution({ errors: [toTooLarge(lease.weight)] })
      else lease?.release()
    },
    onResponse({ request, serverContext }) {
      if (!(serverContext as { readonly res?: ServerResponse }).res) leases.get(request)?.release()
    },
  }
}

const toTooLarge = (bytes: number): GraphQLError =>
  new GraphQLError(
    `The request of a subscription may have up to ${maxSubscriptionBytes} bytes with a content-length header; it has up to ${bytes}.`,
    { extensions: { code: 'REQUEST_ENTITY_TOO_LARGE', http: { status: 413 } } },
  )
