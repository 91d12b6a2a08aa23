import { z } from 'zod'
import type { RowsByChunk } from '../../../report/port/series.ts'
import { granularities } from '../../../report/time/bucket.ts'
import { parseJson } from '../../../upstream/parse-json.ts'
import { listOf, requireDistinct } from '../../members.ts'
import type { RowRequest } from '../../open-datasets.ts'
import { type LiveChatDataset, toParameters } from '../dataset.ts'
import { layOutRanking } from '../layout.ts'

/** Good and bad ratings of every agent with a rating, as one total for a range of days in the account's zone. */
export function ranking(path: string): LiveChatDataset<'good' | 'bad'> {
  const upstream = `GET /reports/${path}`
  return {
    upstream,
    fields: { good: 'good', bad: 'bad' },
    filters: ['TEAM', 'TAGS'],
    granularities,
    zoneSupport: 'ACCOUNT_ZONE',
    limits: {},
    partitions: { TAG: false },
    layOut: (scope, account) => layOutRanking(upstream, scope, account),
    toParameters,
    countCalls: ({ chunks }) => chunks.length,
    readRows: (request) => readRanking(request, `/reports/${path}`),
  }
}

const count = z.number().int().nonnegative()
const body = z.object({ ranking: listOf(z.object({ name: z.string().min(1), good: count, bad: count })) })

/** One call for each range of days. */
async function readRanking({ client, series, chunks }: RowRequest, path: string): Promise<RowsByChunk> {
  const rows = chunks.map(async ({ key, start, end }) => {
    const [first = '', last = ''] = key.split('/')
    const query = new URLSearchParams({ date_from: first, date_to: last, ...series.parameters })
    const { ranking } = parseJson(await client.readText({ path, query, isBudgeted: true }), body)
    const rows = ranking.map(({ name, good, bad }) => ({ start, end, member: name, figures: { good, bad } }))
    return [key, requireDistinct(rows, ({ member }) => member)] as const
  })
  return new Map(await Promise.all(rows))
}
