import { z } from 'zod'
import type { Chunk, RowsByChunk } from '../../report/port/port.ts'
import type { CalendarDate } from '../../report/time/date.ts'
import { parseJson } from '../../upstream/parse-json.ts'
import { listOf } from '../list-of.ts'
import { requireDistinct } from '../require-distinct.ts'
import type { ReportRead } from './calls.ts'

const count = z.number().int().nonnegative()
const body = z.object({ ranking: listOf(z.object({ name: z.string().min(1), good: count, bad: count })) })

/** The key of a ranking's chunk: whole days of the account, both included. */
export const toRankingKey = (first: CalendarDate, last: CalendarDate): string => `${first}/${last}`

/** Good and bad ratings of every agent who has some, by one call for a range of days. */
export async function readRanking(
  { client, report, series }: ReportRead,
  chunks: readonly Chunk[],
): Promise<RowsByChunk> {
  const rows = chunks.map(async ({ key, start, end }) => {
    const [first = '', last = ''] = key.split('/')
    const query = new URLSearchParams({ date_from: first, date_to: last, ...series.parameters })
    const { ranking } = parseJson(await client.readText({ path: report.path, query, isBudgeted: true }), body)
    const rows = ranking.map(({ name, good, bad }) => ({ start, end, member: name, figures: { good, bad } }))
    return [key, requireDistinct(rows, ({ member }) => member)] as const
  })
  return new Map(await Promise.all(rows))
}
