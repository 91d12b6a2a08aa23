import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Metrics } from './metrics.ts'
import type { TracedSpan } from './tracing.ts'

/** `left`: the client disconnected before the end of the response. For a subscription that is the normal end: `ok`. */
export type Outcome = 'ok' | 'partial' | 'error' | 'refused' | 'left'

/** One operation, as telemetry sees it. Values from the client are bounded in length and characters. */
export interface Operation {
  readonly requestId: string
  readonly startedAt: number
  client?: string
  name?: string
  type: 'query' | 'mutation' | 'subscription' | 'unknown'
  span?: TracedSpan
  /** Upstream calls sent for it. */
  calls: number
  /** Responses sent, or parts of one. */
  responses: number
  isExecuted: boolean
  /** The response came from the response cache. */
  isCached: boolean
  hasData: boolean
  readonly codes: Set<string>
}

/** What is used of a result. */
export interface OperationResult {
  readonly data?: unknown
  readonly errors?: readonly { readonly extensions?: { readonly code?: unknown } }[]
  readonly incremental?: readonly OperationResult[]
}

/** Uses the id of the request if it has a valid one. */
export const startOperation = (requestId: string | null): Operation => ({
  requestId: requestId !== null && /^[\w.-]{1,64}$/.test(requestId) ? requestId : randomUUID(),
  startedAt: performance.now(),
  type: 'unknown',
  calls: 0,
  responses: 0,
  isExecuted: false,
  isCached: false,
  hasData: false,
  codes: new Set(),
})

/** Bounds an operation name, which may be any text. */
export const boundName = (name: string): string => name.slice(0, 1_000).replace(/\W/g, '').slice(0, 100)

/** The configured name of a client. The name of a token is often an e-mail address, and is removed. */
export const boundClient = (name: string): string => name.replace(/:.*/s, '')

export function recordResponse(operation: Operation, result: OperationResult): void {
  operation.responses += 1
  recordPart(operation, result)
  for (const part of result.incremental ?? []) recordPart(operation, part)
}

function recordPart(operation: Operation, { data, errors = [] }: OperationResult): void {
  operation.hasData ||= Object.values(data ?? {}).some((value) => value !== null)
  for (const { extensions } of errors) {
    const { code = 'OTHER' } = extensions ?? {}
    operation.codes.add(typeof code === 'string' && /^[A-Z_]{1,50}$/.test(code) ? code : 'OTHER')
  }
}

export function getOutcome(operation: Operation, status: number, isAborted: boolean): Outcome {
  const { isExecuted, isCached, hasData, codes, type } = operation
  if (isCached) return 'ok'
  if (!isExecuted) return status === 500 ? 'error' : 'refused'
  if (isAborted && type !== 'subscription') return 'left'
  if (codes.size === 0) return 'ok'
  return hasData ? 'partial' : 'error'
}

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
