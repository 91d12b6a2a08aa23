import type { IncomingMessage, ServerResponse } from 'node:http'
import { onClose } from '../on-close.ts'
import { createKeyedSemaphore } from './semaphore.ts'

/** What is being answered: so many operations at once, and of one client so many. */
export interface InFlightOperations {
  /** Counts one until its response closes; false when there are enough. */
  start(request: IncomingMessage, response: ServerResponse): boolean
  /** Counts it as its client's, once it is known whose it is; false when he has enough. */
  assign(request: IncomingMessage, client: string): boolean
  /** Counts one no longer. A subscription lasts, but is no work between its events: it has a limit of its own. */
  end(request: IncomingMessage): void
}

export function createInFlightOperations(most: number, mostOfOne: number): InFlightOperations {
  const takePlace = createKeyedSemaphore(mostOfOne)
  /** How each leaves its client's place, if it has one. */
  const underWay = new Map<IncomingMessage, (() => void) | undefined>()

  function end(request: IncomingMessage) {
    underWay.get(request)?.()
    underWay.delete(request)
  }

  return {
    start(request, response) {
      if (underWay.size >= most) return false
      underWay.set(request, undefined)
      onClose(response, () => end(request))
      return true
    },
    assign(request, client) {
      // Who left while it was asked who he is would keep his place.
      if (!underWay.has(request)) return true
      const leavePlace = takePlace(client)
      if (leavePlace) underWay.set(request, leavePlace)
      return leavePlace !== undefined
    },
    end,
  }
}
