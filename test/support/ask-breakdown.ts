import type { TestGateway } from './gateway.ts'
import type { BucketAnswer, ScopeQuestion } from './questions.ts'

/** What is selected of a breakdown besides totals. */
export type SliceDetail = 'totals' | 'sampleSize' | 'buckets'

export interface SliceAnswer {
  readonly label: string
  readonly agent: { readonly email: string } | null
  readonly team: { readonly id: string } | null
  readonly inbox: { readonly id: string } | null
  readonly tag: string | null
  readonly source: { readonly id: string } | null
  readonly total: number | null
  readonly sampleSize?: number | null
  readonly buckets?: readonly BucketAnswer[]
}

export interface BreakdownAnswer {
  readonly slices: readonly SliceAnswer[]
  readonly hasMore: boolean
  readonly isPartial: boolean
  readonly gaps: readonly {
    readonly source: { readonly id: string }
    readonly code: string
    readonly message: string
  }[]
  readonly warnings: readonly { readonly source: { readonly id: string }; readonly code: string }[]
}

const details: Readonly<Record<SliceDetail, string>> = {
  totals: '',
  sampleSize: 'sampleSize',
  buckets: 'sampleSize buckets { start end value sampleSize }',
}

export const writeBreakdown = (detail: SliceDetail): string => `
  breakdown(by: $by, first: $first, order: $order) {
    slices { label agent { email } team { id } inbox { id } tag source { id } total ${details[detail]} }
    hasMore
    isPartial
    gaps { source { id } code message }
    warnings { source { id } code }
  }`

export interface BreakdownQuestion {
  readonly metrics: readonly string[]
  readonly scope: ScopeQuestion
  readonly by: string
  readonly first?: number
  readonly order?: string
}

/** One breakdown for each metric, in their order; throws what the gateway gave as errors. */
export async function askBreakdowns(
  gateway: TestGateway,
  question: BreakdownQuestion,
  detail: SliceDetail = 'buckets',
): Promise<readonly BreakdownAnswer[]> {
  const document = `
    query Split($metrics: [Metric!]!, $scope: ReportScope!, $by: Dimension!, $first: Int!, $order: SliceOrder!) {
      reports(metrics: $metrics, scope: $scope) { ${writeBreakdown(detail)} }
    }`
  const { data, errors } = await gateway.query(document, { first: 500, order: 'HIGHEST', ...question })
  if (errors) throw new Error(errors.map(({ message }) => message).join('; '))
  return data.reports.map((report: { readonly breakdown: BreakdownAnswer }) => report.breakdown)
}
