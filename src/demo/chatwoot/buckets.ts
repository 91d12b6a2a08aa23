import { localClock } from '../zone.ts'
import type { Range } from './parameters.ts'
import { type GroupBy, stepsOf } from './steps.ts'

/** A timestamp and the range of rows that are counted for it, in Unix seconds. */
export interface Bucket extends Range {
  readonly timestamp: number
}

/** Every bucket from the one that contains `since` to the last that starts before `until`; at least one. */
export function cutBuckets(range: Range, groupBy: GroupBy, zone: string): readonly Bucket[] {
  const steps = stepsOf(groupBy, zone)
  const buckets: Bucket[] = []
  let since = range.since
  let timestamp = steps.floor(range.since)
  do {
    const following = steps.next(timestamp)
    const merged = groupBy === 'hour' && haveSameLocalTime(zone, timestamp, following)
    // When clocks go back, PostgreSQL counts both occurrences of the repeated hour in the second one; the first is
    // empty.
    const until = merged ? since : Math.min(following, range.until)
    buckets.push({ timestamp, since, until })
    since = until
    timestamp = following
  } while (timestamp < range.until)
  return buckets
}

const haveSameLocalTime = (zone: string, one: number, other: number): boolean =>
  localClock(zone, one * 1000) === localClock(zone, other * 1000)
