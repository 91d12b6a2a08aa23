import type { IncomingMessage, ServerResponse } from 'node:http'
import { onClose } from '../on-close.ts'
import { createClientSlots } from './client-slots.ts'

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
