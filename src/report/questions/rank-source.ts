import type { Aggregate } from '../figures/aggregate.ts'
import { type Gap, GapError } from '../port/error.ts'
import type { Loaders } from '../port/loaders.ts'
import type { Read, SourcePlan } from '../port/plan.ts'
import type { Scope } from '../port/scope.ts'
import { isSupported, type MetricMapping, type RankingSubject, type Source } from '../port/source.ts'
import { countRead, findUnsupported, isGap, type Planner, planMapping, toGap } from './planner.ts'
import { readMembers } from './read/read.ts'
import { mergeWarnings, type SourceResult, toSourceResult } from './read/source-result.ts'
import { everything, executePlan, planSource } from './report.ts'

export interface Ratings {
  readonly good: number
  readonly bad: number
}

export type RatingsByEmail = ReadonlyMap<string, Ratings>

/** Where the ranking cannot answer exactly, agents may be read one by one: up to this many. */
export const maxRankedAgents = 10

/** How a source can rank its agents: by its ranking, exactly or with a warning, or agent by agent. */
export interface RankingPlan {
  readonly ranking: Read | Gap
  /** Whether the ranking answers exactly. */
  readonly isExact: boolean
  /** The good and bad ratings of everyone, or of one agent. */
  readonly planRatings?: (agentEmail?: string) => readonly (SourcePlan | Gap)[]
}

export function planRanking(
  source: Source,
  subject: RankingSubject,
  scope: Scope,
  planner: Planner,
): RankingPlan | Gap {
  const mapping = source.provider.rankings[subject]
  if (!isSupported(mapping)) return toGap('METRIC_UNSUPPORTED', mapping.unsupported)
  const { dataset, byAgent } = mapping
  const ranking = findUnsupported(source, dataset, scope, 'SUM') ?? planner.planRead(source, dataset, scope)
  const isExact = !isGap(ranking) && ranking.layout.warnings.length === 0
  if (isExact || !byAgent || isGap(planMapping(source, byAgent.good, scope))) return { ranking, isExact }
  const planRatings = (agentEmail?: string) => {
    const rated = agentEmail === undefined ? scope : { ...scope, filter: { ...scope.filter, agentEmail } }
    const question = { source, scope: rated, needs: everything, isShared: true }
    return [byAgent.good, byAgent.bad].map((metric) =>
      planSource({ ...question, metric, mapping: planMapping(source, metric, rated) }, planner),
    )
  }
  return { ranking, isExact, planRatings }
}

/** One source's ratings by agent, exact where that is affordable, or its gap. */
export const rankSource = (
  source: Source,
  subject: RankingSubject,
  scope: Scope,
  loaders: Loaders,
  planner: Planner,
): Promise<SourceResult<RatingsByEmail>> =>
  toSourceResult(source, async () => {
    const plan = planRanking(source, subject, scope, planner)
    if (isGap(plan)) return plan
    const { ranking, isExact, planRatings } = plan
    if (planRatings && !isExact) {
      const agents = await listFewAgents(source, scope, planRatings, loaders).catch((error) => {
        // Without the list of agents, the ranking is still available.
        if (error instanceof GapError && !isGap(ranking)) return undefined
        throw error
      })
      if (agents) return readByAgent(source, planRatings, agents, loaders)
    }
    return isGap(ranking) ? ranking : readRanking(ranking, loaders)
  })

const figure = (dataset: string, value: string): MetricMapping => ({ dataset, value })

async function readRanking(read: Read, loaders: Loaders) {
  const mappings = [figure(read.dataset, 'good'), figure(read.dataset, 'bad')]
  const { answer, gaps, warnings } = await readMembers(read, 'SUM', mappings, loaders)
  const ratings = new Map([...answer].map(([email, [good, bad]]) => [email, toRatings(good, bad)] as const))
  const rest = ratings.get('')
  ratings.delete('')
  return { answer: ratings, gaps: [...gaps, ...(rest ? missUnlisted(rest) : [])], warnings }
}

const toRatings = (good: Aggregate | undefined, bad: Aggregate | undefined): Ratings => ({
  good: good?.amount ?? 0,
  bad: bad?.amount ?? 0,
})

/** Ratings of agents who are not on the account's list. */
function missUnlisted({ good, bad }: Ratings): Gap[] {
  const message = `${good} good and ${bad} bad ratings are missing: their agents are no longer in the agent list of the account`
  return good + bad > 0 ? [toGap('NOT_FOUND', message)] : []
}

type PlanRatings = NonNullable<RankingPlan['planRatings']>

/** The agents to read one by one; undefined when that would take too many calls. Decided before any figure is read. */
async function listFewAgents(
  source: Source,
  { filter: { agentEmail } }: Scope,
  planRatings: PlanRatings,
  loaders: Loaders,
): Promise<readonly string[] | undefined> {
  if (agentEmail !== undefined) return [agentEmail]
  // Where the list is stale, the figures of each agent have the warning.
  const { members: agents } = await loaders.listMembers(source, 'agents')
  if (agents.length > maxRankedAgents) return undefined
  const [good] = planRatings()
  const calls = good && !isGap(good) && !isGap(good.own) ? countRead(good.own) : 0
  return source.hasBudgetFor((agents.length + 1) * calls) ? agents.map(({ key }) => key) : undefined
}

/** Reads the ratings of each agent, and of all agents together: the difference belongs to agents that are not listed. */
async function readByAgent(source: Source, planRatings: PlanRatings, agents: readonly string[], loaders: Loaders) {
  async function readRatings(agentEmail?: string) {
    const [good, bad] = await Promise.all(planRatings(agentEmail).map((plan) => executePlan(source, plan, loaders)))
    const gap = good?.gaps[0] ?? bad?.gaps[0]
    if (gap) throw new GapError(gap.code, gap.message, gap)
    return {
      ratings: toRatings(good?.answer?.total, bad?.answer?.total),
      warnings: [good?.warnings ?? [], bad?.warnings ?? []],
    }
  }
  const [all, ...each] = await Promise.all([undefined, ...agents].map(readRatings))
  const rest = (name: keyof Ratings) =>
    each.reduce((left, { ratings }) => left - ratings[name], all?.ratings[name] ?? 0)
  return {
    answer: new Map(agents.map((email, index) => [email, each[index]?.ratings ?? { good: 0, bad: 0 }])),
    gaps: missUnlisted({ good: rest('good'), bad: rest('bad') }),
    warnings: mergeWarnings([all, ...each].flatMap((one) => one?.warnings ?? [])),
  }
}
