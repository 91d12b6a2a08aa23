import type { IncomingMessage, ServerResponse } from 'node:http'
import { createClientSlots } from './semaphore.ts'

/** What is being answered: so many operations at once, and of one client so many. */
export interface InFlightOperations {
  /** Counts one until its response closes; false when there are enough. */
  start(request: IncomingMessage, response: ServerResponse): boolean
  /** Counts it as its client's, once it is known whose it is; false when he has enough. */
  assign(request: IncomingMessage, client: string): boolean
  /** Counts one no longer. A subscription lasts, but is no work between its events: it has a limit of its own. */
  end(request: IncomingMessage): void
}

export function createInFlightOperations(maxOperations: number, maxPerClient: number): InFlightOperations {
  const acquireSlot = createClientSlots(maxPerClient)
  /** How each leaves its client's place, if it has one. */
  const inFlight = new Map<IncomingMessage, (() => void) | undefined>()

  function end(request: IncomingMessage) {
    inFlight.get(request)?.()
    inFlight.delete(request)
  }

  return {
    start(request, response) {
      if (inFlight.size >= maxOperations) return false
      inFlight.set(request, undefined)
      response.once('close', () => end(request))
      return true
    },
    assign(request, client) {
      // Who left while it was asked who he is would keep his place.
      if (!inFlight.has(request)) return true
      const release = acquireSlot(client)
      if (release) inFlight.set(request, release)
      return release !== undefined
    },
    end,
  }
}
