import type { ServerResponse } from 'node:http'
import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'

/** Milliseconds after the deadline of the sources, in which partial results are still computed and written. */
export const completionTime = 500

export interface OperationDeadline {
  readonly plugin: Plugin
  /** Aborted when the operation is late, with the error that it ends with, and when the client disconnects. */
  signalOf(request: Request): AbortSignal
  /** Ends the operation early, with this error. */
  abort(request: Request, error: Error): void
}

interface Operation {
  readonly signal: AbortSignal
  readonly stop: () => void
  readonly end: (error: Error) => void
}

/**
 * Limits the time of an operation, from the parsing of its document to the last byte of its response. A late operation is
 * aborted with an error, or by closing the connection if the response has been started.
 */
export function createOperationDeadline(milliseconds: number): OperationDeadline {
  const operations = new WeakMap<Request, Operation>()

  function start(request: Request, response: ServerResponse | undefined): void {
    // Not AbortSignal.any with AbortSignal.timeout, which Node 20 may collect before it fires.
    const controller = new AbortController()
    const end = (error: Error) => {
      controller.abort(error)
      if (response?.headersSent) response.destroy()
    }
    const timer = setTimeout(() => end(toTimeout(milliseconds)), milliseconds)
    const stop = () => clearTimeout(timer)
    request.signal.addEventListener('abort', () => {
      stop()
      controller.abort(request.signal.reason)
    })
    onClose(response, stop)
    operations.set(request, { signal: controller.signal, stop, end })
  }

  return {
    signalOf(request) {
      const operation = operations.get(request)
      if (!operation) throw new Error('no deadline was started for this request')
      return operation.signal
    },
    abort: (request, error) => operations.get(request)?.end(error),
    plugin: {
      onParams({ request, context }) {
        start(request, (context as { readonly res?: ServerResponse }).res)
      },
      onExecute({ args }) {
        const { request } = args.contextValue as { readonly request: Request }
        Object.assign(args, { signal: operations.get(request)?.signal })
      },
      onSubscribe({ args }) {
        // A subscription lasts; each of its events has a deadline of its own.
        const { request } = args.contextValue as { readonly request: Request }
        operations.get(request)?.stop()
      },
      onResponse({ request, serverContext }) {
        if (!(serverContext as { readonly res?: ServerResponse }).res) operations.get(request)?.stop()
      },
    },
  }
}

const toTimeout = (milliseconds: number): GraphQLError =>
  new GraphQLError(
    `The operation was not completed within ${milliseconds} ms. Request fewer fields, fewer buckets or a shorter range.`,
    { extensions: { code: 'TIMEOUT', http: { status: 504 } } },
  )

const callbacksOf = new WeakMap<ServerResponse, (() => void)[]>()

/**
 * Calls back when a response closes, at once if it has closed already: Node reports it once, and a client may disconnect
 * while it is authenticated. Requests without a socket have no response of Node.
 */
export function onClose(response: ServerResponse | undefined, callback: () => void): void {
  if (response?.closed || response?.req.socket.destroyed) callback()
  else if (response) addCallback(response, callback)
}

/** All callbacks share one listener, because Node warns of more than ten listeners. */
function addCallback(response: ServerResponse, callback: () => void): void {
  const callbacks = callbacksOf.get(response) ?? []
  if (callbacks.push(callback) > 1) return
  callbacksOf.set(response, callbacks)
  response.once('close', () => {
    for (const each of callbacks) each()
  })
}
