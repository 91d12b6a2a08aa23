import { RankedAgentsDocument, type RankedAgentsQuery, type RankingSubject } from '../generated/graphql.ts'
import type { TestGateway } from './gateway.ts'
import type { ScopeQuestion } from './questions.ts'

export type RankingAnswer = NonNullable<RankedAgentsQuery['ranking']>

/** The ranking, with 500 entries by default; throws the errors of the response. */
export async function askRanking(
  gateway: TestGateway,
  subject: RankingSubject,
  scope: Omit<ScopeQuestion, 'granularity'>,
  first = 500,
): Promise<RankingAnswer> {
  const { ranking } = await gateway.ask(RankedAgentsDocument, { subject, scope, first })
  if (!ranking) throw new Error('no ranking, and no error')
  return ranking
}

/** Each gap as `<source> <code>`. */
export const writeGaps = ({ gaps }: Pick<RankingAnswer, 'gaps'>): readonly string[] =>
  gaps.map(({ source, code }) => `${source.id} ${code}`)
