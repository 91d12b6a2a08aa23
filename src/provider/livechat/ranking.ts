import { z } from 'zod'
import { parseBody } from '../../http/body.ts'
import type { CalendarDate } from '../../report/date.ts'
import type { Cell, RowsByCell } from '../../report/port.ts'
import { listOf } from '../list-of.ts'
import { requireDistinct } from '../require-distinct.ts'
import type { ReportRead } from './calls.ts'

const count = z.number().int().nonnegative()
const body = z.object({ ranking: listOf(z.object({ name: z.string().min(1), good: count, bad: count })) })

/** The key of a ranking's cell: whole days of the account, both included. */
export const toRankingKey = (first: CalendarDate, last: CalendarDate): string => `${first}/${last}`

/** Good and bad ratings of every agent who has some, by one call for a range of days. */
export async function readRanking({ edge, report, stream }: ReportRead, cells: readonly Cell[]): Promise<RowsByCell> {
  const rows = cells.map(async ({ key, start, end }) => {
    const [first = '', last = ''] = key.split('/')
    const query = new URLSearchParams({ date_from: first, date_to: last, ...stream.parameters })
    const { ranking } = parseBody(await edge.readText({ path: report.path, query, isBudgeted: true }), body)
    const rows = ranking.map(({ name, good, bad }) => ({ start, end, member: name, figures: { good, bad } }))
    return [key, requireDistinct(rows, ({ member }) => member)] as const
  })
  return new Map(await Promise.all(rows))
}
