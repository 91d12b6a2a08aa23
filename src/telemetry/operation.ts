import { randomUUID } from 'node:crypto'
import type { TracedSpan } from './tracing.ts'

/** `left`: whoever asked hung up before the end of the answer. A subscription ends no other way, and well. */
export type Outcome = 'ok' | 'partial' | 'error' | 'refused' | 'left'

/** One operation as it is seen from outside. Of what its caller sent it holds nothing but what is bounded here. */
export interface Operation {
  readonly requestId: string
  readonly startedAt: number
  client?: string
  name?: string
  type: 'query' | 'mutation' | 'subscription' | 'unknown'
  span?: TracedSpan
  /** Loaders calls sent for it. */
  calls: number
  /** Answers given, or parts of one. */
  responses: number
  isExecuted: boolean
  /** An answer that was kept was given again. */
  isCached: boolean
  hasData: boolean
  readonly codes: Set<string>
}

/** What an answer shows of how it went. */
export interface OperationResult {
  readonly data?: unknown
  readonly errors?: readonly { readonly extensions?: { readonly code?: unknown } }[]
  readonly incremental?: readonly OperationResult[]
}

/** A request may bring its id along. */
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

/** A caller may send any text as an operation's name. */
export const boundName = (name: string): string => name.slice(0, 1_000).replace(/\W/g, '').slice(0, 100)

/** A client's name is configured. A token's is its holder's, often an address, and is not told. */
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
