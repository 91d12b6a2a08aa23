import { toRuns } from '../report/port/chunk.ts'
import type { Chunk, SeriesKey } from '../report/port/series.ts'

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
