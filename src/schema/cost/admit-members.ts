import { GraphQLError, type GraphQLResolveInfo } from 'graphql'
import { isMany, yieldToEventLoop } from '../../concurrency/yield-to-event-loop.ts'
import type { GatewayContext } from '../../gateway/context.ts'
import { assumedMembers } from '../../report/port/port.ts'
import { listSelectedFields } from '../build/selection.ts'

/** The most members of a list, whose length the client does not set, that may each have a report selected below them. */
const maxMembers = 500

/** Checks what is selected below a list, now that its length is known, and reserves memory for it. */
export async function admitMembers(
  members: readonly unknown[],
  context: GatewayContext,
  info: GraphQLResolveInfo,
): Promise<void> {
  const unexpected = members.length - assumedMembers
  if (unexpected <= 0) return
  requireFewReports(members, info)
  const fields = listSelectedFields(info).reduce((sum, { size }) => sum + 1 + size, 0)
  await context.addValues?.(unexpected * Math.max(1, fields))
  // Not a list in turns: graphql-tools leaves rejections of its members unhandled when the operation is aborted.
  if (isMany(members.length)) await yieldToEventLoop()
}

/**
 * Rejects reports below a list of very many members, before any of them is requested upstream. The cost limit assumes a
 * usual number of members, because it is checked before the list is known.
 */
function requireFewReports(members: readonly unknown[], info: GraphQLResolveInfo): void {
  if (members.length <= maxMembers || !selectsReports(info)) return
  throw new GraphQLError(
    `${info.fieldName} has ${members.length} members: reports can be selected below up to ${maxMembers}. Use Report.breakdown, which reads the totals of all members in one upstream call where the provider has one.`,
    { extensions: { code: 'COST_LIMIT', cost: { reports: members.length, limit: maxMembers } } },
  )
}

const selectsReports = (info: GraphQLResolveInfo): boolean =>
  listSelectedFields(info).some(
    ({ name, paths }) => name === 'report' || [...paths].some((path) => path.split('.').includes('report')),
  )
