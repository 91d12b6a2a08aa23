import { z } from 'zod'
import type { Chunk, MemberDimension, Row, RowsByChunk, SeriesKey } from '../../report/port/port.ts'
import type { UpstreamClient } from '../../upstream/client.ts'
import { parseJson } from '../../upstream/parse-json.ts'
import { listOf } from '../list-of.ts'
import { requireDistinct } from '../require-distinct.ts'
import type { ChatwootAgent } from './lists.ts'

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

/** Which members a dataset of totals tells apart, and from where. */
export interface MemberDataset {
  readonly by: MemberDimension
  readonly path: string
  readonly groupBy?: string
  /** Only paths below /reports count against the report limit. */
  readonly isBudgeted: boolean
  readonly rows: typeof summaries | typeof outgoing
}

const words: Readonly<Record<MemberDimension, string>> = { AGENT: 'agent', TEAM: 'team', INBOX: 'inbox', TAG: 'label' }

/** One call for all members each; nothing can be filtered but business hours. */
export const memberDatasets: Readonly<Record<string, MemberDataset>> = Object.fromEntries(
  (Object.keys(words) as MemberDimension[]).flatMap((by): [string, MemberDataset][] => [
    [`${words[by]}_summary`, { by, path: `/summary_reports/${words[by]}`, isBudgeted: false, rows: summaries }],
    [
      `outgoing_by_${words[by]}`,
      { by, path: '/reports/outgoing_messages_count', groupBy: words[by], isBudgeted: true, rows: outgoing },
    ],
  ]),
)

/** Totals of all members over exact spans. Agents whom the account no longer lists are left out, as Chatwoot does. */
export async function readMemberTotals(
  client: UpstreamClient,
  base: string,
  { by, path, groupBy, isBudgeted, rows }: MemberDataset,
  { parameters }: SeriesKey,
  chunks: readonly Chunk[],
  agents: readonly ChatwootAgent[],
): Promise<RowsByChunk> {
  const emails = new Map(agents.map(({ id, email }) => [id, email]))
  const read = chunks.map(async ({ key, start, end }) => {
    const query = new URLSearchParams({
      ...parameters,
      since: String(start / 1000),
      until: String(end / 1000),
      ...(groupBy && { group_by: groupBy }),
    })
    const body = parseJson<z.infer<typeof rows>>(
      await client.readText({ path: `${base}${path}`, query, isBudgeted }),
      rows,
    )
    const found = body.flatMap(({ id, name, ...figures }): Row[] => {
      const member = by === 'AGENT' ? emails.get(id ?? 0) : by === 'TAG' ? name : id === null ? undefined : String(id)
      return member ? [{ start, end, member, figures: toFigures(figures) }] : []
    })
    return [key, requireDistinct(found, (row) => row.member)] as const
  })
  return new Map(await Promise.all(read))
}

const toFigures = (figures: Readonly<Record<string, number | null | undefined>>) =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, value ?? null]))
