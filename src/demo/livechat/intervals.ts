import type { Span } from './buckets.ts'
import { createTimeline, entriesWithin, type Timeline } from './timeline.ts'

/** An interval in time; `end` is exclusive. */
export interface Interval {
  readonly start: number
  readonly end: number
}

export interface Intervals<Entry extends Interval> extends Timeline<Entry> {
  readonly longest: number
}

export const createIntervals = <Entry extends Interval>(entries: readonly Entry[]): Intervals<Entry> => ({
  ...createTimeline(entries, ({ start }) => start),
  longest: entries.reduce((longest, { start, end }) => Math.max(longest, end - start), 0),
})

/** The parts of the intervals within the span, ordered by start. */
export const intervalsWithin = <Entry extends Interval>(
  intervals: Intervals<Entry>,
  { from, to }: Span,
): readonly Entry[] =>
  entriesWithin(intervals, { from: from - intervals.longest, to })
    .map((entry) => ({ ...entry, start: Math.max(entry.start, from), end: Math.min(entry.end, to) }))
    .filter(({ start, end }) => start < end)

/** Seconds that are covered by at least one interval. The intervals must be ordered by start. */
export function countCovered(intervals: readonly Interval[]): number {
  let covered = 0
  let reached = Number.NEGATIVE_INFINITY
  for (const { start, end } of intervals) {
    covered += Math.max(0, end - Math.max(start, reached))
    reached = Math.max(reached, end)
  }
  return covered
}

/** The maximum number of intervals that overlap. */
export function countConcurrent(intervals: readonly Interval[]): number {
  const changes = intervals.flatMap(({ start, end }) => [
    { at: start, change: 1 },
    { at: end, change: -1 },
  ])
  // An interval that ends when another starts does not overlap it.
  changes.sort((one, other) => one.at - other.at || one.change - other.change)
  let running = 0
  return changes.reduce((most, { change }) => {
    running += change
    return Math.max(most, running)
  }, 0)
}
