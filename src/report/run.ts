import type { Instant } from './date.ts'
import { GapError } from './error.ts'
import { foldRows, matchRows } from './fold.ts'
import { type Aggregation, type Metric, metrics } from './metric.ts'
import { isGap, planReading } from './plan.ts'
import type { Cell, LayoutPiece, Reading, Row, Source, Stream } from './port.ts'
import { relabelRows } from './relabel.ts'
import { type Contribution, mergeContributions, type Report, type SourceSeries } from './report.ts'
import type { Filter, Scope } from './scope.ts'
import { mergeTallies, type Tally } from './tally.ts'

/** What a report asks of the sources, within one operation's batching and deadline. Both throw GapError. */
export interface Upstream {
  /** A filter in the source's own parameters. */
  selectRows(source: Source, dataset: string, filter: Filter): Promise<Readonly<Record<string, string>>>
  /** Rows of the cells, in their order, and when the oldest of them was read upstream. */
  readSeries(source: Source, stream: Stream, cells: readonly Cell[]): Promise<SeriesRows>
}

export interface SeriesRows {
  readonly rows: readonly Row[]
  readonly readAt?: Instant
}

/** Answers one metric over one scope from the sources given; throws NoAnswer when none of them answered. */
export async function runReport(
  metric: Metric,
  scope: Scope,
  sources: readonly Source[],
  upstream: Upstream,
): Promise<Report> {
  const asked = scope.sources ? sources.filter((source) => scope.sources?.includes(source.id)) : sources
  const contributions = await Promise.all(asked.map((source) => contribute(source, metric, scope, upstream)))
  return mergeContributions(metric, scope, contributions)
}

/** What one source says; a failure of it is a gap, for the others' figures stand. */
async function contribute(source: Source, metric: Metric, scope: Scope, upstream: Upstream): Promise<Contribution> {
  try {
    const reading = planReading(source, metric, scope)
    if (isGap(reading)) return { gaps: [{ ...reading, source }], warnings: [] }
    const { pieces, gaps, warnings } = source.layOut(reading.dataset, scope)
    return {
      series: await readSeries(source, metric, scope, reading, pieces, upstream),
      gaps: gaps.map((gap) => ({ ...gap, source })),
      warnings: warnings.map((warning) => ({ ...warning, source })),
    }
  } catch (error) {
    if (!(error instanceof GapError)) throw error
    return { gaps: [{ ...error.gap, source }], warnings: [] }
  }
}

async function readSeries(
  source: Source,
  metric: Metric,
  scope: Scope,
  reading: Reading,
  pieces: readonly LayoutPiece[],
  upstream: Upstream,
): Promise<SourceSeries> {
  const { aggregation } = metrics[metric]
  const begun = pieces
    .map((piece) => ({ ...piece, cells: piece.cells.filter((cell) => cell.start <= scope.now) }))
    .filter((piece) => piece.cells.length > 0)
  const parameters = begun.length > 0 ? await upstream.selectRows(source, reading.dataset, scope.filter) : {}
  const parts = await Promise.all(
    begun.map(async ({ grain, rowZone, cells, cutIn }) => {
      const { rows, readAt } = await upstream.readSeries(
        source,
        { dataset: reading.dataset, parameters, grain, rowZone },
        cells,
      )
      const placed = cutIn ? relabelRows(rows, grain, cutIn, scope.timeZone) : rows
      return { ...fold(placed, grain, scope, aggregation, reading), readAt }
    }),
  )
  const merge = (tallies: readonly (Tally | undefined)[]) =>
    tallies.reduce((merged, tally) => mergeTallies(aggregation, merged, tally), undefined)
  const readAts = parts.flatMap(({ readAt }) => readAt ?? [])
  return {
    source,
    tallies: scope.buckets.map((_, index) => merge(parts.map((part) => part.tallies[index]))),
    total: merge(parts.map((part) => part.total)),
    ...(readAts.length > 0 && { asOf: Math.min(...readAts) }),
  }
}

/** Buckets and total of one piece. Rows for exact spans hold a total of their own; other rows add up to it. */
function fold(rows: readonly Row[], grain: Stream['grain'], scope: Scope, aggregation: Aggregation, reading: Reading) {
  if (grain === 'span') {
    const tallies = matchRows(rows, scope.buckets, aggregation, reading)
    return { tallies, total: matchRows(rows, [scope.range], aggregation, reading)[0] }
  }
  const tallies = foldRows(rows, scope.buckets, aggregation, reading, scope.now)
  return { tallies, total: tallies.reduce((merged, tally) => mergeTallies(aggregation, merged, tally), undefined) }
}
