import { toDayChunk } from '../../report/port/chunk.ts'
import type { Chunk, Row } from '../../report/port/series.ts'
import { addDays, datesBetween, hour, minute, pastHour, type Span } from '../../report/time/date.ts'
import { localDate, offsetPeriods, type Stretch } from '../../report/time/zone.ts'
import { type ReportRead, readDays, readHours } from './calls.ts'
import type { ReportFormat } from './report-format.ts'

/** Fixed-offset zones by the minutes past the hour in UTC at which their hours start. */
const fixedZones: ReadonlyMap<number, string> = new Map([
  [0, 'UTC'],
  [30, 'Asia/Kolkata'],
  [45, 'Asia/Kathmandu'],
])

const toFixedZone = ({ offset }: Stretch): string => fixedZones.get(pastHour(offset) / minute) ?? 'UTC'

/**
 * The hours of a DST-transition day. LiveChat names hours without an offset, so a repeated hour would be ambiguous: each
 * offset period of the day is read in a fixed-offset zone whose hours start at the same instants.
 */
export async function readDstDay(read: ReportRead, chunk: Chunk): Promise<Row[]> {
  const periods = offsetPeriods(read.series.rowZone, chunk.start, chunk.end)
  const rowsByZone = await readFixedZones(read, periods)
  const rows = periods.flatMap((period) =>
    (rowsByZone.get(toFixedZone(period)) ?? []).filter((row) => row.start >= period.start && row.end <= period.end),
  )
  const piece = findPiece(periods)
  if (!piece || piece.start > read.now) return rows
  const figures = subtract(await readTotal(read, chunk), rows, read.report)
  return [...rows, { ...piece, figures }].sort((a, b) => a.start - b.start)
}

async function readFixedZones(read: ReportRead, periods: readonly Stretch[]): Promise<ReadonlyMap<string, Row[]>> {
  const dates = new Map<string, Set<string>>()
  for (const period of periods) {
    const zone = toFixedZone(period)
    const known = dates.get(zone) ?? new Set()
    for (const date of datesBetween(localDate(zone, period.start), localDate(zone, period.end - 1))) known.add(date)
    dates.set(zone, known)
  }
  const mappings = [...dates].map(async ([zone, days]) => {
    const started = [...days].filter((date) => toDayChunk(zone, date).start <= read.now)
    const rows = await Promise.all(started.map((date) => readHours(read, date, zone)))
    return [zone, rows.flat()] as const
  })
  return new Map(await Promise.all(mappings))
}

/** If the clock moves by half an hour (Lord Howe), the part of an hour that no fixed-offset zone has as an hour. */
function findPiece(periods: readonly Stretch[]): Span | undefined {
  for (const { start, offset } of periods) {
    const past = pastHour(start + offset)
    if (past > 0) return { start, end: start + hour - past }
  }
  return undefined
}

/** The day as one row. Without `group_by` a single day is returned by the hour, so the day before is requested too. */
async function readTotal(read: ReportRead, chunk: Chunk): Promise<Row['figures']> {
  const before = toDayChunk(read.series.rowZone, addDays(chunk.key, -1))
  const days = new Map(await readDays(read, read.report.hasGroupBy ? [chunk] : [before, chunk]))
  return days.get(chunk.key)?.[0]?.figures ?? {}
}

/** The total minus the rows for counts; null for means and extremes. */
function subtract(total: Row['figures'], rows: readonly Row[], { figures }: ReportFormat): Row['figures'] {
  const rest = Object.entries(total).map(([name, amount]) => {
    const isCounted = figures[name]?.whenMissing !== null
    const known = rows.reduce((sum, row) => sum + (row.figures[name] ?? 0), 0)
    return [name, isCounted && amount !== null ? Math.max(0, amount - known) : null] as const
  })
  return Object.fromEntries(rest)
}
