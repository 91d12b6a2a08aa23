import { assumedMembers, type ListName, type MemberDimension } from '../port/directory.ts'
import type { Gap } from '../port/error.ts'
import type { Read, SourcePlan } from '../port/plan.ts'
import type { Scope } from '../port/scope.ts'
import type { RankingSubject, Source } from '../port/source.ts'
import { type BreakdownPlan, planBreakdown } from './break-down-source.ts'
import type { Dimension } from './breakdown.ts'
import { type ComparisonTarget, toEarlierScope, toElapsed } from './compared-range.ts'
import { countRead, isGap, type Planner } from './planner.ts'
import { planQueue } from './queue.ts'
import { maxRankedAgents, planRanking } from './rank-source.ts'
import { lists } from './read/member-total.ts'
import { planReport, planSource, type ReportQuestion, selectSources, toSourceQuestions } from './report.ts'

/** The upstream calls that an operation may need when nothing is cached, counted from the plans that it executes. */
export interface CallCount {
  /** By what the calls read, because equal reads are sent once. */
  readonly calls: Map<string, number>
  readonly planner: Planner
  readonly countMembers: CountMembers
}

/** The members of a list of a source; an assumed number where the list is not known. */
export type CountMembers = (source: Source, list: ListName) => number

/** The number of members for each of which a question is requested. */
export interface EachOf {
  readonly by: MemberDimension
  readonly count: number
}

export const createCallCount = (planner: Planner, countMembers: CountMembers): CallCount => ({
  calls: new Map(),
  planner,
  countMembers,
})

export const sumCalls = ({ calls }: CallCount): number => [...calls.values()].reduce((sum, count) => sum + count, 0)

function add({ calls }: CallCount, key: readonly unknown[], count: number): void {
  const name = JSON.stringify(key)
  calls.set(name, Math.max(calls.get(name) ?? 0, count))
}

export const addList = (count: CallCount, { id }: Source, list: ListName): void => add(count, [id, list], 1)

/** Adds a read and the lists that its filter needs. With `of`, the read is repeated for each of the members. */
function addRead(count: CallCount, read: Read | Gap, of?: EachOf): void {
  if (isGap(read)) return
  const { source, dataset, scope } = read
  const { range, granularity, timeZone, calendar, filter } = scope
  const { agentEmail, team, inbox, tags } = filter
  if (agentEmail !== undefined) addList(count, source, 'agents')
  if (team) addList(count, source, 'teams')
  if (inbox) addList(count, source, 'inboxes')
  if (tags) addList(count, source, 'tags')
  if (of) addList(count, source, lists[of.by])
  const key = [source.id, dataset, range.start, range.end, granularity, calendar, timeZone, filter, of?.by]
  add(count, key, (of?.count ?? 1) * countRead(read))
}

/** The plan of one source, for one member or for each of several. */
function addPlan(count: CallCount, plan: SourcePlan, of?: EachOf): void {
  const { source, own, ofAll } = plan
  const each = of && { ...of, count: Math.min(of.count, count.countMembers(source, lists[of.by])) }
  if (!each || each.count < 2 || !ofAll) {
    addRead(count, own, each)
    return
  }
  // Few members are read one by one, many by the call for all.
  const { worthFrom = 2 } = ofAll.mapping
  addRead(count, own, { ...each, count: Math.min(each.count, worthFrom - 1) })
  addRead(count, ofAll.read)
}

/** The figures of a report. */
export function addReport(count: CallCount, question: ReportQuestion, of?: EachOf): void {
  for (const plan of planReport(question, count.planner).values()) if (!isGap(plan)) addPlan(count, plan, of)
}

/** The difference between a report and an earlier one. */
export function addDifference(
  count: CallCount,
  question: Omit<ReportQuestion, 'needs'>,
  to: ComparisonTarget,
  of?: EachOf,
): void {
  const earlier = toEarlierScope(question.scope, to)
  const elapsed = toElapsed(question.scope, earlier, to)
  const needs = { buckets: false, sampleSize: false }
  for (const scope of elapsed ? [elapsed.present, elapsed.past] : [question.scope, earlier])
    if (scope.buckets.length > 0) addReport(count, { ...question, scope, needs }, of)
}

/** A report split: one call for all members where there is one, else one for each. */
export function addBreakdown(count: CallCount, question: ReportQuestion, by: Dimension, of?: EachOf): void {
  for (const ofSource of toSourceQuestions(question)) {
    const plan =
      by === 'SOURCE' ? planSource(ofSource, count.planner) : planBreakdown({ ...ofSource, by }, count.planner)
    if (isGap(plan)) continue
    if ('own' in plan) addPlan(count, plan, of)
    else addMembers(count, plan, of)
  }
}

function addMembers(
  count: CallCount,
  { question: { source, by }, totals, planMember }: BreakdownPlan,
  of?: EachOf,
): void {
  addList(count, source, lists[by])
  if (totals) {
    addRead(count, totals.read, of)
    return
  }
  const members = count.countMembers(source, lists[by])
  // A breakdown by more members is a gap.
  if (members > assumedMembers) return
  const plan = planMember({ key: '', name: '' })
  if (!isGap(plan)) addRead(count, plan.own, { by, count: members * (of?.count ?? 1) })
}

/** A ranking: one call for all agents, and some for each of few where it is not exact. */
export function addRanking(count: CallCount, subject: RankingSubject, scope: Scope, sources: readonly Source[]): void {
  for (const source of selectSources(scope, sources)) {
    const plan = planRanking(source, subject, scope, count.planner)
    if (isGap(plan)) continue
    addRead(count, plan.ranking)
    const [one] = plan.planRatings?.('') ?? []
    if (one && !isGap(one)) addRead(count, one.own, { by: 'AGENT', count: maxRankedAgents + 1 })
  }
}

/** The history of a queue. */
export function addQueue(count: CallCount, scope: Scope, sources: readonly Source[]): void {
  for (const source of selectSources(scope, sources)) {
    const plan = planQueue(source, scope, count.planner)
    if (isGap(plan)) continue
    for (const outcome of Object.values(plan)) for (const { read } of Object.values(outcome)) addRead(count, read)
  }
}

/** The current counts: old servers have them elsewhere, and agents by the page. */
export function addLive(count: CallCount, scope: Scope, sources: readonly Source[], isByAgent: boolean): void {
  for (const source of selectSources(scope, sources)) {
    if (!source.readLive) continue
    add(count, [source.id, 'live', scope.filter], 2)
    if (!isByAgent) continue
    addList(count, source, 'agents')
    add(count, [source.id, 'live by agent', scope.filter], 4)
  }
}

/** Whether a source responds. */
export const addStatus = (count: CallCount, { id }: Source): void => add(count, [id, 'version'], 1)
