import { type Occurrence, readSources, type Source } from './occurrences.ts'
import type { Range } from './parameters.ts'
import type { ChatwootRows } from './rows.ts'
import { createScopeFilter, type Scope } from './scope.ts'

/** The occurrences of a range, oldest first. */
type Track = (range: Range) => readonly Occurrence[]

export interface RowIndex {
  readonly rows: ChatwootRows
  track(source: Source, scope: Scope): Track
}

/** Sorts the rows once; what belongs to a scope is gathered when it is first asked for. */
export function createRowIndex(rows: ChatwootRows): RowIndex {
  const accepts = createScopeFilter(rows)
  const sorted = readSources(rows)
  const scoped = new Map<string, readonly Occurrence[]>()

  return {
    rows,
    track(source, scope) {
      const key = `${source}/${scope.type}/${scope.id}`
      const occurrences = scoped.get(key) ?? sorted[source].filter((occurrence) => accepts(scope, occurrence))
      scoped.set(key, occurrences)
      return ({ since, until }) => occurrences.slice(countBefore(occurrences, since), countBefore(occurrences, until))
    },
  }
}

/** How many of the sorted occurrences are older than this instant. */
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
