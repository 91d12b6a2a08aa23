import { GraphQLError, type GraphQLResolveInfo } from 'graphql'
import { isMany, yieldToEventLoop } from '../../concurrency/event-loop.ts'
import type { GatewayContext } from '../../gateway/context.ts'
import { assumedMembers } from '../../report/port/directory.ts'
import { listSelectedFields } from '../build/selection.ts'

/** The longest list below which a report is computed for each member. */
const maxMembers = 500

/**
 * Checks what is selected below a list, now that its members are known, and reserves memory for members that the estimate
 * of the operation did not expect.
 */
export async function admitMembers(
  members: readonly unknown[],
  context: GatewayContext,
  info: GraphQLResolveInfo,
  expected = assumedMembers,
): Promise<void> {
  const unexpected = members.length - expected
  requireFewReports(members, info)
  if (unexpected <= 0) return
  const fields = listSelectedFields(info).reduce((sum, { size }) => sum + 1 + size, 0)
  await context.addValues?.(unexpected * Math.max(1, fields))
  // Not an async iterable: graphql-tools leaves rejections of its members unhandled when the operation is aborted.
  if (isMany(members.length)) await yieldToEventLoop()
}

/**
 * Rejects reports below a list of very many members, before any of them is requested upstream: computing them takes long
 * even where one call returns all totals.
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
