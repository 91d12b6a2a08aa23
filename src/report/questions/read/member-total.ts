import type { Aggregate } from '../../figures/aggregate.ts'
import type { Aggregation } from '../../figures/metric.ts'
import type { ListName, MemberDimension } from '../../port/directory.ts'
import { GapError } from '../../port/error.ts'
import { foldCase } from '../../port/filter.ts'
import type { ListedMembers, Loaders } from '../../port/loaders.ts'
import type { MemberTotal, SeriesAggregates, SourceNotices } from '../../port/plan.ts'
import type { Scope } from '../../port/scope.ts'
import type { Instant } from '../../time/date.ts'
import { type MemberAggregates, readMembers } from './read.ts'
import { mergeWarnings, warnOfStaleness } from './source-result.ts'

export const lists: Readonly<Record<MemberDimension, ListName>> = {
  AGENT: 'agents',
  TEAM: 'teams',
  INBOX: 'inboxes',
  TAG: 'tags',
}

export interface MemberTotals extends SourceNotices {
  /** The total of one member, or undefined for one that the source does not list. */
  readonly totalOf: (key: string) => Pick<SeriesAggregates, 'total'> | undefined
  readonly asOf?: Instant
}

/** A member that a call for all members leaves out had no events, once the range has started. */
const countNothing = ({ range, now }: Scope): Aggregate | undefined =>
  range.start <= now ? { amount: 0, weight: 0 } : undefined

/** The total of one member in the result of a call for all; undefined where an old server leaves counts out of its rows. */
export function findTotal(
  totals: MemberAggregates,
  key: string,
  scope: Scope,
  aggregation: Aggregation,
): { readonly total: Aggregate | undefined } | undefined {
  const isIncluded = totals.has(key)
  const total = isIncluded ? totals.get(key)?.[0] : countNothing(scope)
  return isIncluded && !total && aggregation === 'SUM' ? undefined : { total }
}

/** Old servers lack the calls for all members: each member is read by itself then. */
export function ignoreNotFound(error: unknown): undefined {
  if (error instanceof GapError && error.gap.code === 'NOT_FOUND') return undefined
  throw error
}

/** A member that is not listed is read by its own series, which may need no list. */
function listNone(error: unknown): ListedMembers {
  if (error instanceof GapError) return { members: [] }
  throw error
}

/** The totals of all members; undefined where the server has no such call. Throws GapError. */
export async function readMemberTotals(
  { by, mapping, read }: MemberTotal,
  aggregation: Aggregation,
  loaders: Loaders,
): Promise<MemberTotals | undefined> {
  const { source, scope } = read
  const found = await Promise.all([
    loaders.listMembers(source, lists[by]).catch(listNone),
    readMembers(read, aggregation, [mapping], loaders),
  ]).catch(ignoreNotFound)
  if (!found) return undefined
  const [{ members, staleSince }, { answer, ...notices }] = found
  // An exact match comes before the first that differs in case, as in `findIgnoringCase`.
  const spellings = new Map([
    ...members.toReversed().map(({ key }) => [foldCase(key), key] as const),
    ...members.map(({ key }) => [key, key] as const),
  ])
  return {
    ...notices,
    warnings: mergeWarnings([notices.warnings, warnOfStaleness('lists', [staleSince], scope.timeZone)]),
    totalOf(key) {
      const known = spellings.get(key) ?? spellings.get(foldCase(key))
      return known === undefined ? undefined : findTotal(answer, known, scope, aggregation)
    },
  }
}
