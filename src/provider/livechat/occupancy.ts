import { GapError } from '../../report/port/error.ts'
import type { Chunk, Row, RowsByChunk } from '../../report/port/port.ts'
import { type CalendarDate, weekdayOf } from '../../report/time/date.ts'
import { ask, placeHours, type ReportRead } from './calls.ts'

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const toWeekday = (date: CalendarDate): string => weekdays[weekdayOf(date)] ?? 'mon'

/** One call a weekday gives its last four dates, so seven calls give 28 days. */
export async function readOccupancy(read: ReportRead, chunks: readonly Chunk[]): Promise<RowsByChunk> {
  const wanted = [...new Set(chunks.map(({ key }) => toWeekday(key)))]
  const answers = new Map(
    await Promise.all(wanted.map(async (weekday) => [weekday, await ask(read, { weekday }, 'hour')] as const)),
  )
  const rows = chunks.map(({ key, end }): readonly [string, Row[]] => {
    const answer = answers.get(toWeekday(key))
    if (answer?.form !== 'dayAndHour')
      throw new GapError('BAD_RESPONSE', `the response has buckets by ${answer?.form} instead of dayAndHour`)
    // Whether today is among the last four of its weekday is not documented: it may be missing whole.
    const isMissing = end > read.now && !answer.figures.has(`${key} 00:00`)
    return [key, isMissing ? [] : placeHours(answer, key, read.series.rowZone, read.now, `${key} `)]
  })
  return new Map(rows)
}
