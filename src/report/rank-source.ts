import { type Contribution, contribute } from './contribution.ts'
import { type Gap, GapError } from './error.ts'
import type { Metric } from './metric.ts'
import { findRefusal, isGap, planReading, refuse } from './plan.ts'
import { isSupported, type RankingReading, type RankingSubject, type Reading, type Source } from './port.ts'
import { readMembers } from './read.ts'
import { askSource } from './run.ts'
import type { Filter, Scope } from './scope.ts'
import type { Tally } from './tally.ts'
import { uniteWarnings } from './unite-warnings.ts'
import type { Upstream } from './upstream.ts'

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
  upstream: Upstream,
): Promise<Contribution<RatingsByEmail>> =>
  contribute(source, async () => {
    const ranking = source.provider.rankings[subject]
    if (!isSupported(ranking)) return refuse('METRIC_UNSUPPORTED', ranking.unsupported)
    const obstacle = findObstacle(source, ranking, scope)
    if (!obstacle) return readRanking(source, ranking, scope, upstream)
    const { byAgent } = ranking
    if (byAgent && !isGap(planReading(source, byAgent.good, scope))) {
      const agents = await listFewAgents(source, byAgent.good, scope, upstream).catch((error) => {
        // The list of agents is of use to a better answer only where there is one without it.
        if (error instanceof GapError && obstacle.isPassable) return undefined
        throw error
      })
      if (agents) return readByAgent(source, byAgent, scope, agents, upstream)
    }
    return obstacle.isPassable ? readRanking(source, ranking, scope, upstream) : obstacle.gap
  })

/** What keeps the ranking from answering exactly; passable where it answers all the same, with a warning. */
function findObstacle(source: Source, { dataset }: RankingReading, scope: Scope) {
  const refusal = findRefusal(source, dataset, scope, 'SUM')
  if (refusal) return { gap: refusal, isPassable: false }
  try {
    const { warnings } = source.layOut(dataset, scope)
    const [warning] = warnings
    return warning && { gap: refuse('GRANULARITY_UNSUPPORTED', warning.message), isPassable: true }
  } catch (error) {
    if (error instanceof GapError) return { gap: error.gap, isPassable: false }
    throw error
  }
}

const figure = (dataset: string, value: string): Reading => ({ dataset, value })

async function readRanking(source: Source, { dataset }: RankingReading, scope: Scope, upstream: Upstream) {
  const readings = [figure(dataset, 'good'), figure(dataset, 'bad')]
  const { answer, gaps, warnings } = await readMembers(source, scope, 'SUM', readings, upstream)
  const ratings = new Map([...answer].map(([email, [good, bad]]) => [email, toRatings(good, bad)] as const))
  const rest = ratings.get('')
  ratings.delete('')
  return { answer: ratings, gaps: [...gaps, ...(rest ? missUnlisted(rest) : [])], warnings }
}

const toRatings = (good: Tally | undefined, bad: Tally | undefined): Ratings => ({
  good: good?.amount ?? 0,
  bad: bad?.amount ?? 0,
})

/** Ratings that nobody on the account's list has been given. */
function missUnlisted({ good, bad }: Ratings): Gap[] {
  const message = `${good} good and ${bad} bad ratings are missing: their agents are no longer in the agent list of the account`
  return good + bad > 0 ? [refuse('NOT_FOUND', message)] : []
}

/** The agents to ask one by one; undefined when that would cost too much. Decided before any figure is asked. */
async function listFewAgents(
  source: Source,
  metric: Metric,
  scope: Scope,
  upstream: Upstream,
): Promise<readonly string[] | undefined> {
  const { agentEmail } = scope.filter
  if (agentEmail !== undefined) return [agentEmail]
  // Where the list is old, each agent's figures say so.
  const { members: agents } = await upstream.listMembers(source, 'agents')
  const calls = (agents.length + 1) * countCalls(source, metric, scope)
  return agents.length <= maxRankedAgents && source.canAfford(calls) ? agents.map(({ key }) => key) : undefined
}

/** What one agent costs: days come together, hours a day at a time. */
function countCalls(source: Source, metric: Metric, scope: Scope): number {
  const planned = planReading(source, metric, scope)
  const pieces = isGap(planned) ? [] : source.layOut(planned.dataset, scope).pieces
  return pieces.reduce((sum, { grain, cells }) => sum + (grain === 'hour' ? cells.length : 1), 0)
}

/** Everybody's ratings too, in the same call when an agent is asked for: what the agents leave of them is missing. */
async function readByAgent(
  source: Source,
  metrics: NonNullable<RankingReading['byAgent']>,
  scope: Scope,
  agents: readonly string[],
  upstream: Upstream,
) {
  async function ask(filter: Filter) {
    const read = (metric: Metric) => askSource(source, metric, { ...scope, filter }, upstream)
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
    warnings: uniteWarnings([all, ...each].flatMap((one) => one?.warnings ?? [])),
  }
}
