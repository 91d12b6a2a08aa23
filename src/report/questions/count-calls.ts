import type { Metric } from '../figures/metric.ts'
import type { ListName } from '../port/directory.ts'
import { GapError } from '../port/error.ts'
import {
  assumedMembers,
  findDataset,
  isSupported,
  type MemberDimension,
  type RankingSubject,
  type Source,
} from '../port/port.ts'
import { type Scope, toTotalScope } from '../port/scope.ts'
import { type ComparisonPeriod, toEarlierScope, toElapsed } from './comparison.ts'
import { type FigureNeeds, findMemberTotal, findTotals, lists, type MemberQuestion } from './member-total.ts'
import { isGap, planMapping } from './plan.ts'
import { maxRankedAgents } from './rank-source.ts'
import { listStarted } from './read.ts'
import { countSupporting, selectSources } from './run-report.ts'

/**
 * The upstream calls that a question may need at most, where nothing is at hand and no call is repeated: by what they
 * read, for what is read alike is read once.
 */
export type Calls = Map<string, number>

/** What is asked for each of so many members, of which each source has its own. */
export interface EachOf {
  readonly by: MemberDimension
  readonly count: number
}

function add(calls: Calls, key: readonly unknown[], count: number): void {
  const name = JSON.stringify(key)
  calls.set(name, Math.max(calls.get(name) ?? 0, count))
}

export const countList = (calls: Calls, { id }: Source, list: ListName): void => add(calls, [id, list], 1)

export const sumCalls = (calls: Calls): number => [...calls.values()].reduce((sum, count) => sum + count, 0)

/** One dataset of one source; times as many as there are members to ask for. */
function countDataset(calls: Calls, source: Source, dataset: string, scope: Scope, wantsBuckets: boolean, of?: EachOf) {
  const { agentEmail, team, inbox, tags } = scope.filter
  const cut = wantsBuckets ? scope : toTotalScope(scope)
  const { range, granularity, timeZone, filter } = cut
  if (agentEmail !== undefined) countList(calls, source, 'agents')
  if (team) countList(calls, source, 'teams')
  if (inbox) countList(calls, source, 'inboxes')
  if (tags) countList(calls, source, 'tags')
  if (of) countList(calls, source, lists[of.by])
  const read = [source.id, dataset, range.start, range.end, granularity, timeZone, filter]
  const count = countOnce(calls, read, () => countLayout(source, dataset, cut))
  add(calls, [...read, of?.by], (of?.count ?? 1) * count)
}

const layouts = new WeakMap<Calls, Map<string, number>>()

/** To lay out a year takes a millisecond, and many metrics are read from one dataset. */
function countOnce(calls: Calls, key: readonly unknown[], count: () => number): number {
  const known = layouts.get(calls) ?? new Map<string, number>()
  const name = JSON.stringify(key)
  const counted = known.get(name) ?? count()
  layouts.set(calls, known.set(name, counted))
  return counted
}

function countLayout(source: Source, name: string, scope: Scope): number {
  const dataset = findDataset(source, name)
  try {
    const pieces = listStarted(dataset.layOut(scope).pieces, scope.now)
    return pieces.reduce((sum, piece) => sum + dataset.countCalls(piece, scope.now), 0)
  } catch (error) {
    // What is refused costs nothing.
    if (error instanceof GapError) return 0
    throw error
  }
}

/** A report as it is selected. */
export interface CountedReport {
  readonly metric: Metric
  readonly scope: Scope
  readonly sources: readonly Source[]
  readonly of?: EachOf
}

/** The figures of a report. */
export function countReport(calls: Calls, { metric, scope, sources, of }: CountedReport, needs: FigureNeeds): void {
  const asked = selectSources(scope, sources)
  const isShared = countSupporting(metric, scope, asked) > 1
  for (const source of asked) countSource(calls, { source, metric, scope, needs, isShared }, of)
}

function countSource(calls: Calls, question: MemberQuestion, of?: EachOf): void {
  const { source, metric, scope, needs } = question
  const mapping = planMapping(source, metric, scope)
  if (isGap(mapping)) return
  const ofAll = of && of.count > 1 ? findMemberTotal(question)?.mapping : undefined
  if (!of || !ofAll) countDataset(calls, source, mapping.dataset, scope, needs.buckets, of)
  else {
    // Few are asked one by one, many at once.
    const { worthFrom = 2, dataset } = ofAll
    countDataset(calls, source, mapping.dataset, scope, false, { ...of, count: Math.min(of.count, worthFrom - 1) })
    countDataset(calls, source, dataset, scope, false)
  }
}

/** A report beside an earlier one: the figures of that one, where they are selected, and the difference. */
export function countDifference(calls: Calls, report: CountedReport, to: ComparisonPeriod): void {
  const earlier = toEarlierScope(report.scope, to)
  const elapsed = toElapsed(report.scope, earlier, to)
  const scopes = elapsed ? [elapsed.present, elapsed.past] : [report.scope, earlier]
  for (const scope of scopes)
    if (scope.buckets.length > 0) countReport(calls, { ...report, scope }, { buckets: false, sampleSize: false })
}

/** A report split: one call for all members where there is one, else one for each. */
export function countBreakdown(
  calls: Calls,
  { metric, scope, sources, of }: CountedReport,
  by: MemberDimension | 'SOURCE',
  needs: FigureNeeds,
): void {
  const asked = selectSources(scope, sources)
  const isShared = countSupporting(metric, scope, asked) > 1
  for (const source of asked) {
    const question = { source, metric, scope, needs, isShared }
    const mapping = planMapping(source, metric, scope)
    if (isGap(mapping)) continue
    if (by === 'SOURCE') countSource(calls, question, of)
    else {
      const totals = findTotals(question, by)
      countList(calls, source, lists[by])
      if (totals) countDataset(calls, source, totals.dataset, scope, true, of)
      else
        countDataset(calls, source, mapping.dataset, scope, needs.buckets, {
          by,
          count: assumedMembers * (of?.count ?? 1),
        })
    }
  }
}

/** A ranking: one call for all agents, and one for each of few where it is not exact. */
export function countRanking(calls: Calls, subject: RankingSubject, scope: Scope, sources: readonly Source[]): void {
  for (const source of selectSources(scope, sources)) {
    const ranking = source.provider.rankings[subject]
    if (!isSupported(ranking)) continue
    countDataset(calls, source, ranking.dataset, scope, true)
    const mapping = ranking.byAgent && planMapping(source, ranking.byAgent.good, scope)
    if (mapping && !isGap(mapping))
      countDataset(calls, source, mapping.dataset, scope, true, { by: 'AGENT', count: maxRankedAgents + 1 })
  }
}

/** The history of a queue. */
export function countQueue(calls: Calls, scope: Scope, sources: readonly Source[]): void {
  for (const source of selectSources(scope, sources)) {
    const { queue } = source.provider
    if (!isSupported(queue)) continue
    const mappings = Object.values(queue).flatMap((outcome) => Object.values(outcome))
    for (const dataset of new Set(mappings.map((mapping) => mapping.dataset)))
      countDataset(calls, source, dataset, scope, true)
  }
}

/** What is open right now; old servers tell it elsewhere, and agents by the page. */
export function countLive(calls: Calls, scope: Scope, sources: readonly Source[], isByAgent: boolean): void {
  for (const source of selectSources(scope, sources)) {
    if (!source.readLive) continue
    add(calls, [source.id, 'live', scope.filter], 2)
    if (!isByAgent) continue
    countList(calls, source, 'agents')
    add(calls, [source.id, 'live by agent', scope.filter], 4)
  }
}

/** Whether a source answers. */
export const countStatus = (calls: Calls, { id }: Source): void => add(calls, [id, 'version'], 1)
