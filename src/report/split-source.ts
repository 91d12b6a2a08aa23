import { type Contribution, contribute, type SourceGap } from './contribution.ts'
import { foldCase } from './fold-case.ts'
import { findTotal, findTotals, lists, type MemberQuestion, refuseUnlessUnknown } from './member-total.ts'
import { metrics } from './metric.ts'
import { isGap, planReading, refuse } from './plan.ts'
import { assumedMembers, type FilterKind, type Member, type MemberDimension } from './port.ts'
import { readMembers } from './read.ts'
import type { SourceSeries } from './report.ts'
import { askSource } from './run.ts'
import { type Filter, type Scope, toTotalScope } from './scope.ts'
import type { Slice } from './slice.ts'
import { uniteWarnings } from './unite-warnings.ts'
import type { Upstream } from './upstream.ts'
import { warnOfAge } from './warn-of-age.ts'

/** One source's part of a breakdown. */
export interface Split extends MemberQuestion {
  readonly by: MemberDimension
}

const kinds: Readonly<Record<MemberDimension, FilterKind>> = {
  AGENT: 'AGENT',
  TEAM: 'TEAM',
  INBOX: 'INBOX',
  TAG: 'TAGS',
}

/** One source's slices, from one call for all members or one call each, or its gap. */
export function splitSource(split: Split, upstream: Upstream): Promise<Contribution<Slice[]>> {
  const { source, metric, scope, by } = split
  return contribute(source, async () => {
    const planned = planReading(source, metric, scope)
    if (isGap(planned)) return planned
    const upstreamName = source.provider.datasets[planned.dataset]?.upstream ?? planned.dataset
    if (!source.provider.datasets[planned.dataset]?.filters.includes(kinds[by]))
      return refuse('FILTER_UNSUPPORTED', `${upstreamName} cannot be split by ${by.toLowerCase()}`)
    const listed = await upstream.listMembers(source, lists[by])
    const members = narrow(listed.members, by, scope.filter)
    const age = warnOfAge('lists', [listed.staleSince], scope.timeZone)
    const totals = findTotals(split, by)
    if (totals) {
      const { aggregation } = metrics[metric]
      const told = await readMembers(source, scope, aggregation, [totals], upstream).catch(refuseUnlessUnknown)
      if (told) {
        const { answer, gaps, warnings } = told
        const totalOf = ({ key }: Member) => findTotal(answer, key, scope, aggregation)?.total
        const slices = members.map((member) => toSlice(split, member, { total: totalOf(member) }))
        return { answer: slices, gaps, warnings: uniteWarnings([warnings, age]) }
      }
    }
    if (members.length > assumedMembers)
      return refuse(
        'RANGE_TOO_LONG',
        `the breakdown needs ${members.length} calls, one per ${by.toLowerCase()}; at most ${assumedMembers} are allowed`,
      )
    const read = await readEach(split, members, upstream)
    return 'code' in read ? read : { ...read, warnings: uniteWarnings([read.warnings, age]) }
  })
}

async function readEach(split: Split, members: readonly Member[], upstream: Upstream) {
  const { source, metric, scope, needs } = split
  const asked = needs.buckets ? scope : toTotalScope(scope)
  const narrowTo = (member: Member): Scope => ({ ...asked, filter: { ...scope.filter, ...toFilter(split, member) } })
  const pick = ({ total, tallies }: SourceSeries) => (needs.buckets ? { total, tallies } : { total })
  const parts = await Promise.all(
    members.map(async (member) => ({
      member,
      ...(await askSource(source, metric, narrowTo(member), upstream)),
    })),
  )
  const gap: SourceGap | undefined = parts
    .flatMap((part) => part.gaps)
    .find(({ isFailure, code }) => isFailure || code !== 'NOT_FOUND')
  if (gap && parts.every((part) => part.answer === undefined)) return gap
  return {
    answer: parts.flatMap(({ member, answer }) => (answer ? [toSlice(split, member, pick(answer))] : [])),
    gaps: gap ? [gap] : [],
    warnings: uniteWarnings(parts.map((part) => part.warnings)),
  }
}

function toFilter({ source, by }: Split, { key }: Member): Partial<Filter> {
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

function toSlice({ source, by }: Split, member: Member, part: Pick<Slice, 'total' | 'tallies'>): Slice {
  // The same person, or the same word, in every source; teams and inboxes belong to theirs.
  const key = by === 'AGENT' || by === 'TAG' ? foldCase(member.key) : `${source.id}:${member.key}`
  return { key, label: member.name || key, member, sources: [source], ...part }
}
