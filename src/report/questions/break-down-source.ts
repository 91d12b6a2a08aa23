import { metrics } from '../figures/metric.ts'
import type { FilterKind } from '../port/dataset.ts'
import { assumedMembers, type Member, type MemberDimension } from '../port/directory.ts'
import type { Gap } from '../port/error.ts'
import { type Filter, findIgnoringCase, foldCase } from '../port/filter.ts'
import type { Loaders } from '../port/loaders.ts'
import type { MappedRead, SourcePlan, SourceQuestion } from '../port/plan.ts'
import { toTotalScope } from '../port/scope.ts'
import { findDataset } from '../port/source.ts'
import type { Slice } from './breakdown.ts'
import { isGap, type Planner, planMapping, toGap } from './planner.ts'
import { findTotal, ignoreNotFound, lists } from './read/member-total.ts'
import { readMembers } from './read/read.ts'
import {
  mergeWarnings,
  type SourceGap,
  type SourceResult,
  toSourceResult,
  warnOfStaleness,
} from './read/source-result.ts'
import { everything, executePlan, planMemberTotals, planSource, type SourceSeries } from './report.ts'

/** One source's part of a breakdown by members. */
export interface BreakdownQuestion extends SourceQuestion {
  readonly by: MemberDimension
}

/** How a source is broken down: by one call for all members where there is one, otherwise by one plan for each member. */
export interface BreakdownPlan {
  readonly question: BreakdownQuestion
  readonly totals?: MappedRead
  /** The plan of one member. */
  readonly planMember: (member: Member) => SourcePlan | Gap
}

const kinds: Readonly<Record<MemberDimension, FilterKind>> = {
  AGENT: 'AGENT',
  TEAM: 'TEAM',
  INBOX: 'INBOX',
  TAG: 'TAGS',
}

/** Plans the breakdown of one source, or says why there is none. No I/O. */
export function planBreakdown(question: BreakdownQuestion, planner: Planner): BreakdownPlan | Gap {
  const { source, metric, scope, by, needs, mapping } = question
  if (isGap(mapping)) return mapping
  const { filters, upstream } = findDataset(source, mapping.dataset)
  if (!filters.includes(kinds[by]))
    return toGap('FILTER_UNSUPPORTED', `${upstream} cannot be split by ${by.toLowerCase()}`)
  const totals = planMemberTotals(question, by, planner)
  const read = needs.buckets ? scope : toTotalScope(scope)
  return {
    question,
    ...(totals && { totals }),
    planMember(member) {
      const ofMember = { ...read, filter: { ...scope.filter, ...toFilter(question, member) } }
      const memberMapping = planMapping(source, metric, ofMember)
      return planSource(
        { source, metric, mapping: memberMapping, scope: ofMember, needs: everything, isShared: true },
        planner,
      )
    },
  }
}

/** The slices of one source, or its gap. */
export function breakDownSource(
  question: BreakdownQuestion,
  loaders: Loaders,
  planner: Planner,
): Promise<SourceResult<Slice[]>> {
  const { source, metric, scope, by } = question
  return toSourceResult(source, async () => {
    const plan = planBreakdown(question, planner)
    if (isGap(plan)) return plan
    const listed = await loaders.listMembers(source, lists[by])
    const members = selectMembers(listed.members, by, scope.filter)
    const staleness = warnOfStaleness('lists', [listed.staleSince], scope.timeZone)
    if (plan.totals) {
      const { mapping, read } = plan.totals
      const { aggregation } = metrics[metric]
      const found = await readMembers(read, aggregation, [mapping], loaders).catch(ignoreNotFound)
      if (found) {
        const { answer, gaps, warnings } = found
        const totalOf = ({ key }: Member) => findTotal(answer, key, scope, aggregation)?.total
        const slices = members.map((member) => toSlice(question, member, { total: totalOf(member) }))
        return { answer: slices, gaps, warnings: mergeWarnings([warnings, staleness]) }
      }
    }
    if (members.length > assumedMembers)
      return toGap(
        'RANGE_TOO_LONG',
        `the breakdown needs ${members.length} calls, one per ${by.toLowerCase()}; at most ${assumedMembers} are allowed`,
      )
    const slices = await readEach(plan, members, loaders)
    return 'code' in slices ? slices : { ...slices, warnings: mergeWarnings([slices.warnings, staleness]) }
  })
}

async function readEach({ question, planMember }: BreakdownPlan, members: readonly Member[], loaders: Loaders) {
  const { source, needs } = question
  const pick = ({ total, aggregates }: SourceSeries) => (needs.buckets ? { total, aggregates } : { total })
  const parts = await Promise.all(
    members.map(async (member) => ({ member, ...(await executePlan(source, planMember(member), loaders)) })),
  )
  const gap: SourceGap | undefined = parts
    .flatMap((part) => part.gaps)
    .find(({ isFailure, code }) => isFailure || code !== 'NOT_FOUND')
  if (gap && parts.every((part) => part.answer === undefined)) return gap
  return {
    answer: parts.flatMap(({ member, answer }) => (answer ? [toSlice(question, member, pick(answer))] : [])),
    gaps: gap ? [gap] : [],
    warnings: mergeWarnings(parts.map((part) => part.warnings)),
  }
}

function toFilter({ source, by }: BreakdownQuestion, { key }: Member): Partial<Filter> {
  const id = { source: source.id, id: key }
  return { AGENT: { agentEmail: key }, TEAM: { team: id }, INBOX: { inbox: id }, TAG: { tags: [key] } }[by]
}

/** The member that the filter names already, otherwise all. */
function selectMembers(
  members: readonly Member[],
  by: MemberDimension,
  { agentEmail, team, inbox, tags }: Filter,
): readonly Member[] {
  const named = { AGENT: agentEmail, TEAM: team?.id, INBOX: inbox?.id, TAG: tags?.[0] }[by]
  if (named === undefined) return members
  const member = findIgnoringCase(members, ({ key }) => key, named)
  return member ? [member] : []
}

function toSlice({ source, by }: BreakdownQuestion, member: Member, part: Pick<Slice, 'total' | 'aggregates'>): Slice {
  // The same person, or the same word, in every source; teams and inboxes belong to theirs.
  const key = by === 'AGENT' || by === 'TAG' ? foldCase(member.key) : `${source.id}:${member.key}`
  return { key, label: member.name || key, member, sources: [source], ...part }
}
