import type { Logger } from 'pino'
import type { Metrics } from './metrics.ts'
import { getOutcome, type Operation } from './operation.ts'

/** Called when an operation ends, with the status of its response; `isAborted` if the client disconnected first. */
export type EndOperation = (operation: Operation, status: number, isAborted: boolean) => void

/** Counts the operation, writes its log line, and ends its span. */
export const createOperationEnd =
  (log: Logger, metrics: Metrics): EndOperation =>
  (operation, status, isAborted) => {
    const { requestId, client, name, type, calls, responses: answers, codes, span } = operation
    const outcome = getOutcome(operation, status, isAborted)
    const ms = Math.round(performance.now() - operation.startedAt)
    metrics.countEnd(operation, outcome, ms / 1000)
    const fields = {
      requestId,
      ...(span && { traceId: span.traceId }),
      client,
      operation: name,
      type,
      ms,
      calls,
      ...(type === 'subscription' && { answers }),
      outcome,
      ...(codes.size > 0 && { codes: [...codes] }),
      status,
    }
    log.info(fields, 'operation')
    span?.end(
      {
        'gateway.client': client,
        'gateway.request_id': requestId,
        'gateway.outcome': outcome,
        'gateway.upstream_calls': calls,
        'graphql.operation.name': name,
        'graphql.operation.type': type,
        'http.response.status_code': status,
      },
      outcome === 'error',
    )
  }
