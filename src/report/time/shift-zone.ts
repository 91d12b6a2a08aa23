import type { Row, SeriesKey } from '../port/port.ts'
import { addDays } from './date.ts'
import { dayStart, firstInstant, localDate, offsetAt } from './zone.ts'

/**
 * Rows cut in one zone as stand-ins for the same dates, or dates and hours, of another. A repeated hour's figure
 * stands in its first pass; that of a skipped hour joins the hour after it.
 */
export function shiftZone(rows: readonly Row[], grain: SeriesKey['grain'], from: string, to: string): Row[] {
  return rows.map(({ start, end, figures }) => {
    if (grain === 'day') {
      const date = localDate(from, start)
      return { start: dayStart(to, date), end: dayStart(to, addDays(date, 1)), figures }
    }
    const moved = firstInstant(to, start + offsetAt(from, start))
    return { start: moved, end: moved + (end - start), figures }
  })
}
