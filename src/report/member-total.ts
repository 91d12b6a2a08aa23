import type { Instant } from './date.ts'
import { GapError } from './error.ts'
import { type Aggregation, type Metric, metrics } from './metric.ts'
import type { ListName, Member, MemberDimension, Reading, Source } from './port.ts'
import { type MemberTallies, type ReadRemarks, readMembers } from './read.ts'
import type { Filter, Scope } from './scope.ts'
import type { Tally } from './tally.ts'
import type { Upstream } from './upstream.ts'

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
): Reading | undefined {
  const { agentEmail, team, inbox, tags, goal, greeting } = scope.filter
  const isFiltered = [agentEmail, team, inbox, tags, goal, greeting].some((part) => part !== undefined)
  const reading = source.provider.memberReadings[by][metric]
  if (!reading || isFiltered || needs.buckets) return undefined
  // Without its weight a mean can neither be merged with another source's nor say how many events are behind it.
  const lacksWeight = metrics[metric].aggregation === 'MEAN' && !reading.weight
  return lacksWeight && (needs.sampleSize || (isShared && (by === 'AGENT' || by === 'TAG'))) ? undefined : reading
}

/** A member that a call for all leaves out did nothing, once the range has begun. */
const countNothing = ({ range, now }: Scope): Tally | undefined =>
  range.start <= now ? { amount: 0, weight: 0 } : undefined

/** One member's total of those that a call for all told; undefined where an old server leaves counts out of its rows. */
export function findTotal(
  told: MemberTallies,
  key: string,
  scope: Scope,
  aggregation: Aggregation,
): { readonly total: Tally | undefined } | undefined {
  const isTold = told.has(key)
  const total = isTold ? told.get(key)?.[0] : countNothing(scope)
  return isTold && !total && aggregation === 'SUM' ? undefined : { total }
}

/** One member's total, wanted from the call that tells those of all. */
export interface WantedTotal {
  readonly source: Source
  /** Without the filter that names the member. */
  readonly scope: Scope
  readonly by: MemberDimension
  readonly aggregation: Aggregation
  readonly reading: Reading
  /** As the question names the member. */
  readonly key: string
}

export interface TotalsOfAll extends ReadRemarks {
  /** The total of one member, or undefined for one whom the source does not list. */
  readonly totalOf: (key: string) => { readonly total: Tally | undefined } | undefined
  readonly asOf?: Instant
}

/** Asks a question about one member of the call for all, if others of the operation are asking it too. */
export async function readMemberTotal(question: MemberQuestion, upstream: Upstream) {
  const { source, metric, scope } = question
  const named = takeMember(scope.filter)
  const reading = named && findTotals({ ...question, scope: { ...scope, filter: named.rest } }, named.by)
  if (!reading) return undefined
  const { by, key, rest } = named
  const { aggregation } = metrics[metric]
  const wanted = { source, scope: { ...scope, filter: rest }, by, aggregation, reading, key }
  const all = await upstream.readTotals(wanted).catch(refuseUnlessUnknown)
  const found = all?.totalOf(key)
  if (!all || !found) return undefined
  const { gaps, warnings, asOf } = all
  return { answer: { source, tallies: [], ...found, ...(asOf !== undefined && { asOf }) }, gaps, warnings }
}

/** Old servers lack the calls for all members: each is asked then. */
export function refuseUnlessUnknown(error: unknown): undefined {
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
function listNobody(error: unknown): Member[] {
  if (error instanceof GapError) return []
  throw error
}

/** The totals of all members, and who they are. Throws GapError. */
export async function readTotalsOfAll(wanted: WantedTotal, upstream: Upstream): Promise<TotalsOfAll> {
  const { source, scope, by, aggregation, reading } = wanted
  const [members, { answer, ...remarks }] = await Promise.all([
    upstream.listMembers(source, lists[by]).catch(listNobody),
    readMembers(source, scope, aggregation, [reading], upstream),
  ])
  // Addresses and words are the same however they are written; numbers have one form.
  const listed = new Map(members.map(({ key }) => [key.toLowerCase(), key]))
  return {
    ...remarks,
    totalOf(key) {
      const known = listed.get(key.toLowerCase())
      return known === undefined ? undefined : findTotal(answer, known, scope, aggregation)
    },
  }
}
