import { z } from 'zod'
import type { RowsByChunk } from '../../../report/port/series.ts'
import { parseJson } from '../../../upstream/parse-json.ts'
import type { RowRequest } from '../../open-datasets.ts'
import { byDimension, type ChatwootDataset, currentMembers, toDimension } from '../dataset.ts'
import { layOutSpans } from '../layout.ts'

/** One call for each bucket and one for the total. */
const maxBuckets = 31

/** What bots resolved and handed over. Buckets do not add up: each span is counted on its own. */
export const botSummary: ChatwootDataset<'resolutions' | 'handoffs'> = {
  ...byDimension,
  upstream: 'GET /reports/bot_summary',
  fields: { resolutions: 'bot_resolutions_count', handoffs: 'bot_handoffs_count' },
  limits: { maxBuckets },
  note: `Does not add up over time: each bucket and the total are counted separately. ${currentMembers}`,
  // Whether an agent's bot conversations are those assigned to the agent is not documented.
  partitions: { TEAM: true, INBOX: true, TAG: false },
  layOut: (scope) => layOutSpans(scope, maxBuckets),
  toParameters: toDimension,
  countCalls: ({ chunks }) => chunks.length,
  readRows: (request, { base }) => readBotSummaries(request, `${base}/reports/bot_summary`),
}

const count = z.number().int().nonnegative()
const summary = z.object({ bot_resolutions_count: count, bot_handoffs_count: count })

/** One call per span: a conversation handed over later in the range is no longer resolved by the bot. */
async function readBotSummaries({ client, series, chunks }: RowRequest, path: string): Promise<RowsByChunk> {
  client.assertBudgetFor(chunks.length)
  const rows = await Promise.all(
    chunks.map(async ({ key, start, end }) => {
      const span = { since: String(start / 1000), until: String(end / 1000) }
      const query = new URLSearchParams({ ...series.parameters, ...span })
      const body = parseJson(await client.readText({ path, query, isBudgeted: true }), summary)
      const figures = { resolutions: body.bot_resolutions_count, handoffs: body.bot_handoffs_count }
      return [key, [{ start, end, figures }]] as const
    }),
  )
  return new Map(rows)
}
