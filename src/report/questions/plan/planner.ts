import { metrics } from '../../figures/metric.ts'
import type { MemberDimension } from '../../port/directory.ts'
import { type Gap, GapError } from '../../port/error.ts'
import type { Filter } from '../../port/filter.ts'
import type { MappedRead, MemberTotal, Read, SourcePlan, SourceQuestion } from '../../port/plan.ts'
import { type Scope, toTotalScope } from '../../port/scope.ts'
import type { Layout, LayoutPiece } from '../../port/series.ts'
import { findDataset, type Source } from '../../port/source.ts'
import type { Instant } from '../../time/date.ts'
import { planMapping } from './find-unsupported.ts'

/** Plans reads at one instant: each question is planned once, each dataset laid out once for each scope. No I/O. */
export interface Planner {
  /** The plan of a question about the scope, computed on the first call: the cost estimate and the execution share it. */
  planOnce<Plan>(scope: Scope, question: string, plan: () => Plan): Plan
  /** The rows that answer the scope, or why the dataset cannot answer it. */
  planRead(source: Source, dataset: string, scope: Scope): Read | Gap
  /** The same for the total of the scope; a gap, too, where its buckets could not be answered. */
  planTotal(source: Source, dataset: string, scope: Scope): Read | Gap
}

export const isGap = (planned: object): planned is Gap => 'code' in planned

/** The planned read; throws GapError if it is a gap. */
export function requireRead(planned: Read | Gap): Read {
  if (isGap(planned)) throw new GapError(planned.code, planned.message, planned)
  return planned
}

export function createPlanner(): Planner {
  const layouts = new Map<string, Layout | Gap>()

  /** Filters by member do not change which days and hours are read. */
  function layOut(source: Source, dataset: string, scope: Scope): Layout | Gap {
    const { range, granularity, timeZone, calendar, buckets, filter } = scope
    const units = `${granularity} ${calendar.weekStart} ${calendar.fiscalYearStart} ${buckets.length}`
    const key = `${source.id} ${dataset} ${range.start} ${range.end} ${units} ${timeZone} ${filter.businessHours}`
    const known = layouts.get(key)
    if (known) return known
    const layout = tryToLayOut(source, dataset, scope)
    layouts.set(key, layout)
    return layout
  }

  function planRead(source: Source, dataset: string, scope: Scope): Read | Gap {
    const layout = layOut(source, dataset, scope)
    return isGap(layout) ? layout : { source, dataset, scope, layout }
  }

  const plansByScope = new Map<Scope, Map<string, unknown>>()

  return {
    planOnce<Plan>(scope: Scope, question: string, plan: () => Plan): Plan {
      const plans = plansByScope.get(scope) ?? new Map<string, unknown>()
      plansByScope.set(scope, plans)
      if (!plans.has(question)) plans.set(question, plan())
      return plans.get(question) as Plan
    },
    planRead,
    planTotal(source, dataset, scope) {
      const whole = planRead(source, dataset, scope)
      return isGap(whole) ? whole : planRead(source, dataset, toTotalScope(scope))
    },
  }
}

function tryToLayOut(source: Source, dataset: string, scope: Scope): Layout | Gap {
  try {
    const { pieces, ...notices } = findDataset(source, dataset).layOut(scope)
    return { pieces: listStarted(pieces, scope.now), ...notices }
  } catch (error) {
    if (error instanceof GapError) return error.gap
    throw error
  }
}

/** The pieces without future chunks. */
const listStarted = (pieces: readonly LayoutPiece[], now: Instant): readonly LayoutPiece[] =>
  pieces
    .map((piece) => ({ ...piece, chunks: piece.chunks.filter(({ start }) => start <= now) }))
    .filter(({ chunks }) => chunks.length > 0)

/** The upstream calls that a read takes when nothing of it is cached; repeats of failed calls are not counted. */
export const countRead = ({ source, dataset, scope, layout }: Read): number =>
  layout.pieces.reduce((sum, piece) => sum + findDataset(source, dataset).countCalls(piece, scope.now), 0)

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
