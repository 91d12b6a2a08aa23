import type { ServerResponse } from 'node:http'
import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { createWeightedSemaphore, type Lease } from '../concurrency/weighted-semaphore.ts'
import { estimatedValuesOf } from './cost-limit.ts'

/** The text of a response takes about a quarter of what the response takes while it is computed. */
const writtenPart = 1 / 4

/** Responses that take up to this part of the capacity do not wait behind larger ones. */
const smallPart = 1 / 64

export interface InFlightValues {
  readonly plugin: Plugin
  /** Whether the response to a request is one of those that wait for each other. */
  isLarge(request: Request): boolean
  /** Waits for room for one event of a subscription. */
  acquire(context: object, signal: AbortSignal): Promise<Lease>
}

export interface InFlightOptions {
  /** Values of all responses that are computed and written at the same time. */
  readonly capacity: number
  /** Milliseconds that an operation waits for others. */
  readonly waitFor: number
  /** Aborted when the operation is late or its client disconnects. */
  readonly signalOf: (request: Request) => AbortSignal
}

/**
 * Bounds the memory of all responses together: an operation whose response does not fit beside those in progress waits,
 * and is rejected with 503 when that takes too long. A part of the capacity is kept for small responses.
 */
export function createInFlightValues({ capacity, waitFor, signalOf }: InFlightOptions): InFlightValues {
  const small = createWeightedSemaphore(Math.ceil(capacity / 8))
  const large = createWeightedSemaphore(capacity - small.capacity)
  const leases = new WeakMap<Request, Lease>()

  function acquire(context: object, signal: AbortSignal): Promise<Lease> {
    const values = estimatedValuesOf(context)
    const semaphore = values <= capacity * smallPart ? small : large
    return semaphore.acquire(Math.min(values, semaphore.capacity), signal)
  }

  return {
    isLarge: (request) => (leases.get(request)?.weight ?? 0) > capacity * smallPart,
    acquire,
    plugin: {
      async onExecute({ args, setResultAndStopExecution }) {
        const context = args.contextValue as { readonly request: Request; readonly res?: ServerResponse }
        const { request, res } = context
        const waiting = new AbortController()
        const stop = () => waiting.abort()
        const timer = setTimeout(stop, waitFor)
        const signal = signalOf(request)
        signal.addEventListener('abort', stop)
        try {
          const lease = await acquire(context, waiting.signal)
          leases.set(request, lease)
          res?.once('close', lease.release)
          if (res?.closed) lease.release()
        } catch {
          setResultAndStopExecution({ errors: [toOverloaded(waitFor)] })
        } finally {
          clearTimeout(timer)
          signal.removeEventListener('abort', stop)
        }
      },
      onResponse({ request, response, serverContext }) {
        const lease = leases.get(request)
        // The later parts of a deferred response are not computed yet.
        if (!lease || response.headers.get('content-type')?.startsWith('multipart/')) return
        if ((serverContext as { readonly res?: ServerResponse }).res) lease.shrink(lease.weight * writtenPart)
        else lease.release()
      },
    },
  }
}

const toOverloaded = (waited: number): GraphQLError =>
  new GraphQLError(
    'The gateway is computing as many large responses as its memory allows. Try again later, or request less.',
    {
      extensions: {
        code: 'OVERLOADED',
        http: { status: 503, headers: { 'retry-after': `${Math.ceil(waited / 1000)}` } },
      },
    },
  )
