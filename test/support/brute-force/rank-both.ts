import type { ChatwootRows } from '../../../src/demo/chatwoot/rows.ts'
import { computeScore } from '../../../src/demo/livechat/score.ts'
import type { Filter } from './answer.ts'
import { rankChatwoot } from './rank-chatwoot.ts'
import type { RankingQuestion, RatingCounts } from './rank-livechat.ts'

/** One entry of a ranking, as returned to clients. */
export interface RankedAgent extends RatingCounts {
  readonly position: number
  readonly agent: { readonly email: string }
  readonly total: number
  readonly satisfaction: number
  readonly score: number
}

/** The ratings of Chatwoot by e-mail address; the address of a former agent is in the surveys. */
export function rateByEmail(
  rows: ChatwootRows,
  question: Omit<RankingQuestion, 'filter'> & { readonly filter?: Filter },
): ReadonlyMap<string, RatingCounts> {
  if (question.subject === 'TICKETS') return new Map()
  const emails = new Map(rows.agents.map(({ id, email }) => [id, email]))
  const formerEmail = (id: number) => `former.agent.${id}@demo.example`
  return new Map(
    rankChatwoot(rows, question).map(({ agentId, good, bad }) => [
      emails.get(agentId) ?? formerEmail(agentId),
      { good, bad },
    ]),
  )
}

/** All agents with a rating, best first. The position is one more than the number of better agents. */
export function rankTogether(...sources: readonly ReadonlyMap<string, RatingCounts>[]): readonly RankedAgent[] {
  const ratings = sources
    .flatMap((source) => [...source])
    .map(([email, counts]) => [email.toLowerCase(), counts] as const)
  const emails = [...new Set(ratings.map(([email]) => email))].sort()
  const scored = emails.map((email) => {
    const own = ratings.filter(([of]) => of === email)
    const [good, bad] = [sum(own.map(([, counts]) => counts.good)), sum(own.map(([, counts]) => counts.bad))]
    const total = good + bad
    return { agent: { email }, good, bad, total, satisfaction: good / total, score: computeScore(good, bad) }
  })
  return scored
    .map((entry) => ({ position: 1 + scored.filter(({ score }) => score > entry.score).length, ...entry }))
    .sort((one, other) => one.position - other.position)
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)
