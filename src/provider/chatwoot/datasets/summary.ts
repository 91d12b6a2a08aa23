import { z } from 'zod'
import { type Chunk, type RowsByChunk, toSpanChunk } from '../../../report/port/series.ts'
import { parseJson } from '../../../upstream/parse-json.ts'
import type { RowRequest } from '../../open-datasets.ts'
import { byDimension, type ChatwootDataset, toDimension } from '../dataset.ts'
import { layOutRange } from '../layout.ts'

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
const response = totals.extend({ previous: totals })

/** Seven totals of one scope. Means come without the number of events behind them. */
export const summary: ChatwootDataset<keyof typeof totals.shape> = {
  ...byDimension,
  upstream: 'GET /reports/summary',
  fields: {
    conversations_count: 'conversations_count',
    incoming_messages_count: 'incoming_messages_count',
    outgoing_messages_count: 'outgoing_messages_count',
    resolutions_count: 'resolutions_count',
    avg_first_response_time: 'avg_first_response_time',
    avg_resolution_time: 'avg_resolution_time',
    reply_time: 'reply_time',
  },
  partitions: { AGENT: true, TEAM: true, INBOX: true, TAG: false },
  layOut: layOutRange,
  toParameters: toDimension,
  countCalls: ({ chunks }) => chunks.length,
  readRows: (request, { base }) => readSummaries(request, `${base}/reports/summary`),
}

/** Totals of exact spans. Each response also has those of the equally long span before. */
async function readSummaries({ client, series, chunks }: RowRequest, path: string): Promise<RowsByChunk> {
  const calls = chooseCalls(chunks)
  client.assertBudgetFor(calls.length)
  const read = await Promise.all(
    calls.map(async (chunk) => {
      const span = { since: String(chunk.start / 1000), until: String(chunk.end / 1000) }
      const query = new URLSearchParams({ ...series.parameters, ...span })
      const body = await client.readText({ path, query, isBudgeted: true })
      // Before Chatwoot 3.10 an empty mean is the integer 0, while a mean that is zero is 0.0.
      const text = body.replace(/"(avg_\w+|reply_time)": ?0([,}])/g, '"$1":null$2')
      const { previous, ...figures } = parseJson(text, response)
      return [
        { chunk, figures },
        { chunk: toPreviousChunk(chunk), figures: previous },
      ]
    }),
  )
  const figuresByChunk = new Map(read.flat().map(({ chunk, figures }) => [chunk.key, figures]))
  return new Map(chunks.map(({ key, start, end }) => [key, [{ start, end, figures: figuresByChunk.get(key) ?? {} }]]))
}

const toPreviousChunk = ({ start, end }: Chunk): Chunk => toSpanChunk({ start: start - (end - start), end: start })

/** The chunks to request so that the responses cover all of them. */
function chooseCalls(chunks: readonly Chunk[]): readonly Chunk[] {
  const covered = new Set<string>()
  return [...chunks]
    .sort((a, b) => b.start - a.start)
    .filter((chunk) => {
      if (covered.has(chunk.key)) return false
      covered.add(chunk.key).add(toPreviousChunk(chunk).key)
      return true
    })
}

/** The number of calls that return the totals of all these spans. */
export const countSummaryCalls = (spans: readonly Chunk[]): number => chooseCalls(spans).length
