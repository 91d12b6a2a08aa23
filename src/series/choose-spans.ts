import { toRuns } from '../report/cell.ts'
import type { Cell, Stream } from '../report/port.ts'

/** What a question reads of its series, and the cell of a summary that could tell it instead. */
export interface PlannedQuestion {
  readonly parts: readonly { readonly stream: Stream; readonly cells: readonly Cell[] }[]
  readonly summary?: { readonly stream: Stream; readonly cell: Cell }
}

/**
 * The spans whose summaries are to be read, so that calls are fewest: of none, each and all. None of them where series
 * cost no more, for days that were read serve other ranges too.
 */
export function chooseSpans(
  questions: readonly PlannedQuestion[],
  isMissing: (stream: Stream, cell: Cell) => boolean,
  countSummaryCalls: (cells: readonly Cell[]) => number,
): ReadonlySet<string> {
  const summaries = new Map(questions.flatMap(({ summary }) => (summary ? [[summary.cell.key, summary] as const] : [])))

  function countCalls(spans: readonly string[]): number {
    const asked = spans.flatMap((span) => summaries.get(span) ?? [])
    const unknown = asked.filter(({ stream, cell }) => isMissing(stream, cell)).map(({ cell }) => cell)
    const ofSeries = questions.filter(({ summary }) => !summary || !spans.includes(summary.cell.key))
    return countSummaryCalls(unknown) + countRuns(ofSeries, isMissing)
  }

  const every = [...summaries.keys()]
  let best = { spans: [] as readonly string[], calls: countCalls([]) }
  for (const spans of [...every.map((span) => [span]), every]) {
    const calls = countCalls(spans)
    if (calls < best.calls) best = { spans, calls }
  }
  return new Set(best.spans)
}

/** The calls that series cost at least: known cells between missing ones may be read again to save one. */
function countRuns(questions: readonly PlannedQuestion[], isMissing: (stream: Stream, cell: Cell) => boolean): number {
  const streams = new Map<string, { readonly stream: Stream; readonly union: Map<string, Cell> }>()
  for (const { stream, cells } of questions.flatMap(({ parts }) => parts)) {
    const key = JSON.stringify([stream.dataset, stream.grain, stream.rowZone])
    const known = streams.get(key) ?? { stream, union: new Map() }
    for (const cell of cells) known.union.set(cell.key, cell)
    streams.set(key, known)
  }
  return [...streams.values()].reduce((calls, { stream, union }) => {
    const oldestFirst = [...union.values()].sort((a, b) => a.start - b.start)
    const runs = toRuns(oldestFirst, Number.POSITIVE_INFINITY)
    return calls + runs.filter((run) => run.some((cell) => isMissing(stream, cell))).length
  }, 0)
}
