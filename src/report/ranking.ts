import { type Contribution, contribute, gather, type Remarks } from './contribution.ts'
import { type Gap, GapError } from './error.ts'
import { findRefusal, refuse } from './plan.ts'
import { isSupported, type RankingReading, type RankingSubject, type Reading, type Source } from './port.ts'
import { readMembers } from './read.ts'
import { askSource, selectSources } from './run.ts'
import { type Scope, withGranularity } from './scope.ts'
import { toScore } from './score.ts'
import type { Upstream } from './upstream.ts'

export interface RankingEntry {
  /** 1 is best; equal scores share a position. */
  readonly position: number
  /** In lower case. */
  readonly email: string
  readonly good: number
  readonly bad: number
  readonly score: number
}

export interface Ranking extends Remarks {
  readonly subject: RankingSubject
  readonly scope: Scope
  /** Best first; agents without ratings are absent. */
  readonly entries: readonly RankingEntry[]
  readonly isPartial: boolean
}

interface Ratings {
  readonly good: number
  readonly bad: number
}

type RatingsByEmail = ReadonlyMap<string, Ratings>

/** Where a ranking has not the asked zone or day, agents may be asked one by one: up to this many. */
const maxAgents = 10

/** Agents by how well customers rated them, one entry per e-mail address; throws NoAnswer when no source answered. */
export async function runRanking(
  subject: RankingSubject,
  asked: Scope,
  sources: readonly Source[],
  upstream: Upstream,
): Promise<Ranking> {
  const scope = withGranularity(asked, 'DAY')
  const contributions = await Promise.all(
    selectSources(scope, sources).map((source) => rankSource(source, subject, scope, upstream)),
  )
  const { answers, ...remarks } = gather('the ranking', contributions)
  return { subject, scope: asked, entries: toEntries(answers), ...remarks }
}

const rankSource = (
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
    const agents = ranking.byAgent && (await listFewAgents(source, scope, upstream))
    if (agents) return readByAgent(source, ranking, scope, agents, upstream)
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
  const { answer, ...remarks } = await readMembers(source, scope, 'SUM', readings, upstream)
  const ratings = [...answer].map(
    ([email, [good, bad]]) => [email, { good: good?.amount ?? 0, bad: bad?.amount ?? 0 }] as const,
  )
  return { answer: new Map(ratings), ...remarks }
}

/** The agents to ask one by one; undefined when that would cost too much. Decided before any figure is asked. */
async function listFewAgents(
  source: Source,
  { filter }: Scope,
  upstream: Upstream,
): Promise<readonly string[] | undefined> {
  if (filter.agentEmail !== undefined) return [filter.agentEmail]
  const agents = await upstream.listMembers(source, 'agents')
  return agents.length <= maxAgents && source.canAfford(agents.length) ? agents.map(({ key }) => key) : undefined
}

async function readByAgent(
  source: Source,
  { byAgent }: RankingReading,
  scope: Scope,
  agents: readonly string[],
  upstream: Upstream,
): Promise<{ readonly answer: RatingsByEmail } | Gap> {
  if (!byAgent) throw new Error(`${source.provider.name} cannot rank agent by agent`)
  const asked = await Promise.all(
    agents.map(async (agentEmail) => {
      const narrowed = { ...scope, filter: { ...scope.filter, agentEmail } }
      const ask = (metric: typeof byAgent.good) => askSource(source, metric, narrowed, upstream)
      const [good, bad] = await Promise.all([ask(byAgent.good), ask(byAgent.bad)])
      return {
        agentEmail,
        gap: good.gaps[0] ?? bad.gaps[0],
        good: good.answer?.total?.amount ?? 0,
        bad: bad.answer?.total?.amount ?? 0,
      }
    }),
  )
  const gap = asked.find((one) => one.gap)?.gap
  return gap ?? { answer: new Map(asked.map(({ agentEmail, good, bad }) => [agentEmail, { good, bad }])) }
}

function toEntries(answers: readonly RatingsByEmail[]): RankingEntry[] {
  const merged = new Map<string, Ratings>()
  for (const [address, { good, bad }] of answers.flatMap((answer) => [...answer])) {
    const email = address.toLowerCase()
    const known = merged.get(email) ?? { good: 0, bad: 0 }
    merged.set(email, { good: known.good + good, bad: known.bad + bad })
  }
  const scored = [...merged].flatMap(([email, ratings]) => {
    const score = toScore(ratings.good, ratings.bad)
    return score === undefined ? [] : [{ email, ...ratings, score }]
  })
  scored.sort((a, b) => b.score - a.score || (a.email < b.email ? -1 : 1))
  return scored.map((entry) => ({ position: scored.findIndex(({ score }) => score === entry.score) + 1, ...entry }))
}
