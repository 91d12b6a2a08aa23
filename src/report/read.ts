import type { Instant } from './date.ts'
import type { Gap, Warning } from './error.ts'
import { foldRows, matchRows, type Tallies, toTally } from './fold.ts'
import type { Aggregation } from './metric.ts'
import type { LayoutPiece, Reading, Row, Source, Stream } from './port.ts'
import { relabelRows } from './relabel.ts'
import { type Scope, toTotalScope } from './scope.ts'
import { isMany, takeTurn } from './take-turn.ts'
import { mergeAll, mergeTallies, type Tally } from './tally.ts'
import type { Upstream } from './upstream.ts'
import { warnOfAge } from './warn-of-age.ts'

/** A reading's answer from one source, bucket by bucket. */
export interface ReadAnswer {
  readonly tallies: Tallies
  readonly total: Tally | undefined
  readonly asOf?: Instant
}

export interface ReadRemarks {
  readonly gaps: readonly Gap[]
  readonly warnings: readonly Warning[]
}

/** Reads one reading of one source over a scope. Throws GapError. */
export async function readTallies(
  source: Source,
  scope: Scope,
  aggregation: Aggregation,
  reading: Reading,
  upstream: Upstream,
  wantsBuckets = true,
): Promise<ReadRemarks & { readonly answer: ReadAnswer }> {
  // What the whole report would be refused is refused, whichever of its figures are wanted.
  const whole = source.layOut(reading.dataset, scope)
  const asked = wantsBuckets ? scope : toTotalScope(scope)
  const { pieces, gaps, warnings } = wantsBuckets ? whole : source.layOut(reading.dataset, asked)
  const { parts, ages } = await readPieces(source, scope, reading.dataset, pieces, upstream)
  const folded = parts.map(({ grain, rows }) => fold(rows, grain, asked, aggregation, reading))
  const tallies = asked.buckets.map((_, index) =>
    mergeAll(
      aggregation,
      folded.map((part) => part.tallies[index]),
    ),
  )
  const total = mergeAll(
    aggregation,
    folded.map((part) => part.total),
  )
  return { answer: { tallies, total, ...toAsOf(parts) }, gaps, warnings: [...warnings, ...ages] }
}

/** By member: a total for each reading. */
export type MemberTallies = ReadonlyMap<string, readonly (Tally | undefined)[]>

/** Reads the total of every member that a dataset tells apart. Throws GapError. */
export async function readMembers(
  source: Source,
  scope: Scope,
  aggregation: Aggregation,
  readings: readonly Reading[],
  upstream: Upstream,
): Promise<ReadRemarks & { readonly answer: MemberTallies; readonly asOf?: Instant }> {
  const dataset = readings[0]?.dataset ?? ''
  const { pieces, gaps, warnings } = source.layOut(dataset, scope)
  const { parts, ages } = await readPieces(source, scope, dataset, pieces, upstream)
  const answer = new Map<string, readonly (Tally | undefined)[]>()
  for (const row of parts.flatMap(({ rows }) => rows)) {
    const known = answer.get(row.member ?? '') ?? []
    const tallies = readings.map((reading, index) =>
      mergeTallies(aggregation, known[index], toTally(row, aggregation, reading)),
    )
    answer.set(row.member ?? '', tallies)
  }
  return { answer, gaps, warnings: [...warnings, ...ages], ...toAsOf(parts) }
}

interface Part {
  readonly grain: Stream['grain']
  readonly rows: readonly Row[]
  readonly readAt?: Instant
  readonly staleSince?: Instant
}

/** The pieces without cells that have not begun. */
export const listBegun = (pieces: readonly LayoutPiece[], now: Instant): readonly LayoutPiece[] =>
  pieces
    .map((piece) => ({ ...piece, cells: piece.cells.filter((cell) => cell.start <= now) }))
    .filter((piece) => piece.cells.length > 0)

/** The rows of a layout's pieces, of cells that have begun, and how old they are; nothing is asked for the future. */
async function readPieces(
  source: Source,
  scope: Scope,
  dataset: string,
  pieces: readonly LayoutPiece[],
  upstream: Upstream,
): Promise<{ readonly parts: readonly Part[]; readonly ages: readonly Warning[] }> {
  const begun = listBegun(pieces, scope.now)
  if (begun.length === 0) return { parts: [], ages: [] }
  const { parameters, staleSince: listsSince } = await upstream.selectRows(source, dataset, scope.filter)
  const parts = await Promise.all(
    begun.map(async ({ grain, rowZone, cells, cutIn }) => {
      const stream = { dataset, parameters, grain, rowZone }
      const { rows, ...age } = await upstream.readSeries(source, stream, cells)
      if (isMany(rows.length)) await takeTurn()
      // What had not begun in the account's zone was not counted, whatever the asked zone's clock shows.
      const placed = cutIn
        ? relabelRows(
            rows.filter(({ start }) => start <= scope.now),
            grain,
            cutIn,
            scope.timeZone,
          )
        : rows
      return { grain, rows: placed, ...age }
    }),
  )
  const figuresSince = parts.map(({ staleSince }) => staleSince)
  const ages = [
    ...warnOfAge('figures', figuresSince, scope.timeZone),
    ...warnOfAge('lists', [listsSince], scope.timeZone),
  ]
  return { parts, ages }
}

/** Buckets and total of one piece. Rows for exact spans hold a total of their own; other rows add up to it. */
function fold(rows: readonly Row[], grain: Stream['grain'], scope: Scope, aggregation: Aggregation, reading: Reading) {
  if (grain === 'span') {
    const tallies = matchRows(rows, scope.buckets, aggregation, reading)
    return { tallies, total: matchRows(rows, [scope.range], aggregation, reading)[0] }
  }
  const tallies = foldRows(rows, scope.buckets, aggregation, reading, scope.now)
  return { tallies, total: mergeAll(aggregation, tallies) }
}

function toAsOf(parts: readonly Part[]): { readonly asOf?: Instant } {
  const readings = parts.flatMap(({ readAt }) => readAt ?? [])
  return readings.length > 0 ? { asOf: Math.min(...readings) } : {}
}
