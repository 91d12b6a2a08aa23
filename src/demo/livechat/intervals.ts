import type { Span } from './buckets.ts'
import { createTimeline, entriesWithin, type Timeline } from './timeline.ts'

/** What lasts from one instant to another, `end` excluded. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

export interface Stretches<Entry extends Stretch> extends Timeline<Entry> {
  readonly longest: number
}

export const createStretches = <Entry extends Stretch>(entries: readonly Entry[]): Stretches<Entry> => ({
  ...createTimeline(entries, ({ start }) => start),
  longest: entries.reduce((longest, { start, end }) => Math.max(longest, end - start), 0),
})

/** The parts of the stretches that lie in the span, by their start. */
export const stretchesWithin = <Entry extends Stretch>(
  stretches: Stretches<Entry>,
  { from, to }: Span,
): readonly Entry[] =>
  entriesWithin(stretches, { from: from - stretches.longest, to })
    .map((entry) => ({ ...entry, start: Math.max(entry.start, from), end: Math.min(entry.end, to) }))
    .filter(({ start, end }) => start < end)

/** Seconds during which at least one of them runs; they come by their start. */
export function countCovered(stretches: readonly Stretch[]): number {
  let covered = 0
  let reached = Number.NEGATIVE_INFINITY
  for (const { start, end } of stretches) {
    covered += Math.max(0, end - Math.max(start, reached))
    reached = Math.max(reached, end)
  }
  return covered
}

export function countAtOnce(stretches: readonly Stretch[]): number {
  const turns = stretches.flatMap(({ start, end }) => [
    { at: start, change: 1 },
    { at: end, change: -1 },
  ])
  // One that ends as another starts has left room for it.
  turns.sort((one, other) => one.at - other.at || one.change - other.change)
  let running = 0
  return turns.reduce((most, { change }) => {
    running += change
    return Math.max(most, running)
  }, 0)
}
