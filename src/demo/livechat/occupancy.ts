import { localDate } from '../zone.ts'
import { cutBuckets } from './buckets.ts'
import { addDays, weekdayOf } from './calendar.ts'
import type { Endpoint } from './endpoint.ts'
import { countConcurrent, intervalsWithin } from './intervals.ts'
import { clipSpans } from './series.ts'

const weeks = 4

/** The maximum number of concurrent chats in each hour of the last four days with the weekday, including today. */
export const occupancy: Endpoint = {
  parameters: ['weekday'],
  respond: ({ chats }, { zone, weekday, now, horizon }) => {
    const today = localDate(zone, now * 1000)
    const latest = addDays(today, -((weekdayOf(today) - weekday + 7) % 7))
    const dates = Array.from({ length: weeks }, (_, index) => addDays(latest, -7 * (weeks - 1 - index)))
    const hours = dates.flatMap((date) =>
      cutBuckets.hour({ from: date, to: date }, zone).map(({ key, spans }) => {
        const started = clipSpans(spans, horizon).filter(({ from }) => from <= now)
        const counts = started.map((span) => countConcurrent(intervalsWithin(chats, span)))
        return [`${date} ${key}`, Math.max(0, ...counts)] as const
      }),
    )
    return Object.fromEntries(hours)
  },
}
