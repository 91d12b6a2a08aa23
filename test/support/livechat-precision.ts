import { type Bucket, bucketsOf } from './brute-force/calendar.ts'
import type { LiveChatMetric } from './brute-force/livechat.ts'
import { exact, type ScopeQuestion, summationError, type Tolerance } from './questions.ts'

/** Half of the last place that LiveChat writes, in seconds. */
const halfPlace = {
  /** `hours` with two decimals. */
  hours: 18,
  /** `minutes` with two decimals. */
  minutes: 0.3,
  wholeSeconds: 0.5,
  /** `seconds` with two decimals. */
  seconds: 0.005,
} as const

/** Means over several rows are off by no more than the worst of them. */
const meanErrors: Readonly<Partial<Record<LiveChatMetric, number>>> = {
  FIRST_RESPONSE_TIME: halfPlace.seconds,
  RESPONSE_TIME: halfPlace.seconds,
  QUEUE_WAITING_TIME: halfPlace.wholeSeconds,
  TICKET_RESOLUTION_TIME: halfPlace.hours,
  TICKET_FIRST_RESPONSE_TIME: halfPlace.hours,
}

const shares: readonly LiveChatMetric[] = ['SATISFACTION', 'ABANDONMENT_RATE', 'TICKET_SATISFACTION']
const lasting: readonly LiveChatMetric[] = ['AVAILABILITY', 'CHATTING_TIME']

/** How far LiveChat's own rounding may take a metric's figures from the truth. */
export function toleranceOf(
  metric: LiveChatMetric,
  { granularity, timeZone }: Pick<ScopeQuestion, 'granularity' | 'timeZone'>,
  buckets: readonly Bucket[],
): Tolerance {
  if (shares.includes(metric)) return summationError
  const meanError = meanErrors[metric]
  if (meanError !== undefined) return (truth) => meanError + summationError(truth)
  if (!lasting.includes(metric)) return exact
  // Sums are off by as much as all of their rows together: one a day, or one an hour.
  const errors = buckets.map((bucket) =>
    granularity === 'HOUR' ? errorOfHour(bucket) : bucketsOf(bucket, 'DAY', timeZone).length * halfPlace.hours,
  )
  const total = errors.reduce((sum, error) => sum + error, 0)
  return (truth, place) => (place === undefined ? total : (errors[place] ?? 0)) + summationError(truth)
}

/** A piece of an hour is what the day's other hours leave of the day. */
const errorOfHour = ({ start, end }: Bucket): number =>
  end - start < 3_600_000 ? halfPlace.hours + 25 * halfPlace.minutes : halfPlace.minutes
