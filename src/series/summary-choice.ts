import { GapError } from '../report/port/error.ts'
import type { Loaders } from '../report/port/loaders.ts'
import type { Read, SourcePlan } from '../report/port/plan.ts'
import type { Chunk, SeriesKey } from '../report/port/series.ts'
import type { Source } from '../report/port/source.ts'
import { requireRead } from '../report/questions/plan/planner.ts'
import { toCacheKey } from './cache/cache-key.ts'
import { chooseSummaries, type PlannedQuestion } from './choose-summaries.ts'

/** The chunks that are neither cached nor being read. */
export type ListMissing = (source: Source, series: SeriesKey, chunks: readonly Chunk[]) => Promise<readonly Chunk[]>

/** Chooses, of the plans of one scope, those whose totals its summary returns in fewer calls than their series. */
export function createSummaryChoice(readParameters: Loaders['readParameters'], listMissing: ListMissing) {
  return async (plans: readonly SourcePlan[]): Promise<ReadonlySet<SourcePlan>> => {
    const datasets = new Set(plans.flatMap(({ summary, mapping }) => (summary ? mapping.dataset : [])))
    const [first] = plans
    // One metric alone needs no more calls, and its days are cached.
    if (!first || datasets.size < 2) return new Set()
    try {
      const planned = await Promise.all(plans.map(toQuestion))
      const isMissing = await findMissing(first.source, planned)
      const spans = chooseSummaries(
        planned,
        isMissing,
        (chunks) => first.source.provider.summary?.countCalls(chunks) ?? chunks.length,
      )
      return new Set(plans.filter((_, place) => spans.has(planned[place]?.summary?.chunk.key ?? '')))
    } catch (error) {
      // The series has the better message: it is read, and rejected, by itself.
      if (error instanceof GapError) return new Set()
      throw error
    }
  }

  async function toQuestion({ own, summary }: SourcePlan): Promise<PlannedQuestion> {
    const parts = await toParts(requireRead(own))
    const [ofSummary] = summary ? await toParts(summary.read) : []
    const [chunk] = ofSummary?.chunks ?? []
    return ofSummary && chunk ? { parts, summary: { series: ofSummary.series, chunk } } : { parts }
  }

  async function toParts({ source, dataset, scope, layout }: Read) {
    if (layout.pieces.length === 0) return []
    const { parameters } = await readParameters(source, dataset, scope.filter)
    return layout.pieces.map(({ grain, rowZone, chunks }) => ({
      series: { dataset, parameters, grain, rowZone } as const,
      chunks,
    }))
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
