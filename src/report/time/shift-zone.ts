import type { Rows } from '../port/rows.ts'
import type { SeriesKey } from '../port/series.ts'
import { addDays } from './date.ts'
import { dayStart, firstInstant, localDate, offsetAt } from './zone.ts'

/**
 * Rows that were cut in one zone, at the same dates and hours of another zone. The figure of a repeated hour is in its
 * first occurrence; that of a skipped hour joins the hour after it.
 */
export function shiftZone({ starts, ends, figures }: Rows, grain: SeriesKey['grain'], from: string, to: string): Rows {
  if (grain === 'day') {
    const dates = starts.map((start) => localDate(from, start))
    return {
      starts: dates.map((date) => dayStart(to, date)),
      ends: dates.map((date) => dayStart(to, addDays(date, 1))),
      figures,
    }
  }
  const moved = starts.map((start) => firstInstant(to, start + offsetAt(from, start)))
  return { starts: moved, ends: moved.map((start, row) => start + (ends[row] ?? 0) - (starts[row] ?? 0)), figures }
}
