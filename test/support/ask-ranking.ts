import type { RankedAgent } from './brute-force/rank-both.ts'
import type { RankingQuestion } from './brute-force/rank-livechat.ts'
import type { TestGateway } from './gateway.ts'
import type { ScopeQuestion } from './questions.ts'

export interface RankingAnswer {
  readonly subject: string
  readonly range: { readonly start: string; readonly end: string; readonly timeZone: string }
  readonly entries: readonly RankedAgent[]
  readonly hasMore: boolean
  readonly isPartial: boolean
  readonly gaps: readonly {
    readonly source: { readonly id: string }
    readonly code: string
    readonly message: string
  }[]
  readonly warnings: readonly { readonly source: { readonly id: string }; readonly code: string }[]
}

const document = `
  query Ranking($subject: RankingSubject!, $scope: ReportScope!, $first: Int!) {
    ranking(subject: $subject, scope: $scope, first: $first) {
      subject
      range { start end timeZone }
      entries { position agent { email } good bad total satisfaction score }
      hasMore
      isPartial
      gaps { source { id } code message }
      warnings { source { id } code }
    }
  }`

/** The ranking, 500 of it unless told; throws what the gateway gave as errors. */
export async function askRanking(
  gateway: TestGateway,
  subject: RankingQuestion['subject'],
  scope: Omit<ScopeQuestion, 'granularity'>,
  first = 500,
): Promise<RankingAnswer> {
  const { data, errors } = await gateway.query(document, { subject, scope, first })
  if (errors) throw new Error(errors.map(({ message }) => message).join('; '))
  return data.ranking
}

/** Each gap as `<source> <code>`. */
export const writeGaps = ({ gaps }: Pick<RankingAnswer, 'gaps'>): readonly string[] =>
  gaps.map(({ source, code }) => `${source.id} ${code}`)
