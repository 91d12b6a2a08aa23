import type { Span } from './buckets.ts'

/** Entries ordered by an instant (Unix seconds) of each of them. */
export interface Timeline<Entry> {
  readonly entries: readonly Entry[]
  readonly instants: readonly number[]
}

export function createTimeline<Entry>(entries: readonly Entry[], instantOf: (entry: Entry) => number): Timeline<Entry> {
  const sorted = entries.toSorted((one, other) => instantOf(one) - instantOf(other))
  return { entries: sorted, instants: sorted.map(instantOf) }
}

export const entriesWithin = <Entry>({ entries, instants }: Timeline<Entry>, { from, to }: Span): readonly Entry[] =>
  entries.slice(countBefore(instants, from), countBefore(instants, to))

function countBefore(instants: readonly number[], limit: number): number {
  let [low, high] = [0, instants.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((instants[middle] ?? limit) < limit) low = middle + 1
    else high = middle
  }
  return low
}
