import { z } from 'zod'
import type { LiveCounts } from '../../report/port/directory.ts'
import { GapError } from '../../report/port/error.ts'
import type { UpstreamClient } from '../../upstream/client.ts'
import { parseJson } from '../../upstream/parse-json.ts'
import { listOf, requireDistinct } from '../members.ts'
import type { ChatwootAgent } from './lists.ts'

const count = z.number().int().nonnegative()
const totals = z.object({ open: count, unattended: count, unassigned: count, pending: count.optional() })
const groups = listOf(z.object({ assignee_id: z.number().int().nullable(), open: count, unattended: count }))
const agentPage = listOf(z.object({ email: z.string(), metric: z.object({ open: count, unattended: count }) }))

const agentsPerPage = 25

/** What is open right now. Servers before 4.0.3 have it at another path, which counts against the report limit. */
export async function readLive(
  client: UpstreamClient,
  base: string,
  teamId: string | undefined,
  listAgents: () => Promise<readonly ChatwootAgent[]>,
): Promise<LiveCounts> {
  const team: Record<string, string> = teamId === undefined ? {} : { team_id: teamId }
  const read = async <T>(path: string, query: Record<string, string>, schema: z.ZodType<T>, isBudgeted = false) =>
    parseJson(await client.readText({ path: `${base}${path}`, query: new URLSearchParams(query), isBudgeted }), schema)

  async function readGroups() {
    const [found, agents] = await Promise.all([
      read('/live_reports/grouped_conversation_metrics', { group_by: 'assignee_id', ...team }, groups),
      listAgents(),
    ])
    requireDistinct(found, (one) => one.assignee_id)
    const groupOf = new Map(found.map((group) => [group.assignee_id, group]))
    return agents.map(({ id, email }) => {
      const group = groupOf.get(id)
      return { email, open: group?.open ?? 0, unattended: group?.unattended ?? 0 }
    })
  }

  async function readAgentPages() {
    const pages = Math.ceil((await listAgents()).length / agentsPerPage)
    const readPage = (_: unknown, index: number) =>
      read('/reports/conversations', { type: 'agent', page: String(index + 1) }, agentPage, true)
    const found = await Promise.all(Array.from({ length: pages }, readPage))
    return requireDistinct(found.flat(), ({ email }) => email).map(({ email, metric }) => ({ email, ...metric }))
  }

  try {
    const { pending, ...load } = await read('/live_reports/conversation_metrics', team, totals)
    return { ...load, ...(pending !== undefined && { pending }), byAgent: readGroups }
  } catch (error) {
    const isOld = error instanceof GapError && error.gap.code === 'NOT_FOUND' && teamId === undefined
    if (!isOld) throw error
    // `pending` is always 0 here: it counts conversations that are both open and pending.
    const { pending: _, ...load } = await read('/reports/conversations', { type: 'account' }, totals, true)
    return { ...load, byAgent: readAgentPages }
  }
}
