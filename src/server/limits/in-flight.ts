import type { IncomingMessage, ServerResponse } from 'node:http'
import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { acquireWithin, createWeightedSemaphore, type Lease } from '../../concurrency/weighted-semaphore.ts'
import { createClientSlots } from './connection-group.ts'
import { estimatedValuesOf, toCostError } from './cost-limit.ts'
import { type OperationDeadline, onClose } from './operation-deadline.ts'

/** Limits the number of concurrent operations, in total and per client. */
export interface InFlightOperations {
  /** Counts an operation until its response closes; false if the limit is reached. */
  start(request: IncomingMessage, response: ServerResponse): boolean
  /** Counts it for its client, after authentication; false if the client is at its limit. */
  assign(request: IncomingMessage, client: string): boolean
  /** Stops counting it early, such as for a subscription, which has a limit of its own. */
  end(request: IncomingMessage): void
}

export function createInFlightOperations(maxOperations: number, maxPerClient: number): InFlightOperations {
  const acquireSlot = createClientSlots(maxPerClient)
  /** The function that releases the slot of the client, once it has one. */
  const inFlight = new Map<IncomingMessage, (() => void) | undefined>()

  function end(request: IncomingMessage) {
    inFlight.get(request)?.()
    inFlight.delete(request)
  }

  return {
    start(request, response) {
      if (inFlight.size >= maxOperations) return false
      inFlight.set(request, undefined)
      onClose(response, () => end(request))
      return true
    },
    assign(request, client) {
      // A client that disconnected during authentication must not acquire a slot, which would never be released.
      if (!inFlight.has(request)) return true
      const release = acquireSlot(client)
      if (release) inFlight.set(request, release)
      return release !== undefined
    },
    end,
  }
}

/** The text of a response takes about a quarter of the memory that computing it takes. */
const writtenPart = 1 / 4

/** Responses that take up to this part of the capacity do not wait behind larger ones. */
const smallPart = 1 / 64

export interface InFlightValues {
  readonly plugin: Plugin
  /** Whether the response to a request waits for other large responses. */
  isLarge(request: Request): boolean
  /** Waits for capacity for one event of a subscription. */
  acquire(context: object, signal: AbortSignal): Promise<Room>
}

/** Capacity for the values of one response, or of one event. */
export interface Room extends Lease {
  /**
   * Acquires more capacity without waiting. If the limit of one response is exceeded or not enough is free, it calls
   * `end` and never settles, so that the fields below are not executed.
   */
  add(values: number, end: (error: GraphQLError) => void): Promise<void>
}

export interface InFlightOptions {
  /** Values of all responses in progress. */
  readonly capacity: number
  /** Milliseconds that an operation waits for free capacity. */
  readonly waitFor: number
  /** Maximum number of values of one response. */
  readonly maxValues: number
  readonly deadline: Pick<OperationDeadline, 'signalOf' | 'abort'>
}

/**
 * Bounds the memory of all responses together: an operation waits until there is capacity for its response, and is
 * rejected with 503 if that takes too long. A part of the capacity is reserved for small responses.
 */
export function createInFlightValues({ capacity, waitFor, maxValues, deadline }: InFlightOptions): InFlightValues {
  const small = createWeightedSemaphore(Math.ceil(capacity / 8))
  const large = createWeightedSemaphore(capacity - small.capacity)
  const rooms = new WeakMap<Request, Room>()

  async function acquire(context: object, signal: AbortSignal): Promise<Room> {
    let values = estimatedValuesOf(context)
    const semaphore = values <= capacity * smallPart ? small : large
    const first = await semaphore.acquire(Math.min(values, semaphore.capacity), signal)
    const added: Lease[] = []
    let isWritten = false
    const shrink = (weight: number) => {
      isWritten = true
      first.shrink(weight)
      for (const lease of added.splice(0)) lease.release()
    }
    return {
      weight: first.weight,
      shrink,
      release: () => shrink(0),
      async add(more, end) {
        values += more
        const isTooMuch = values > maxValues
        const lease = isTooMuch || isWritten ? undefined : large.tryAcquire(more)
        if (lease) return void added.push(lease)
        const reason = `${values} values or more in its response`
        end(isTooMuch ? toCostError(reason, maxValues, { values }) : toOverloaded(waitFor))
        return new Promise(() => {})
      },
    }
  }

  return {
    isLarge: (request) => (rooms.get(request)?.weight ?? 0) > capacity * smallPart,
    acquire,
    plugin: {
      async onExecute({ args, setResultAndStopExecution }) {
        const context = args.contextValue as { readonly request: Request; readonly res?: ServerResponse }
        const { request, res } = context
        const room = await acquireWithin((signal) => acquire(context, signal), waitFor, deadline.signalOf(request))
        if (!room) return setResultAndStopExecution({ errors: [toOverloaded(waitFor)] })
        rooms.set(request, room)
        onClose(res, room.release)
        const end = (error: GraphQLError) => deadline.abort(request, error)
        Object.assign(context, { addValues: (values: number) => room.add(values, end) })
      },
      onResponse({ request, response, serverContext }) {
        const room = rooms.get(request)
        // The later parts of a deferred response are not computed yet.
        if (!room || response.headers.get('content-type')?.startsWith('multipart/')) return
        if ((serverContext as { readonly res?: ServerResponse }).res) room.shrink(room.weight * writtenPart)
        else room.release()
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
