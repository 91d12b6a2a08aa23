import type { IncomingMessage, ServerResponse } from 'node:http'
import { GraphQLError } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { GatewayContext } from '../context.ts'
import { createPlaces } from './places.ts'

/** What node's server adds to a context. */
export interface NodeExchange {
  readonly req?: IncomingMessage
  readonly res?: ServerResponse
}

/** Lets each caller have so many subscriptions, and tells `onStream` of a request that has become one. */
export function useStreamLimit(limit: number, onStream?: (request: IncomingMessage) => void): Plugin {
  const takePlace = createPlaces(limit)
  return {
    onSubscribe({ args, setResultAndStopExecution }) {
      const { caller, req, res } = args.contextValue as object as GatewayContext & NodeExchange
      const close = takePlace(caller.name)
      if (!close) {
        const extensions = { code: 'TOO_MANY_STREAMS', http: { status: 429 } }
        const refusal = new GraphQLError(`Subscription limit reached: ${limit} are open.`, { extensions })
        setResultAndStopExecution({ errors: [refusal] })
        return undefined
      }
      // Whatever becomes of the stream, it ends with its connection.
      res?.once('close', close)
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
