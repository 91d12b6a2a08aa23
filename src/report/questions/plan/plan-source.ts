import { metrics } from '../../figures/metric.ts'
import type { Gap } from '../../port/error.ts'
import type { MemberDimension } from '../../port/member.ts'
import type { MappedRead, MemberTotal, SourcePlan, SourceQuestion } from '../../port/plan.ts'
import type { Filter } from '../../port/scope.ts'
import { planMapping } from './find-unsupported.ts'
import { isGap, type Planner } from './planner.ts'

/** How a source can answer a question, or why it cannot. No I/O. */
export function planSource(question: SourceQuestion, planner: Planner): SourcePlan | Gap {
  const { source, metric, scope, needs } = question
  const mapping = planMapping(source, metric, scope)
  if (isGap(mapping)) return mapping
  const own = needs.buckets
    ? planner.planRead(source, mapping.dataset, scope)
    : planner.planTotal(source, mapping.dataset, scope)
  const ofAll = planMemberTotal(question, planner)
  const summary = planSummary(question, planner)
  return {
    ...question,
    aggregation: metrics[metric].aggregation,
    mapping,
    own,
    ...(ofAll && { ofAll }),
    ...(summary && { summary }),
  }
}

/** The total of the one member that the filter names, where a call for all members can return it. */
function planMemberTotal(question: SourceQuestion, planner: Planner): MemberTotal | undefined {
  const named = takeMember(question.scope.filter)
  if (!named) return undefined
  const { by, key, rest } = named
  const total = planMemberTotals({ ...question, scope: { ...question.scope, filter: rest } }, by, planner)
  return total && { by, key, ...total }
}

/** The call for all members, where it means what the series mean and returns everything that is needed. */
export function planMemberTotals(
  { source, metric, scope, needs, isShared }: SourceQuestion,
  by: MemberDimension,
  planner: Planner,
): MappedRead | undefined {
  const { agentEmail, team, inbox, tags, goal, greeting } = scope.filter
  const isFiltered = [agentEmail, team, inbox, tags, goal, greeting].some((part) => part !== undefined)
  const mapping = source.provider.memberMappings[by][metric]
  if (!mapping || isFiltered || needs.buckets) return undefined
  // Without its weight a mean can neither be merged with another source's nor say how many events are behind it.
  const lacksWeight = metrics[metric].aggregation === 'MEAN' && !mapping.weight
  if (lacksWeight && (needs.sampleSize || (isShared && (by === 'AGENT' || by === 'TAG')))) return undefined
  const read = planner.planRead(source, mapping.dataset, scope)
  return isGap(read) ? undefined : { mapping, read }
}

/** The summary's figure, where it means what the series means and returns everything that is needed. */
function planSummary(
  { source, metric, scope, needs, isShared }: SourceQuestion,
  planner: Planner,
): MappedRead | undefined {
  const mapping = source.provider.summary?.mappings[metric]
  if (!mapping || needs.buckets) return undefined
  // Without its weight a mean can neither be merged nor say how many events are behind it; and of business hours the
  // series weigh events that have no value, so theirs is another mean.
  const needsSeries = needs.sampleSize || isShared || scope.filter.businessHours
  if (metrics[metric].aggregation === 'MEAN' && needsSeries) return undefined
  const read = planner.planTotal(source, mapping.dataset, scope)
  return isGap(read) ? undefined : { mapping, read }
}

/** The one member that a filter names, and the rest of the filter. */
function takeMember({ agentEmail, team, inbox, tags, ...rest }: Filter) {
  const named: [MemberDimension, string][] = []
  if (agentEmail !== undefined) named.push(['AGENT', agentEmail])
  if (team) named.push(['TEAM', team.id])
  if (inbox) named.push(['INBOX', inbox.id])
  if (tags?.[0] !== undefined) named.push(['TAG', tags[0]])
  const [first, second] = named
  return first && !second ? { by: first[0], key: first[1], rest } : undefined
}
