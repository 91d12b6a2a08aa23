import { z } from 'zod'
import { parseBody } from '../../http/body.ts'
import type { Edge } from '../../http/edge.ts'
import { toSpanCell } from '../../report/cell.ts'
import type { Cell, Provider, Reading, RowsByCell, Stream } from '../../report/port.ts'

const total = (value: string): Reading => ({ dataset: 'summary', value })

/** Seven totals of one scope; means come without the number of events behind them. */
export const summary: NonNullable<Provider['summary']> = {
  readings: {
    CONVERSATIONS: total('conversations_count'),
    INCOMING_MESSAGES: total('incoming_messages_count'),
    OUTGOING_MESSAGES: total('outgoing_messages_count'),
    RESOLUTIONS: total('resolutions_count'),
    FIRST_RESPONSE_TIME: total('avg_first_response_time'),
    RESOLUTION_TIME: total('avg_resolution_time'),
    RESPONSE_TIME: total('reply_time'),
  },
  countCalls: (cells) => toCalls(cells).length,
}

const count = z.number().int().nonnegative()
const mean = z.number().nonnegative().nullable()
const totals = z.object({
  conversations_count: count,
  incoming_messages_count: count,
  outgoing_messages_count: count,
  resolutions_count: count,
  avg_first_response_time: mean,
  avg_resolution_time: mean,
  reply_time: mean,
})
const answer = totals.extend({ previous: totals })

/** Totals over exact spans. Each answer tells those of the equally long span before, too. */
export async function readSummaries(
  edge: Edge,
  path: string,
  { parameters }: Stream,
  cells: readonly Cell[],
): Promise<RowsByCell> {
  const calls = toCalls(cells)
  edge.requireRoom(calls.length)
  const told = await Promise.all(
    calls.map(async (cell) => {
      const query = new URLSearchParams({
        ...parameters,
        since: String(cell.start / 1000),
        until: String(cell.end / 1000),
      })
      const body = await edge.readText({ path, query, isBudgeted: true })
      // Before Chatwoot 3.10 an empty mean is the integer 0, where a mean that is zero is 0.0.
      const text = body.replace(/"(avg_\w+|reply_time)": ?0([,}])/g, '"$1":null$2')
      const { previous, ...figures } = parseBody(text, answer)
      return [
        { cell, figures },
        { cell: toPreviousCell(cell), figures: previous },
      ]
    }),
  )
  const figuresByCell = new Map(told.flat().map(({ cell, figures }) => [cell.key, figures]))
  return new Map(cells.map(({ key, start, end }) => [key, [{ start, end, figures: figuresByCell.get(key) ?? {} }]]))
}

const toPreviousCell = ({ start, end }: Cell): Cell => toSpanCell({ start: start - (end - start), end: start })

/** The cells to ask for, so that their answers tell all. */
function toCalls(cells: readonly Cell[]): readonly Cell[] {
  const told = new Set<string>()
  return [...cells]
    .sort((a, b) => b.start - a.start)
    .filter((cell) => {
      if (told.has(cell.key)) return false
      told.add(cell.key).add(toPreviousCell(cell).key)
      return true
    })
}
