import type { Aggregate } from '../figures/aggregate.ts'
import { type Aggregation, type Metric, metrics } from '../figures/metric.ts'
import type { ListName } from '../port/directory.ts'
import { GapError } from '../port/error.ts'
import { foldCase } from '../port/fold-case.ts'
import type { ListedMembers, Loaders } from '../port/loaders.ts'
import type { MemberDimension, MetricMapping, Source } from '../port/port.ts'
import type { Filter, Scope } from '../port/scope.ts'
import { type MemberAggregates, readMembers } from './read.ts'
import type { TotalsOfAll, WantedTotal } from './total.ts'
import { warnOfStaleness } from './warn-of-age.ts'
import { mergeWarnings } from './warnings.ts'

/** Which figures are wanted beside totals: totals alone are one call where the provider has one for all members. */
export interface FigureNeeds {
  readonly buckets: boolean
  readonly sampleSize: boolean
}

/** A question of one source that its call for all members may answer. */
export interface MemberQuestion {
  readonly source: Source
  readonly metric: Metric
  readonly scope: Scope
  readonly needs: FigureNeeds
  /** Whether figures of other sources may have to be merged with these. */
  readonly isShared: boolean
}

export const lists: Readonly<Record<MemberDimension, ListName>> = {
  AGENT: 'agents',
  TEAM: 'teams',
  INBOX: 'inboxes',
  TAG: 'tags',
}

/** The one call for all members, where it means what the series mean and lacks nothing that is wanted. */
export function findTotals(
  { source, metric, scope, needs, isShared }: MemberQuestion,
  by: MemberDimension,
): MetricMapping | undefined {
  const { agentEmail, team, inbox, tags, goal, greeting } = scope.filter
  const isFiltered = [agentEmail, team, inbox, tags, goal, greeting].some((part) => part !== undefined)
  const mapping = source.provider.memberMappings[by][metric]
  if (!mapping || isFiltered || needs.buckets) return undefined
  // Without its weight a mean can neither be merged with another source's nor say how many events are behind it.
  const lacksWeight = metrics[metric].aggregation === 'MEAN' && !mapping.weight
  return lacksWeight && (needs.sampleSize || (isShared && (by === 'AGENT' || by === 'TAG'))) ? undefined : mapping
}

/** A member that a call for all leaves out did nothing, once the range has begun. */
const countNothing = ({ range, now }: Scope): Aggregate | undefined =>
  range.start <= now ? { amount: 0, weight: 0 } : undefined

/** One member's total of those that a call for all told; undefined where an old server leaves counts out of its rows. */
export function findTotal(
  told: MemberAggregates,
  key: string,
  scope: Scope,
  aggregation: Aggregation,
): { readonly total: Aggregate | undefined } | undefined {
  const isTold = told.has(key)
  const total = isTold ? told.get(key)?.[0] : countNothing(scope)
  return isTold && !total && aggregation === 'SUM' ? undefined : { total }
}

/** One member's total, as the call that tells those of all has it. */
export interface MemberTotal {
  readonly by: MemberDimension
  /** As the question names the member. */
  readonly key: string
  /** Without the filter that names the member. */
  readonly scope: Scope
  readonly mapping: MetricMapping
}

/** The total of the one member that a question's filter names, where a call for all may tell it. */
export function findMemberTotal(question: MemberQuestion): MemberTotal | undefined {
  const named = takeMember(question.scope.filter)
  if (!named) return undefined
  const { by, key, rest } = named
  const scope = { ...question.scope, filter: rest }
  const mapping = findTotals({ ...question, scope }, by)
  return mapping && { by, key, scope, mapping }
}

/** Old servers lack the calls for all members: each is asked then. */
export function ignoreNotFound(error: unknown): undefined {
  if (error instanceof GapError && error.gap.code === 'NOT_FOUND') return undefined
  throw error
}

/** The one member that a filter names, and what else it says. */
function takeMember({ agentEmail, team, inbox, tags, ...rest }: Filter) {
  const named: [MemberDimension, string][] = []
  if (agentEmail !== undefined) named.push(['AGENT', agentEmail])
  if (team) named.push(['TEAM', team.id])
  if (inbox) named.push(['INBOX', inbox.id])
  if (tags?.[0] !== undefined) named.push(['TAG', tags[0]])
  const [first, second] = named
  return first && !second ? { by: first[0], key: first[1], rest } : undefined
}

/** Whom the list does not tell is asked for himself, which may need no list. */
function listNobody(error: unknown): ListedMembers {
  if (error instanceof GapError) return { members: [] }
  throw error
}

/** The totals of all members, and who they are; undefined where the server has no such call. Throws GapError. */
export async function readTotalsOfAll(
  { source, aggregation }: WantedTotal,
  { by, scope, mapping }: MemberTotal,
  loaders: Loaders,
): Promise<TotalsOfAll | undefined> {
  const read = Promise.all([
    loaders.listMembers(source, lists[by]).catch(listNobody),
    readMembers(source, scope, aggregation, [mapping], loaders),
  ])
  const found = await read.catch(ignoreNotFound)
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
