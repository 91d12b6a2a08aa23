import { GapError } from '../report/port/error.ts'
import type { Loaders } from '../report/port/loaders.ts'
import type { PlanResult, Read, SourcePlan } from '../report/port/plan.ts'
import { type Chunk, type SeriesKey, toRuns } from '../report/port/series.ts'
import type { Source } from '../report/port/source.ts'
import { isGap, requireRead } from '../report/questions/planner.ts'
import { readAggregates } from '../report/questions/read/read.ts'
import { toCacheKey } from './cache/series-cache.ts'
import type { FindStaleSeries } from './freshness.ts'

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

/** The chunks that a question reads of its series, and the chunk of a summary that it could read instead. */
export interface PlannedQuestion {
  readonly parts: readonly { readonly series: SeriesKey; readonly chunks: readonly Chunk[] }[]
  readonly summary?: { readonly series: SeriesKey; readonly chunk: Chunk }
}

/**
 * The keys of the spans whose summaries save calls: of none, each and all spans, the choice with the fewest calls. None
 * where series cost no more, because their days can be used for other ranges too.
 */
export function chooseSummaries(
  questions: readonly PlannedQuestion[],
  isMissing: (series: SeriesKey, chunk: Chunk) => boolean,
  countSummaryCalls: (chunks: readonly Chunk[]) => number,
): ReadonlySet<string> {
  const summaries = new Map(
    questions.flatMap(({ summary }) => (summary ? [[summary.chunk.key, summary] as const] : [])),
  )

  function countCalls(spans: readonly string[]): number {
    const chosen = spans.flatMap((span) => summaries.get(span) ?? [])
    const missing = chosen.filter(({ series, chunk }) => isMissing(series, chunk)).map(({ chunk }) => chunk)
    const fromSeries = questions.filter(({ summary }) => !summary || !spans.includes(summary.chunk.key))
    return countSummaryCalls(missing) + countRuns(fromSeries, isMissing)
  }

  const every = [...summaries.keys()]
  let best = { spans: [] as readonly string[], calls: countCalls([]) }
  for (const spans of [...every.map((span) => [span]), every]) {
    const calls = countCalls(spans)
    if (calls < best.calls) best = { spans, calls }
  }
  return new Set(best.spans)
}

/** The minimum of calls for series: cached chunks between missing ones may be read again to save one. */
function countRuns(
  questions: readonly PlannedQuestion[],
  isMissing: (series: SeriesKey, chunk: Chunk) => boolean,
): number {
  const seriesByKey = new Map<string, { readonly series: SeriesKey; readonly union: Map<string, Chunk> }>()
  for (const { series, chunks } of questions.flatMap(({ parts }) => parts)) {
    const key = JSON.stringify([series.dataset, series.grain, series.rowZone])
    const known = seriesByKey.get(key) ?? { series, union: new Map() }
    for (const chunk of chunks) known.union.set(chunk.key, chunk)
    seriesByKey.set(key, known)
  }
  return [...seriesByKey.values()].reduce((calls, { series, union }) => {
    const oldestFirst = [...union.values()].sort((a, b) => a.start - b.start)
    const runs = toRuns(oldestFirst, Number.POSITIVE_INFINITY)
    return calls + runs.filter((run) => run.some((chunk) => isMissing(series, chunk))).length
  }, 0)
}

/** A total from cached rows in place of one that a summary would return; undefined unless all rows are cached. */
export type FindStaleTotal = (plan: SourcePlan) => Promise<PlanResult | undefined>

/** Finds totals in the cached rows of summaries, or of the series that the summaries replace. */
export const createStaleTotals =
  (loaders: Loaders, findStale: FindStaleSeries): FindStaleTotal =>
  async ({ summary, own, mapping, aggregation }) => {
    if (!summary) return undefined
    const cached: Loaders = { ...loaders, readSeries: async (...args) => (await findStale(...args)) ?? rejectRead() }
    for (const read of isGap(own) ? [summary] : [summary, { mapping, read: own }])
      try {
        return await readAggregates(read, aggregation, cached)
      } catch (error) {
        if (!(error instanceof GapError)) throw error
      }
    return undefined
  }

function rejectRead(): never {
  throw new GapError('UNAVAILABLE', 'no earlier figures are cached')
}
