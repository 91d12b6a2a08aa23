import { toSpanChunk } from '../report/port/chunk.ts'
import { GapError } from '../report/port/error.ts'
import type { Loaders } from '../report/port/loaders.ts'
import type { Chunk, SeriesKey, Source } from '../report/port/port.ts'
import { toTotalScope } from '../report/port/scope.ts'
import { listStarted } from '../report/questions/read.ts'
import type { WantedTotal } from '../report/questions/total.ts'
import { toCacheKey } from './cache/cache-key.ts'
import { chooseSummaries, type PlannedQuestion } from './choose-summaries.ts'

/** The chunks that are neither cached nor being read. */
export type ListMissing = (source: Source, series: SeriesKey, chunks: readonly Chunk[]) => Promise<readonly Chunk[]>

/** Chooses the questions of one scope whose totals its summary returns in fewer calls than their series. */
export function createSummaryChoice(readParameters: Loaders['readParameters'], listMissing: ListMissing) {
  return async (wanted: readonly WantedTotal[]): Promise<ReadonlySet<WantedTotal>> => {
    const datasets = new Set(wanted.flatMap(({ summary, series }) => (summary ? series.dataset : [])))
    const [first] = wanted
    // The series of one metric costs no more, and its days are cached.
    if (!first || datasets.size < 2) return new Set()
    try {
      const planned = await Promise.all(wanted.map(planQuestion))
      const isMissing = await findMissing(first.source, planned)
      const spans = chooseSummaries(
        planned,
        isMissing,
        (chunks) => first.source.provider.summary?.countCalls(chunks) ?? chunks.length,
      )
      return new Set(wanted.filter((_, place) => spans.has(planned[place]?.summary?.chunk.key ?? '')))
    } catch (error) {
      // The series are read, and fail, by themselves: their error is the better one.
      if (error instanceof GapError) return new Set()
      throw error
    }
  }

  async function planQuestion({ source, scope, series, summary, wantsBuckets }: WantedTotal): Promise<PlannedQuestion> {
    const { dataset } = series
    // Throws for buckets that exceed a limit, even where they are not wanted.
    const whole = source.layOut(dataset, scope)
    const asked = wantsBuckets ? whole : source.layOut(dataset, toTotalScope(scope))
    const pieces = listStarted(asked.pieces, scope.now)
    const { parameters } = await readParameters(source, dataset, scope.filter)
    const parts = pieces.map(({ grain, rowZone, chunks }) => ({
      series: { dataset, parameters, grain, rowZone } as const,
      chunks,
    }))
    if (!summary || parts.length === 0) return { parts }
    const ofSummary = { dataset: summary.dataset, rowZone: 'UTC', grain: 'span' } as const
    const { parameters: filtered } = await readParameters(source, summary.dataset, scope.filter)
    return { parts, summary: { series: { ...ofSummary, parameters: filtered }, chunk: toSpanChunk(scope.range) } }
  }

  /** Whether a chunk of one of the planned series would have to be read. */
  async function findMissing(source: Source, planned: readonly PlannedQuestion[]) {
    const parts = planned.flatMap(({ parts, summary }) =>
      summary ? [...parts, { series: summary.series, chunks: [summary.chunk] }] : parts,
    )
    const keys = new Map(parts.map(({ series }) => [series, toCacheKey(source, series).text]))
    const missing = new Map([...keys.values()].map((key) => [key, new Set<string>()]))
    await Promise.all(
      parts.map(async ({ series, chunks }) => {
        const known = missing.get(keys.get(series) ?? '')
        for (const { key } of await listMissing(source, series, chunks)) known?.add(key)
      }),
    )
    return (series: SeriesKey, { key }: Chunk) => missing.get(keys.get(series) ?? '')?.has(key) ?? false
  }
}
