import { type Aggregate, mergeAll } from '../figures/aggregate.ts'
import { metrics } from '../figures/metric.ts'
import { BadArgument } from '../port/error.ts'
import { maxBuckets, type Scope } from '../port/scope.ts'
import { type DayOfWeek, daysOfWeek, toBuckets } from '../time/bucket.ts'
import { hour, pastMidnight, weekdayOf } from '../time/date.ts'
import { localDate, offsetAt } from '../time/zone.ts'
import type { Report } from './report.ts'

/** One hour of the week over a whole range, e.g. Mondays from 09:00 to 10:00 of the local clock. */
export interface HourOfWeek {
  readonly day: DayOfWeek
  /** 0 to 23, as the local clock shows it. */
  readonly hour: number
  readonly aggregate: Aggregate | undefined
  /** Such hours of the range that have started: a repeated hour is one more, a skipped hour one less. */
  readonly occurrences: number
}

/** The same question by the hour. Throws BadArgument for a range with too many hours. */
export function toHourlyScope(scope: Scope): Scope {
  const buckets = toBuckets(scope.range, 'HOUR', scope.timeZone, scope.calendar, maxBuckets)
  if (buckets.length > maxBuckets)
    throw new BadArgument('scope.range', `has more than ${maxBuckets} hours; hoursOfWeek needs a shorter range`)
  return { ...scope, granularity: 'HOUR', buckets }
}

/** The buckets of a report by the hour, merged by hour of the week: 168 entries from the first day of a week. */
export function toHoursOfWeek({ metric, scope, aggregates }: Report): readonly HourOfWeek[] {
  const { timeZone, calendar, buckets, now } = scope
  const places = new Map<string, number[]>()
  for (const [place, { start }] of buckets.entries()) {
    const key = toKey(weekdayOf(localDate(timeZone, start)), toHour(start + offsetAt(timeZone, start)))
    const alike = places.get(key)
    if (alike) alike.push(place)
    else places.set(key, [place])
  }
  const first = daysOfWeek.indexOf(calendar.weekStart)
  return Array.from({ length: 7 * 24 }, (_, index) => {
    const weekday = (first + Math.floor(index / 24)) % 7
    const alike = places.get(toKey(weekday, index % 24)) ?? []
    return {
      day: daysOfWeek[weekday] ?? 'MONDAY',
      hour: index % 24,
      aggregate: mergeAll(
        metrics[metric].aggregation,
        alike.map((place) => aggregates[place]),
      ),
      occurrences: alike.filter((place) => (buckets[place]?.start ?? 0) <= now).length,
    }
  })
}

const toKey = (weekday: number, hourOfDay: number): string => `${weekday} ${hourOfDay}`
const toHour = (clock: number): number => Math.floor(pastMidnight(clock) / hour)
