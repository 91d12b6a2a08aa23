import { toDayChunk } from '../../report/port/chunk.ts'
import type { Chunk, Row } from '../../report/port/port.ts'
import { addDays, datesBetween, hour, minute, pastHour, type Span } from '../../report/time/date.ts'
import { localDate, offsetPeriods, type Stretch } from '../../report/time/zone.ts'
import { type ReportRead, readDays, readHours } from './calls.ts'
import type { LiveChatReport } from './reports.ts'

/** Zones whose clocks never change, by the minutes past the hour in UTC at which their hours begin. */
const steadyZones: ReadonlyMap<number, string> = new Map([
  [0, 'UTC'],
  [30, 'Asia/Kolkata'],
  [45, 'Asia/Kathmandu'],
])

const toSteadyZone = ({ offset }: Stretch): string => steadyZones.get(pastHour(offset) / minute) ?? 'UTC'

/**
 * The hours of a day on which the clock changes. LiveChat names hours without an offset, so a repeated one could not be
 * told apart: each stretch of the day is read in a steady zone whose hours begin where its own do, and placed by instant.
 */
export async function readDstDay(read: ReportRead, chunk: Chunk): Promise<Row[]> {
  const stretches = offsetPeriods(read.series.rowZone, chunk.start, chunk.end)
  const rowsByZone = await readSteadyZones(read, stretches)
  const rows = stretches.flatMap((stretch) =>
    (rowsByZone.get(toSteadyZone(stretch)) ?? []).filter((row) => row.start >= stretch.start && row.end <= stretch.end),
  )
  const piece = findPiece(stretches)
  if (!piece || piece.start > read.now) return rows
  const figures = subtract(await readTotal(read, chunk), rows, read.report)
  return [...rows, { ...piece, figures }].sort((a, b) => a.start - b.start)
}

async function readSteadyZones(read: ReportRead, stretches: readonly Stretch[]): Promise<ReadonlyMap<string, Row[]>> {
  const dates = new Map<string, Set<string>>()
  for (const stretch of stretches) {
    const zone = toSteadyZone(stretch)
    const known = dates.get(zone) ?? new Set()
    for (const date of datesBetween(localDate(zone, stretch.start), localDate(zone, stretch.end - 1))) known.add(date)
    dates.set(zone, known)
  }
  const mappings = [...dates].map(async ([zone, days]) => {
    const begun = [...days].filter((date) => toDayChunk(zone, date).start <= read.now)
    const rows = await Promise.all(begun.map((date) => readHours(read, date, zone)))
    return [zone, rows.flat()] as const
  })
  return new Map(await Promise.all(mappings))
}

/** Where the clock moves by half an hour (Lord Howe), the piece that no steady zone's hours hold. */
function findPiece(stretches: readonly Stretch[]): Span | undefined {
  for (const { start, offset } of stretches) {
    const past = pastHour(start + offset)
    if (past > 0) return { start, end: start + hour - past }
  }
  return undefined
}

/** The day as one row. Without `group_by` a single day would come by the hour: the day before is asked along. */
async function readTotal(read: ReportRead, chunk: Chunk): Promise<Row['figures']> {
  const before = toDayChunk(read.series.rowZone, addDays(chunk.key, -1))
  const days = new Map(await readDays(read, read.report.hasGroupBy ? [chunk] : [before, chunk]))
  return days.get(chunk.key)?.[0]?.figures ?? {}
}

/** What the rows leave of a total: known for what can be counted, null for means and extremes. */
function subtract(total: Row['figures'], rows: readonly Row[], { figures }: LiveChatReport): Row['figures'] {
  const rest = Object.entries(total).map(([name, amount]) => {
    const isCounted = figures[name]?.whenMissing !== null
    const known = rows.reduce((sum, row) => sum + (row.figures[name] ?? 0), 0)
    return [name, isCounted && amount !== null ? Math.max(0, amount - known) : null] as const
  })
  return Object.fromEntries(rest)
}
