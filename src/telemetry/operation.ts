import { randomUUID } from 'node:crypto'
import type { TracedSpan } from './tracing.ts'

/** `left`: whoever asked hung up before the end of the answer. A subscription ends no other way, and well. */
export type Outcome = 'ok' | 'partial' | 'error' | 'refused' | 'left'

/** One operation as it is seen from outside. Of what its caller sent it holds nothing but what is bounded here. */
export interface Operation {
  readonly requestId: string
  readonly begunAt: number
  client?: string
  name?: string
  type: 'query' | 'mutation' | 'subscription' | 'unknown'
  span?: TracedSpan
  /** Loaders calls sent for it. */
  calls: number
  /** Answers given, or parts of one. */
  answers: number
  isExecuted: boolean
  /** An answer that was kept was given again. */
  isKept: boolean
  hasData: boolean
  readonly codes: Set<string>
}

/** What an answer shows of how it went. */
export interface Answer {
  readonly data?: unknown
  readonly errors?: readonly { readonly extensions?: { readonly code?: unknown } }[]
  readonly incremental?: readonly Answer[]
}

/** A request may bring its id along. */
export const startOperation = (requestId: string | null): Operation => ({
  requestId: requestId !== null && /^[\w.-]{1,64}$/.test(requestId) ? requestId : randomUUID(),
  begunAt: performance.now(),
  type: 'unknown',
  calls: 0,
  answers: 0,
  isExecuted: false,
  isKept: false,
  hasData: false,
  codes: new Set(),
})

/** A caller may send any text as an operation's name. */
export const boundName = (name: string): string => name.slice(0, 1_000).replace(/\W/g, '').slice(0, 100)

/** A client's name is configured. A token's is its holder's, often an address, and is not told. */
export const boundClient = (name: string): string => name.replace(/:.*/s, '')

export function recordResponse(operation: Operation, answer: Answer): void {
  operation.answers += 1
  notePart(operation, answer)
  for (const part of answer.incremental ?? []) notePart(operation, part)
}

function notePart(operation: Operation, { data, errors = [] }: Answer): void {
  operation.hasData ||= Object.values(data ?? {}).some((value) => value !== null)
  for (const { extensions } of errors) {
    const { code = 'OTHER' } = extensions ?? {}
    operation.codes.add(typeof code === 'string' && /^[A-Z_]{1,50}$/.test(code) ? code : 'OTHER')
  }
}

export function judgeOutcome(operation: Operation, status: number, isLeft: boolean): Outcome {
  const { isExecuted, isKept, hasData, codes, type } = operation
  if (isKept) return 'ok'
  if (!isExecuted) return status === 500 ? 'error' : 'refused'
  if (isLeft && type !== 'subscription') return 'left'
  if (codes.size === 0) return 'ok'
  return hasData ? 'partial' : 'error'
}
