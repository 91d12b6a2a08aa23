import { toSpanCell } from '../report/cell.ts'
import { GapError } from '../report/error.ts'
import type { Cell, Source, Stream } from '../report/port.ts'
import { listBegun } from '../report/read.ts'
import { toTotalScope } from '../report/scope.ts'
import type { WantedTotal } from '../report/total.ts'
import type { Upstream } from '../report/upstream.ts'
import { chooseSpans, type PlannedQuestion } from './choose-spans.ts'
import { toStreamKey } from './stream-key.ts'

/** The cells that nobody has and nobody is reading. */
export type ListMissing = (source: Source, stream: Stream, cells: readonly Cell[]) => Promise<readonly Cell[]>

/** Chooses, of the questions of one scope, those whose totals its summary tells in fewer calls than their series. */
export function createSummaryChoice(selectRows: Upstream['selectRows'], listMissing: ListMissing) {
  return async (wanted: readonly WantedTotal[]): Promise<ReadonlySet<WantedTotal>> => {
    const datasets = new Set(wanted.flatMap(({ summary, series }) => (summary ? series.dataset : [])))
    const [first] = wanted
    // One metric alone costs no more, and its days are kept.
    if (!first || datasets.size < 2) return new Set()
    try {
      const planned = await Promise.all(wanted.map(planQuestion))
      const missing = await listAllMissing(first.source, planned)
      const spans = chooseSpans(
        planned,
        (stream, cell) => missing.has(toStreamKey(first.source, stream) + cell.key),
        (cells) => first.source.provider.summary?.countCalls(cells) ?? cells.length,
      )
      return new Set(wanted.filter((_, place) => spans.has(planned[place]?.summary?.cell.key ?? '')))
    } catch (error) {
      // The series says it better: it is read, and refused, by itself.
      if (error instanceof GapError) return new Set()
      throw error
    }
  }

  async function planQuestion({ source, scope, series, summary, wantsBuckets }: WantedTotal): Promise<PlannedQuestion> {
    const { dataset } = series
    // Refused, too, is what only buckets that nobody wants would make too much.
    const whole = source.layOut(dataset, scope)
    const asked = wantsBuckets ? whole : source.layOut(dataset, toTotalScope(scope))
    const pieces = listBegun(asked.pieces, scope.now)
    const { parameters } = await selectRows(source, dataset, scope.filter)
    const parts = pieces.map(({ grain, rowZone, cells }) => ({
      stream: { dataset, parameters, grain, rowZone } as const,
      cells,
    }))
    if (!summary || parts.length === 0) return { parts }
    const ofSummary = { dataset: summary.dataset, rowZone: 'UTC', grain: 'span' } as const
    const { parameters: narrowed } = await selectRows(source, summary.dataset, scope.filter)
    return { parts, summary: { stream: { ...ofSummary, parameters: narrowed }, cell: toSpanCell(scope.range) } }
  }

  async function listAllMissing(source: Source, planned: readonly PlannedQuestion[]): Promise<ReadonlySet<string>> {
    const parts = planned.flatMap(({ parts, summary }) =>
      summary ? [...parts, { stream: summary.stream, cells: [summary.cell] }] : parts,
    )
    const missing = await Promise.all(
      parts.map(async ({ stream, cells }) => {
        const prefix = toStreamKey(source, stream)
        return (await listMissing(source, stream, cells)).map(({ key }) => prefix + key)
      }),
    )
    return new Set(missing.flat())
  }
}
