import { toDayCell } from '../../report/cell.ts'
import { addDays, datesBetween, hour, minute, pastHour, type Span } from '../../report/date.ts'
import type { Cell, Row } from '../../report/port.ts'
import { localDate, offsetStretches, type Stretch } from '../../report/zone.ts'
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
export async function readChangedDay(read: ReportRead, cell: Cell): Promise<Row[]> {
  const stretches = offsetStretches(read.stream.rowZone, cell.start, cell.end)
  const rowsByZone = await readSteadyZones(read, stretches)
  const rows = stretches.flatMap((stretch) =>
    (rowsByZone.get(toSteadyZone(stretch)) ?? []).filter((row) => row.start >= stretch.start && row.end <= stretch.end),
  )
  const piece = findPiece(stretches)
  if (!piece || piece.start > read.now) return rows
  const figures = subtract(await readTotal(read, cell), rows, read.report)
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
  const readings = [...dates].map(async ([zone, days]) => {
    const begun = [...days].filter((date) => toDayCell(zone, date).start <= read.now)
    const rows = await Promise.all(begun.map((date) => readHours(read, date, zone)))
    return [zone, rows.flat()] as const
  })
  return new Map(await Promise.all(readings))
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
async function readTotal(read: ReportRead, cell: Cell): Promise<Row['figures']> {
  const before = toDayCell(read.stream.rowZone, addDays(cell.key, -1))
  const days = new Map(await readDays(read, read.report.hasGroupBy ? [cell] : [before, cell]))
  return days.get(cell.key)?.[0]?.figures ?? {}
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
