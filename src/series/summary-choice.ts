import { toSpanChunk } from '../report/port/chunk.ts'
import { GapError } from '../report/port/error.ts'
import type { Loaders } from '../report/port/loaders.ts'
import type { Chunk, SeriesKey, Source } from '../report/port/port.ts'
import { toTotalScope } from '../report/port/scope.ts'
import { findDataset } from '../report/port/source.ts'
import { listStarted } from '../report/questions/read.ts'
import type { WantedTotal } from '../report/questions/total.ts'
import { toCacheKey } from './cache/cache-key.ts'
import { chooseSummaries, type PlannedQuestion } from './choose-summaries.ts'

/** The chunks that nobody has and nobody is reading. */
export type ListMissing = (source: Source, series: SeriesKey, chunks: readonly Chunk[]) => Promise<readonly Chunk[]>

/** Chooses, of the questions of one scope, those whose totals its summary tells in fewer calls than their series. */
export function createSummaryChoice(selectRows: Loaders['readParameters'], listMissing: ListMissing) {
  return async (wanted: readonly WantedTotal[]): Promise<ReadonlySet<WantedTotal>> => {
    const datasets = new Set(wanted.flatMap(({ summary, series }) => (summary ? series.dataset : [])))
    const [first] = wanted
    // One metric alone costs no more, and its days are kept.
    if (!first || datasets.size < 2) return new Set()
    try {
      const planned = await Promise.all(wanted.map(planQuestion))
      const missing = await listAllMissing(first.source, planned)
      const spans = chooseSummaries(
        planned,
        (series, chunk) => missing.has(toCacheKey(first.source, series) + chunk.key),
        (chunks) => first.source.provider.summary?.countCalls(chunks) ?? chunks.length,
      )
      return new Set(wanted.filter((_, place) => spans.has(planned[place]?.summary?.chunk.key ?? '')))
    } catch (error) {
      // The series says it better: it is read, and refused, by itself.
      if (error instanceof GapError) return new Set()
      throw error
    }
  }

  async function planQuestion({ source, scope, series, summary, wantsBuckets }: WantedTotal): Promise<PlannedQuestion> {
    const { dataset } = series
    // Refused, too, is what only buckets that nobody wants would make too much.
    const { layOut } = findDataset(source, dataset)
    const whole = layOut(scope)
    const asked = wantsBuckets ? whole : layOut(toTotalScope(scope))
    const pieces = listStarted(asked.pieces, scope.now)
    const { parameters } = await selectRows(source, dataset, scope.filter)
    const parts = pieces.map(({ grain, rowZone, chunks }) => ({
      series: { dataset, parameters, grain, rowZone } as const,
      chunks,
    }))
    if (!summary || parts.length === 0) return { parts }
    const ofSummary = { dataset: summary.dataset, rowZone: 'UTC', grain: 'span' } as const
    const { parameters: narrowed } = await selectRows(source, summary.dataset, scope.filter)
    return { parts, summary: { series: { ...ofSummary, parameters: narrowed }, chunk: toSpanChunk(scope.range) } }
  }

  async function listAllMissing(source: Source, planned: readonly PlannedQuestion[]): Promise<ReadonlySet<string>> {
    const parts = planned.flatMap(({ parts, summary }) =>
      summary ? [...parts, { series: summary.series, chunks: [summary.chunk] }] : parts,
    )
    const missing = await Promise.all(
      parts.map(async ({ series, chunks }) => {
        const prefix = toCacheKey(source, series)
        return (await listMissing(source, series, chunks)).map(({ key }) => prefix + key)
      }),
    )
    return new Set(missing.flat())
  }
}
