import { z } from 'zod'
import type { Chunk, RowsByChunk, SeriesKey } from '../../report/port/port.ts'
import type { UpstreamClient } from '../../upstream/client.ts'
import { parseJson } from '../../upstream/parse-json.ts'

const count = z.number().int().nonnegative()
const summary = z.object({ bot_resolutions_count: count, bot_handoffs_count: count })

/** One call per span: a conversation handed over later in the range is no longer resolved by the bot. */
export async function readBotSummaries(
  client: UpstreamClient,
  path: string,
  { parameters }: SeriesKey,
  chunks: readonly Chunk[],
): Promise<RowsByChunk> {
  client.assertBudgetFor(chunks.length)
  const rows = await Promise.all(
    chunks.map(async ({ key, start, end }) => {
      const query = new URLSearchParams({ ...parameters, since: String(start / 1000), until: String(end / 1000) })
      const body = parseJson(await client.readText({ path, query, isBudgeted: true }), summary)
      const figures = { resolutions: body.bot_resolutions_count, handoffs: body.bot_handoffs_count }
      return [key, [{ start, end, figures }]] as const
    }),
  )
  return new Map(rows)
}
