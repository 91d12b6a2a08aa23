import { z } from 'zod'
import type { MemberDimension } from '../../../report/port/directory.ts'
import type { Row, RowsByChunk } from '../../../report/port/series.ts'
import { granularities } from '../../../report/time/bucket.ts'
import { parseJson } from '../../../upstream/parse-json.ts'
import { listOf, requireDistinct } from '../../members.ts'
import type { RowRequest } from '../../open-datasets.ts'
import { type ChatwootAccount, type ChatwootDataset, toBusinessHours, words } from '../dataset.ts'
import { layOutRange } from '../layout.ts'

const member = { id: z.number().int().nullable(), name: z.string().nullish() }
const count = z.number().int().nonnegative()
const mean = z.number().nonnegative().nullish()
const summaries = listOf(
  z.object({
    ...member,
    conversations_count: count,
    // Since 4.0.0.
    resolved_conversations_count: count.optional(),
    avg_resolution_time: mean,
    avg_first_response_time: mean,
    avg_reply_time: mean,
  }),
)
const outgoing = listOf(z.object({ ...member, outgoing_messages_count: count }))

interface MemberEndpoint {
  readonly by: MemberDimension
  /** Below the reports API of the account. */
  readonly path: string
  readonly groupBy?: string
  /** Only paths below /reports count against the report limit. */
  readonly isBudgeted: boolean
  readonly rows: typeof summaries | typeof outgoing
}

const toDataset = <Figure extends string>(
  endpoint: MemberEndpoint,
  fields: Readonly<Record<Figure, string>>,
): ChatwootDataset<Figure> => ({
  upstream: `GET ${endpoint.path}`,
  fields,
  filters: ['BUSINESS_HOURS'],
  granularities,
  zoneSupport: 'ANY_ZONE',
  // A conversation has one assignee, one team and one inbox, but may have several labels.
  partitions: { [endpoint.by]: endpoint.by !== 'TAG' },
  // Agents, teams and labels are the current ones of a conversation; its inbox never changes.
  hasMutableHistory: () => endpoint.by !== 'INBOX',
  layOut: layOutRange,
  toParameters: async (filter) => toBusinessHours(filter),
  countCalls: ({ chunks }) => chunks.length,
  readRows: (request, account) => readMemberTotals(request, account, endpoint),
})

/** Totals of all members of a dimension in one call. Only business hours can be filtered. */
export const memberSummary = (by: MemberDimension) =>
  toDataset(
    { by, path: `/summary_reports/${words[by]}`, isBudgeted: false, rows: summaries },
    {
      conversations_count: 'conversations_count',
      resolved_conversations_count: 'resolved_conversations_count',
      avg_resolution_time: 'avg_resolution_time',
      avg_first_response_time: 'avg_first_response_time',
      avg_reply_time: 'avg_reply_time',
    },
  )

/** Outgoing messages of all members of a dimension in one call. */
export const outgoingByMember = (by: MemberDimension) =>
  toDataset(
    { by, path: '/reports/outgoing_messages_count', groupBy: words[by], isBudgeted: true, rows: outgoing },
    { outgoing_messages_count: 'outgoing_messages_count' },
  )

/** Totals over exact spans. Like Chatwoot, leaves out agents that the account no longer lists. */
async function readMemberTotals(
  { client, series, chunks, callContext }: RowRequest,
  { base, lists }: ChatwootAccount,
  { by, path, groupBy, isBudgeted, rows }: MemberEndpoint,
): Promise<RowsByChunk> {
  const agents = by === 'AGENT' ? await lists.agents(callContext) : []
  const emails = new Map(agents.map(({ id, email }) => [id, email]))
  const toKey = (id: number | null, name: string | null | undefined) =>
    ({ AGENT: emails.get(id ?? 0), TEAM: id?.toString(), INBOX: id?.toString(), TAG: name })[by]
  const read = chunks.map(async ({ key, start, end }) => {
    const query = new URLSearchParams({
      ...series.parameters,
      since: String(start / 1000),
      until: String(end / 1000),
      ...(groupBy && { group_by: groupBy }),
    })
    const body = parseJson<z.infer<typeof rows>>(
      await client.readText({ path: `${base}${path}`, query, isBudgeted }),
      rows,
    )
    const found = body.flatMap(({ id, name, ...figures }): Row[] => {
      const member = toKey(id, name)
      return member ? [{ start, end, member, figures: toFigures(figures) }] : []
    })
    return [key, requireDistinct(found, (row) => row.member)] as const
  })
  return new Map(await Promise.all(read))
}

const toFigures = (figures: Readonly<Record<string, number | null | undefined>>) =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, value ?? null]))
