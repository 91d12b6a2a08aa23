import { isMany, yieldToEventLoop } from '../../concurrency/yield-to-event-loop.ts'
import { type Aggregate, mergeAggregates, mergeAll } from '../figures/aggregate.ts'
import { type Aggregates, aggregateRows, createAggregator, matchRows } from '../figures/aggregate-rows.ts'
import type { Aggregation } from '../figures/metric.ts'
import type { Gap, Warning } from '../port/error.ts'
import type { Loaders } from '../port/loaders.ts'
import type { LayoutPiece, MetricMapping, SeriesKey, Source } from '../port/port.ts'
import { joinRows, type Rows } from '../port/rows.ts'
import { type Scope, toTotalScope } from '../port/scope.ts'
import type { Instant } from '../time/date.ts'
import { shiftZone } from '../time/shift-zone.ts'
import { warnOfStaleness } from './warn-of-age.ts'

/** A mapping's answer from one source, bucket by bucket. */
export interface SeriesAggregates {
  readonly aggregates: Aggregates
  readonly total: Aggregate | undefined
  readonly asOf?: Instant
}

export interface SourceNotices {
  readonly gaps: readonly Gap[]
  readonly warnings: readonly Warning[]
}

/** Reads one mapping of one source over a scope. Throws GapError. */
export async function readAggregates(
  source: Source,
  scope: Scope,
  aggregation: Aggregation,
  mapping: MetricMapping,
  loaders: Loaders,
  wantsBuckets = true,
): Promise<SourceNotices & { readonly answer: SeriesAggregates }> {
  // What the whole report would be refused is refused, whichever of its figures are wanted.
  const whole = source.layOut(mapping.dataset, scope)
  const asked = wantsBuckets ? scope : toTotalScope(scope)
  const { pieces, gaps, warnings } = wantsBuckets ? whole : source.layOut(mapping.dataset, asked)
  const { parts, ages } = await readPieces(source, scope, mapping.dataset, pieces, loaders)
  const folded = parts.map(({ grain, rows }) => fold(rows, grain, asked, aggregation, mapping))
  const aggregates = asked.buckets.map((_, index) =>
    mergeAll(
      aggregation,
      folded.map((part) => part.aggregates[index]),
    ),
  )
  const total = mergeAll(
    aggregation,
    folded.map((part) => part.total),
  )
  return { answer: { aggregates, total, ...toAsOf(parts) }, gaps, warnings: [...warnings, ...ages] }
}

/** By member: a total for each mapping. */
export type MemberAggregates = ReadonlyMap<string, readonly (Aggregate | undefined)[]>

/** Reads the total of every member that a dataset tells apart. Throws GapError. */
export async function readMembers(
  source: Source,
  scope: Scope,
  aggregation: Aggregation,
  mappings: readonly MetricMapping[],
  loaders: Loaders,
): Promise<SourceNotices & { readonly answer: MemberAggregates; readonly asOf?: Instant }> {
  const dataset = mappings[0]?.dataset ?? ''
  const { pieces, gaps, warnings } = source.layOut(dataset, scope)
  const { parts, ages } = await readPieces(source, scope, dataset, pieces, loaders)
  const answer = new Map<string, readonly (Aggregate | undefined)[]>()
  for (const { rows } of parts) {
    const aggregators = mappings.map((mapping) => createAggregator(rows, aggregation, mapping))
    for (const row of rows.starts.keys()) {
      const member = rows.members?.[row] ?? ''
      const known = answer.get(member) ?? []
      answer.set(
        member,
        aggregators.map((toAggregate, index) => mergeAggregates(aggregation, known[index], toAggregate(row))),
      )
    }
  }
  return { answer, gaps, warnings: [...warnings, ...ages], ...toAsOf(parts) }
}

interface Part {
  readonly grain: SeriesKey['grain']
  readonly rows: Rows
  readonly readAt?: Instant
  readonly staleSince?: Instant
}

/** The pieces without chunks that have not begun. */
export const listStarted = (pieces: readonly LayoutPiece[], now: Instant): readonly LayoutPiece[] =>
  pieces
    .map((piece) => ({ ...piece, chunks: piece.chunks.filter((chunk) => chunk.start <= now) }))
    .filter((piece) => piece.chunks.length > 0)

/** The rows of a layout's pieces, of chunks that have begun, and how old they are; nothing is asked for the future. */
async function readPieces(
  source: Source,
  scope: Scope,
  dataset: string,
  pieces: readonly LayoutPiece[],
  loaders: Loaders,
): Promise<{ readonly parts: readonly Part[]; readonly ages: readonly Warning[] }> {
  const begun = listStarted(pieces, scope.now)
  if (begun.length === 0) return { parts: [], ages: [] }
  const { parameters, staleSince: listsSince } = await loaders.readParameters(source, dataset, scope.filter)
  const parts = await Promise.all(
    begun.map(async ({ grain, rowZone, chunks, shiftedFrom }) => {
      const series = { dataset, parameters, grain, rowZone }
      const { rows, ...age } = await loaders.readSeries(source, series, chunks)
      if (isMany(rows.starts.length)) await yieldToEventLoop()
      // What had not begun in the account's zone was not counted, whatever the asked zone's clock shows.
      const started = { rows, from: 0, to: rows.starts.findLastIndex((start) => start <= scope.now) + 1 }
      const placed = shiftedFrom ? shiftZone(joinRows([started]), grain, shiftedFrom, scope.timeZone) : rows
      return { grain, rows: placed, ...age }
    }),
  )
  const figuresSince = parts.map(({ staleSince }) => staleSince)
  const ages = [
    ...warnOfStaleness('figures', figuresSince, scope.timeZone),
    ...warnOfStaleness('lists', [listsSince], scope.timeZone),
  ]
  return { parts, ages }
}

/** Buckets and total of one piece. Rows for exact spans hold a total of their own; other rows add up to it. */
function fold(rows: Rows, grain: SeriesKey['grain'], scope: Scope, aggregation: Aggregation, mapping: MetricMapping) {
  if (grain === 'span') {
    const aggregates = matchRows(rows, scope.buckets, aggregation, mapping)
    return { aggregates, total: matchRows(rows, [scope.range], aggregation, mapping)[0] }
  }
  const aggregates = aggregateRows(rows, scope.buckets, aggregation, mapping, scope.now)
  return { aggregates, total: mergeAll(aggregation, aggregates) }
}

function toAsOf(parts: readonly Part[]): { readonly asOf?: Instant } {
  const mappings = parts.flatMap(({ readAt }) => readAt ?? [])
  return mappings.length > 0 ? { asOf: Math.min(...mappings) } : {}
}
