import { GraphQLError, type GraphQLResolveInfo } from 'graphql'
import { listSelectedFields } from './selection.ts'

/** A list whose length nobody chose: below it, a report is computed for each member. */
const maxMembers = 500

/**
 * Rejects reports below a list of very many members, before any of them is requested upstream. The cost limit assumes a
 * usual number of members, because it is checked before the list is known.
 */
export function requireFewReports(members: readonly unknown[], info: GraphQLResolveInfo): void {
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
