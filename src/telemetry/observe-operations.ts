import type { IncomingMessage, ServerResponse } from 'node:http'
import { type DocumentNode, getOperationAST } from 'graphql'
import { isAsyncIterable, mapAsyncIterator, type Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { ObserveCall } from '../upstream/call-observer.ts'
import type { Metrics } from './metrics.ts'
import {
  boundClient,
  boundName,
  type EndOperation,
  type Operation,
  type OperationResult,
  recordResponse,
  startOperation,
} from './operation.ts'
import type { Tracing } from './tracing.ts'

/** Observes operations over HTTP, from the request headers to the last byte of the response. */
export interface ObservedOperations {
  /** Must come before plugins that respond. `getClientName` is called after authentication. */
  usePlugin(getClientName: (request: Request) => string): Plugin
  /** The operation of a request, to be passed along with its upstream calls. */
  find(request: Request): Operation | undefined
  /** Adds upstream calls of an event of a subscription. */
  addCalls(request: Request, calls: number): void
  /** Records that the response came from the response cache. */
  recordCachedResponse(request: Request): void
}

interface OperationArguments {
  readonly document: unknown
  readonly operationName?: unknown
  readonly contextValue: unknown
}

export interface OperationHooks {
  readonly tracing: Tracing | undefined
  readonly onStart: () => void
  readonly onSubscription: () => void
  readonly onEnd: EndOperation
}

export function observeOperations({ tracing, onStart, onSubscription, onEnd }: OperationHooks): ObservedOperations {
  const operations = new WeakMap<Request, Operation>()

  function execute({ document, operationName, contextValue }: OperationArguments): void {
    const { request } = contextValue as { readonly request: Request }
    const operation = operations.get(request)
    const definition = getOperationAST(document as DocumentNode, operationName as string | undefined)
    if (!operation || !definition) return
    operation.isExecuted = true
    operation.type = definition.operation
    if (definition.name) operation.name = boundName(definition.name.value)
    const { traceparent, tracestate } = Object.fromEntries(request.headers)
    const span = tracing?.startSpan(
      definition.operation,
      'SERVER',
      { traceparent, tracestate },
      performance.now() - operation.startedAt,
    )
    if (span) operation.span = span
  }

  return {
    find: (request) => operations.get(request),
    addCalls(request, calls) {
      const operation = operations.get(request)
      if (operation) operation.calls += calls
    },
    recordCachedResponse(request) {
      const operation = operations.get(request)
      if (operation) Object.assign(operation, { isCached: true, type: 'query' })
    },
    usePlugin: (getClientName) => ({
      onRequestParse({ request, serverContext }) {
        const { res } = serverContext as { readonly req?: IncomingMessage; readonly res?: ServerResponse }
        if (!res || res.destroyed) return
        const operation = startOperation(request.headers.get('x-request-id'))
        operations.set(request, operation)
        res.setHeader('x-request-id', operation.requestId)
        onStart()
        res.once('close', () => onEnd(operation, res.statusCode, !res.writableFinished))
      },
      onParams({ request, params }) {
        const operation = operations.get(request)
        if (!operation) return
        operation.client = boundClient(getClientName(request))
        if (typeof params.operationName === 'string') operation.name = boundName(params.operationName)
      },
      onExecute: ({ args }) => execute(args),
      onSubscribe({ args }) {
        execute(args)
        onSubscription()
      },
      onExecutionResult({ request, result, setResult }) {
        const operation = operations.get(request)
        if (!operation || !result) return
        const record = <T>(answer: T): T => {
          recordResponse(operation, answer as OperationResult)
          return answer
        }
        if (isAsyncIterable(result)) setResult(mapAsyncIterator(result, record) as typeof result)
        else record(result)
      },
    }),
  }
}

/** Observes the calls to one source: counts them, logs each at debug level, and creates a span for each. */
export const createCallObserver =
  (source: string, log: Logger, metrics: Metrics, tracing: Tracing | undefined): ObserveCall =>
  ({ reads, operation: context }) => {
    // Passed through the upstream client as an opaque object.
    const operation = context as Operation | undefined
    const startedAt = performance.now()
    const span = tracing?.startSpan(`upstream ${reads}`, 'CLIENT', operation?.span)
    if (operation) operation.calls += 1
    return {
      headers: span?.headers ?? {},
      end(outcome, status) {
        const ms = Math.round(performance.now() - startedAt)
        metrics.countCall(source, reads, outcome, ms / 1000)
        const { requestId } = operation ?? {}
        log.debug({ requestId, source, reads, outcome, status, ms }, 'upstream call')
        span?.end(
          {
            'gateway.source': source,
            'gateway.dataset': reads,
            'gateway.outcome': outcome,
            'http.request.method': 'GET',
            'http.response.status_code': status,
          },
          outcome !== 'ANSWERED' && outcome !== 'LEFT',
        )
      },
    }
  }
