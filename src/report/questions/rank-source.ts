import type { Aggregate } from '../figures/aggregate.ts'
import type { Metric } from '../figures/metric.ts'
import { type Gap, GapError } from '../port/error.ts'
import type { Loaders } from '../port/loaders.ts'
import {
  findDataset,
  isSupported,
  type MetricMapping,
  type RankingMapping,
  type RankingSubject,
  type Source,
} from '../port/port.ts'
import type { Filter, Scope } from '../port/scope.ts'
import { findUnsupported, isGap, planMapping, toGap } from './plan.ts'
import { listStarted, readMembers } from './read.ts'
import { readSource } from './run-report.ts'
import { type SourceResult, toSourceResult } from './source-result.ts'
import { mergeWarnings } from './warnings.ts'

export interface Ratings {
  readonly good: number
  readonly bad: number
}

export type RatingsByEmail = ReadonlyMap<string, Ratings>

/** Where a ranking has not the asked zone or day, agents may be asked one by one: up to this many. */
export const maxRankedAgents = 10

/** One source's ratings by agent, exact where that is affordable, or its gap. */
export const rankSource = (
  source: Source,
  subject: RankingSubject,
  scope: Scope,
  loaders: Loaders,
): Promise<SourceResult<RatingsByEmail>> =>
  toSourceResult(source, async () => {
    const ranking = source.provider.rankings[subject]
    if (!isSupported(ranking)) return toGap('METRIC_UNSUPPORTED', ranking.unsupported)
    const obstacle = findObstacle(source, ranking, scope)
    if (!obstacle) return readRanking(source, ranking, scope, loaders)
    const { byAgent } = ranking
    if (byAgent && !isGap(planMapping(source, byAgent.good, scope))) {
      const agents = await listFewAgents(source, byAgent.good, scope, loaders).catch((error) => {
        // The list of agents is of use to a better answer only where there is one without it.
        if (error instanceof GapError && obstacle.isAcceptable) return undefined
        throw error
      })
      if (agents) return readByAgent(source, byAgent, scope, agents, loaders)
    }
    return obstacle.isAcceptable ? readRanking(source, ranking, scope, loaders) : obstacle.gap
  })

/** What keeps the ranking from answering exactly; passable where it answers all the same, with a warning. */
function findObstacle(source: Source, { dataset }: RankingMapping, scope: Scope) {
  const refusal = findUnsupported(source, dataset, scope, 'SUM')
  if (refusal) return { gap: refusal, isAcceptable: false }
  try {
    const { warnings } = findDataset(source, dataset).layOut(scope)
    const [warning] = warnings
    return warning && { gap: toGap('GRANULARITY_UNSUPPORTED', warning.message), isAcceptable: true }
  } catch (error) {
    if (error instanceof GapError) return { gap: error.gap, isAcceptable: false }
    throw error
  }
}

const figure = (dataset: string, value: string): MetricMapping => ({ dataset, value })

async function readRanking(source: Source, { dataset }: RankingMapping, scope: Scope, loaders: Loaders) {
  const mappings = [figure(dataset, 'good'), figure(dataset, 'bad')]
  const { answer, gaps, warnings } = await readMembers(source, scope, 'SUM', mappings, loaders)
  const ratings = new Map([...answer].map(([email, [good, bad]]) => [email, toRatings(good, bad)] as const))
  const rest = ratings.get('')
  ratings.delete('')
  return { answer: ratings, gaps: [...gaps, ...(rest ? missUnlisted(rest) : [])], warnings }
}

const toRatings = (good: Aggregate | undefined, bad: Aggregate | undefined): Ratings => ({
  good: good?.amount ?? 0,
  bad: bad?.amount ?? 0,
})

/** Ratings that nobody on the account's list has been given. */
function missUnlisted({ good, bad }: Ratings): Gap[] {
  const message = `${good} good and ${bad} bad ratings are missing: their agents are no longer in the agent list of the account`
  return good + bad > 0 ? [toGap('NOT_FOUND', message)] : []
}

/** The agents to ask one by one; undefined when that would cost too much. Decided before any figure is asked. */
async function listFewAgents(
  source: Source,
  metric: Metric,
  scope: Scope,
  loaders: Loaders,
): Promise<readonly string[] | undefined> {
  const { agentEmail } = scope.filter
  if (agentEmail !== undefined) return [agentEmail]
  // Where the list is old, each agent's figures say so.
  const { members: agents } = await loaders.listMembers(source, 'agents')
  const calls = (agents.length + 1) * countCalls(source, metric, scope)
  return agents.length <= maxRankedAgents && source.hasBudgetFor(calls) ? agents.map(({ key }) => key) : undefined
}

/** Maximum number of calls for the metric of one agent. */
function countCalls(source: Source, metric: Metric, scope: Scope): number {
  const planned = planMapping(source, metric, scope)
  if (isGap(planned)) return 0
  const dataset = findDataset(source, planned.dataset)
  const pieces = listStarted(dataset.layOut(scope).pieces, scope.now)
  return pieces.reduce((sum, piece) => sum + dataset.countCalls(piece, scope.now), 0)
}

/** Everybody's ratings too, in the same call when an agent is asked for: what the agents leave of them is missing. */
async function readByAgent(
  source: Source,
  metrics: NonNullable<RankingMapping['byAgent']>,
  scope: Scope,
  agents: readonly string[],
  loaders: Loaders,
) {
  async function ask(filter: Filter) {
    const read = (metric: Metric) => readSource(source, metric, { ...scope, filter }, loaders)
    const [good, bad] = await Promise.all([read(metrics.good), read(metrics.bad)])
    const gap = good.gaps[0] ?? bad.gaps[0]
    if (gap) throw new GapError(gap.code, gap.message, gap)
    return { ratings: toRatings(good.answer?.total, bad.answer?.total), warnings: [good.warnings, bad.warnings] }
  }
  const [all, ...each] = await Promise.all(
    [scope.filter, ...agents.map((agentEmail) => ({ ...scope.filter, agentEmail }))].map(ask),
  )
  const rest = (name: keyof Ratings) =>
    each.reduce((left, { ratings }) => left - ratings[name], all?.ratings[name] ?? 0)
  return {
    answer: new Map(agents.map((email, index) => [email, each[index]?.ratings ?? { good: 0, bad: 0 }])),
    gaps: missUnlisted({ good: rest('good'), bad: rest('bad') }),
    warnings: mergeWarnings([all, ...each].flatMap((one) => one?.warnings ?? [])),
  }
}
