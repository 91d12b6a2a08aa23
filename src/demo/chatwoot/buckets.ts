import { localClock } from '../zone.ts'
import type { Range } from './parameters.ts'
import { type GroupBy, stepsOf } from './steps.ts'

/** A label and the range of rows it stands for; Unix seconds. */
export interface Bucket extends Range {
  readonly timestamp: number
}

/** Every bucket from the one that holds `since` to the last that begins before `until`; always at least one. */
export function cutBuckets(range: Range, groupBy: GroupBy, zone: string): readonly Bucket[] {
  const steps = stepsOf(groupBy, zone)
  const buckets: Bucket[] = []
  let since = range.since
  let timestamp = steps.floor(range.since)
  do {
    const following = steps.next(timestamp)
    const merged = groupBy === 'hour' && readsTheSame(zone, timestamp, following)
    // PostgreSQL takes the two equal hours of an autumn night for the second: the first stays empty.
    const until = merged ? since : Math.min(following, range.until)
    buckets.push({ timestamp, since, until })
    since = until
    timestamp = following
  } while (timestamp < range.until)
  return buckets
}

const readsTheSame = (zone: string, one: number, other: number): boolean =>
  localClock(zone, one * 1000) === localClock(zone, other * 1000)
