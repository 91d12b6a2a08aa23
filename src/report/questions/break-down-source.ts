import { metrics } from '../figures/metric.ts'
import { foldCase } from '../port/fold-case.ts'
import type { Loaders } from '../port/loaders.ts'
import { assumedMembers, type FilterKind, findDataset, type Member, type MemberDimension } from '../port/port.ts'
import { type Filter, type Scope, toTotalScope } from '../port/scope.ts'
import { findTotal, findTotals, ignoreNotFound, lists, type MemberQuestion } from './member-total.ts'
import { isGap, planMapping, toGap } from './plan.ts'
import { readMembers } from './read.ts'
import type { SourceSeries } from './report.ts'
import { readSource } from './run-report.ts'
import type { Slice } from './slice.ts'
import { type SourceGap, type SourceResult, toSourceResult } from './source-result.ts'
import { warnOfStaleness } from './warn-of-age.ts'
import { mergeWarnings } from './warnings.ts'

/** One source's part of a breakdown. */
export interface SourceBreakdown extends MemberQuestion {
  readonly by: MemberDimension
}

const kinds: Readonly<Record<MemberDimension, FilterKind>> = {
  AGENT: 'AGENT',
  TEAM: 'TEAM',
  INBOX: 'INBOX',
  TAG: 'TAGS',
}

/** One source's slices, from one call for all members or one call each, or its gap. */
export function breakDownSource(split: SourceBreakdown, loaders: Loaders): Promise<SourceResult<Slice[]>> {
  const { source, metric, scope, by } = split
  return toSourceResult(source, async () => {
    const planned = planMapping(source, metric, scope)
    if (isGap(planned)) return planned
    const { filters, upstream } = findDataset(source, planned.dataset)
    if (!filters.includes(kinds[by]))
      return toGap('FILTER_UNSUPPORTED', `${upstream} cannot be split by ${by.toLowerCase()}`)
    const listed = await loaders.listMembers(source, lists[by])
    const members = narrow(listed.members, by, scope.filter)
    const age = warnOfStaleness('lists', [listed.staleSince], scope.timeZone)
    const totals = findTotals(split, by)
    if (totals) {
      const { aggregation } = metrics[metric]
      const told = await readMembers(source, scope, aggregation, [totals], loaders).catch(ignoreNotFound)
      if (told) {
        const { answer, gaps, warnings } = told
        const totalOf = ({ key }: Member) => findTotal(answer, key, scope, aggregation)?.total
        const slices = members.map((member) => toSlice(split, member, { total: totalOf(member) }))
        return { answer: slices, gaps, warnings: mergeWarnings([warnings, age]) }
      }
    }
    if (members.length > assumedMembers)
      return toGap(
        'RANGE_TOO_LONG',
        `the breakdown needs ${members.length} calls, one per ${by.toLowerCase()}; at most ${assumedMembers} are allowed`,
      )
    const read = await readEach(split, members, loaders)
    return 'code' in read ? read : { ...read, warnings: mergeWarnings([read.warnings, age]) }
  })
}

async function readEach(split: SourceBreakdown, members: readonly Member[], loaders: Loaders) {
  const { source, metric, scope, needs } = split
  const asked = needs.buckets ? scope : toTotalScope(scope)
  const narrowTo = (member: Member): Scope => ({ ...asked, filter: { ...scope.filter, ...toFilter(split, member) } })
  const pick = ({ total, aggregates }: SourceSeries) => (needs.buckets ? { total, aggregates } : { total })
  const parts = await Promise.all(
    members.map(async (member) => ({
      member,
      ...(await readSource(source, metric, narrowTo(member), loaders)),
    })),
  )
  const gap: SourceGap | undefined = parts
    .flatMap((part) => part.gaps)
    .find(({ isFailure, code }) => isFailure || code !== 'NOT_FOUND')
  if (gap && parts.every((part) => part.answer === undefined)) return gap
  return {
    answer: parts.flatMap(({ member, answer }) => (answer ? [toSlice(split, member, pick(answer))] : [])),
    gaps: gap ? [gap] : [],
    warnings: mergeWarnings(parts.map((part) => part.warnings)),
  }
}

function toFilter({ source, by }: SourceBreakdown, { key }: Member): Partial<Filter> {
  const id = { source: source.id, id: key }
  return { AGENT: { agentEmail: key }, TEAM: { team: id }, INBOX: { inbox: id }, TAG: { tags: [key] } }[by]
}

/** Those members that the filter already names, if it names any. */
function narrow(
  members: readonly Member[],
  by: MemberDimension,
  { agentEmail, team, inbox, tags }: Filter,
): readonly Member[] {
  const named = {
    AGENT: agentEmail && foldCase(agentEmail),
    TEAM: team?.id,
    INBOX: inbox?.id,
    TAG: tags?.[0] && foldCase(tags[0]),
  }[by]
  return named === undefined ? members : members.filter(({ key }) => foldCase(key) === named)
}

function toSlice({ source, by }: SourceBreakdown, member: Member, part: Pick<Slice, 'total' | 'aggregates'>): Slice {
  // The same person, or the same word, in every source; teams and inboxes belong to theirs.
  const key = by === 'AGENT' || by === 'TAG' ? foldCase(member.key) : `${source.id}:${member.key}`
  return { key, label: member.name || key, member, sources: [source], ...part }
}
