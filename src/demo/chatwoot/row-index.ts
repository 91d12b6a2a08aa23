import { memoizeByObject } from '../memoize-by-object.ts'
import { type Occurrence, readSource, type Source } from './occurrences.ts'
import type { Range } from './parameters.ts'
import { createStateReader, type PresentState } from './present-state.ts'
import type { ChatwootRows, Conversation, Message } from './rows.ts'
import { createScopeFilter, type Scope } from './scope.ts'

/** Returns the occurrences in a range, oldest first. */
type Track = (range: Range) => readonly Occurrence[]

export interface RowIndex {
  readonly rows: ChatwootRows
  /** The messages that request a rating. */
  readonly surveys: readonly Message[]
  track(source: Source, scope: Scope): Track
  conversationOf(row: { readonly conversationId: number | null }): Conversation | undefined
  /** The state of a conversation from the rows before `horizon` (Unix seconds). */
  stateAt(conversation: Conversation, horizon: number): PresentState
}

/** Sorts each kind of rows, and filters them by scope, once and on first use. */
export const indexRows = memoizeByObject((rows: ChatwootRows): RowIndex => {
  const conversations = new Map<number | null, Conversation>(rows.conversations.map((row) => [row.id, row]))
  const conversationOf: RowIndex['conversationOf'] = ({ conversationId }) => conversations.get(conversationId)
  const accepts = createScopeFilter(rows, conversationOf)
  const sorted = new Map<Source, readonly Occurrence[]>()
  const scoped = new Map<string, readonly Occurrence[]>()
  let readState: RowIndex['stateAt'] | undefined

  return {
    rows,
    surveys: rows.messages.filter(({ isSurvey }) => isSurvey),
    track(source, scope) {
      const key = `${source}/${scope.type}/${scope.id}`
      const all = sorted.get(source) ?? readSource(rows, source)
      sorted.set(source, all)
      const occurrences = scoped.get(key) ?? all.filter((occurrence) => accepts(scope, occurrence))
      scoped.set(key, occurrences)
      return ({ since, until }) => occurrences.slice(countBefore(occurrences, since), countBefore(occurrences, until))
    },
    conversationOf,
    stateAt(conversation, horizon) {
      readState ??= createStateReader(rows)
      return readState(conversation, horizon)
    },
  }
})

/** The number of occurrences before `instant`, by binary search. */
function countBefore(occurrences: readonly Occurrence[], instant: number): number {
  let low = 0
  let high = occurrences.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((occurrences[middle]?.at ?? instant) < instant) low = middle + 1
    else high = middle
  }
  return low
}
