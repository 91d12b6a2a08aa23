import { z } from 'zod'
import { toSpanChunk } from '../../report/port/chunk.ts'
import type { Chunk, MetricMapping, Provider, RowsByChunk, SeriesKey } from '../../report/port/port.ts'
import type { UpstreamClient } from '../../upstream/client.ts'
import { parseJson } from '../../upstream/parse-json.ts'

const total = (value: string): MetricMapping => ({ dataset: 'summary', value })

/** Seven totals of one scope; means come without the number of events behind them. */
export const summary: NonNullable<Provider['summary']> = {
  mappings: {
    CONVERSATIONS: total('conversations_count'),
    INCOMING_MESSAGES: total('incoming_messages_count'),
    OUTGOING_MESSAGES: total('outgoing_messages_count'),
    RESOLUTIONS: total('resolutions_count'),
    FIRST_RESPONSE_TIME: total('avg_first_response_time'),
    RESOLUTION_TIME: total('avg_resolution_time'),
    RESPONSE_TIME: total('reply_time'),
  },
  countCalls: (chunks) => toCalls(chunks).length,
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
  client: UpstreamClient,
  path: string,
  { parameters }: SeriesKey,
  chunks: readonly Chunk[],
): Promise<RowsByChunk> {
  const calls = toCalls(chunks)
  client.assertBudgetFor(calls.length)
  const told = await Promise.all(
    calls.map(async (chunk) => {
      const query = new URLSearchParams({
        ...parameters,
        since: String(chunk.start / 1000),
        until: String(chunk.end / 1000),
      })
      const body = await client.readText({ path, query, isBudgeted: true })
      // Before Chatwoot 3.10 an empty mean is the integer 0, where a mean that is zero is 0.0.
      const text = body.replace(/"(avg_\w+|reply_time)": ?0([,}])/g, '"$1":null$2')
      const { previous, ...figures } = parseJson(text, answer)
      return [
        { chunk, figures },
        { chunk: toPreviousCell(chunk), figures: previous },
      ]
    }),
  )
  const figuresByCell = new Map(told.flat().map(({ chunk, figures }) => [chunk.key, figures]))
  return new Map(chunks.map(({ key, start, end }) => [key, [{ start, end, figures: figuresByCell.get(key) ?? {} }]]))
}

const toPreviousCell = ({ start, end }: Chunk): Chunk => toSpanChunk({ start: start - (end - start), end: start })

/** The chunks to ask for, so that their answers tell all. */
function toCalls(chunks: readonly Chunk[]): readonly Chunk[] {
  const told = new Set<string>()
  return [...chunks]
    .sort((a, b) => b.start - a.start)
    .filter((chunk) => {
      if (told.has(chunk.key)) return false
      told.add(chunk.key).add(toPreviousCell(chunk).key)
      return true
    })
}
