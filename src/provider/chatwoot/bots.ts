import { z } from 'zod'
import { parseBody } from '../../http/body.ts'
import type { Edge } from '../../http/edge.ts'
import type { Cell, RowsByCell, Stream } from '../../report/port.ts'

const count = z.number().int().nonnegative()
const summary = z.object({ bot_resolutions_count: count, bot_handoffs_count: count })

/** One call per span: a conversation handed over later in the range is no longer resolved by the bot. */
export async function readBotSummaries(
  edge: Edge,
  path: string,
  { parameters }: Stream,
  cells: readonly Cell[],
): Promise<RowsByCell> {
  edge.requireRoom(cells.length)
  const rows = await Promise.all(
    cells.map(async ({ key, start, end }) => {
      const query = new URLSearchParams({ ...parameters, since: String(start / 1000), until: String(end / 1000) })
      const body = parseBody(await edge.readText({ path, query, isBudgeted: true }), summary)
      const figures = { resolutions: body.bot_resolutions_count, handoffs: body.bot_handoffs_count }
      return [key, [{ start, end, figures }]] as const
    }),
  )
  return new Map(rows)
}
