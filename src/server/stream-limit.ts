import type { IncomingMessage, ServerResponse } from 'node:http'
import { GraphQLError } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { GatewayContext } from '../context.ts'

/** What node's server adds to a context. */
export interface NodeExchange {
  readonly req?: IncomingMessage
  readonly res?: ServerResponse
}

/** Lets each caller have so many subscriptions, and tells `onStream` of a request that has become one. */
export function useStreamLimit(limit: number, onStream?: (request: IncomingMessage) => void): Plugin {
  const open = new Map<string, number>()
  return {
    onSubscribe({ args, setResultAndStopExecution }) {
      const { caller, req, res } = args.contextValue as object as GatewayContext & NodeExchange
      const count = open.get(caller.name) ?? 0
      if (count >= limit) {
        const extensions = { code: 'TOO_MANY_STREAMS', http: { status: 429 } }
        const refusal = new GraphQLError(`There are ${count} subscriptions open: at most ${limit}.`, { extensions })
        setResultAndStopExecution({ errors: [refusal] })
        return undefined
      }
      open.set(caller.name, count + 1)
      let isOpen = true
      const close = () => {
        const left = (open.get(caller.name) ?? 0) - 1
        if (isOpen && left > 0) open.set(caller.name, left)
        else if (isOpen) open.delete(caller.name)
        isOpen = false
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
