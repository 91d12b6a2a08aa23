import type { IncomingMessage, ServerResponse } from 'node:http'
import { GraphQLError } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import { createWeightedSemaphore, type Lease } from '../../concurrency/weighted-semaphore.ts'
import type { GatewayContext } from '../../gateway/context.ts'
import { createClientSlots } from './connection-group.ts'
import { estimatedValuesOf } from './cost-limit.ts'
import { onClose } from './operation-deadline.ts'

/** The request and response of Node's HTTP server, which yoga adds to the context. */
export interface NodeExchange {
  readonly req?: IncomingMessage
  readonly res?: ServerResponse
}

/** Values per second of the events of all subscriptions: about a quarter of what one core computes. */
const maxValuesPerSecond = 25_000

/** Limits the open subscriptions of each client. `onStream` is called for a request that has become a subscription. */
export function useSubscriptionLimit(limit: number, onStream?: (request: IncomingMessage) => void): Plugin {
  const acquireSlot = createClientSlots(limit)
  const load = createWeightedSemaphore(maxValuesPerSecond)
  return {
    onSubscribe({ args, setResultAndStopExecution }) {
      const { caller, req, res } = args.contextValue as object as GatewayContext & NodeExchange
      const releaseSlot = acquireSlot(caller.name)
      if (!releaseSlot) {
        const extensions = { code: 'TOO_MANY_STREAMS', http: { status: 429 } }
        const rejection = new GraphQLError(`Subscription limit reached: ${limit} are open.`, { extensions })
        setResultAndStopExecution({ errors: [rejection] })
        return undefined
      }
      const values = estimatedValuesOf(args.contextValue as object)
      let events: Lease | undefined
      let isClosed = false
      const reserveEvents = (every: number) => {
        events = load.tryAcquire(values / (every / 1_000))
        if (!events) throw toTooManyValues(values, every)
        if (isClosed) events.release()
      }
      Object.assign(args.contextValue as object, { reserveEvents })
      const close = () => {
        isClosed = true
        releaseSlot()
        events?.release()
      }
      // However the subscription ends, its slot is released when the connection closes.
      onClose(res, close)
      return {
        onSubscribeResult({ result }) {
          if (!isAsyncIterable(result)) close()
          else if (req) onStream?.(req)
          return { onEnd: close }
        },
        onSubscribeError: close,
      }
    },
  }
}

const toTooManyValues = (values: number, every: number): GraphQLError =>
  new GraphQLError(
    `The open subscriptions compute as many values as the gateway allows, and this one has ${values} every ${every / 1_000} s. Use a longer \`every\`, a shorter range or fewer buckets.`,
    { extensions: { code: 'TOO_MANY_STREAMS', http: { status: 429 } } },
  )
