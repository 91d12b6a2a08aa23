import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { createClient } from '../examples/client.ts'
import { OneMetricDocument, ReportsDocument } from './generated/graphql.ts'
import { startDemoServer } from './support/demo-server.ts'
import type { ListeningGateway } from './support/listening-gateway.ts'

let server: ListeningGateway
let query: ReturnType<typeof createClient>

beforeAll(async () => {
  server = await startDemoServer(Date.parse('2026-11-21T10:00:00Z'))
  query = createClient(server.url)
})

afterAll(() => server.close())

describe('the typed client', () => {
  it('takes the types of variables and answer from the document', async () => {
    const scope = { range: { days: { first: '2026-11-09', last: '2026-11-12' } }, timeZone: 'Europe/Warsaw' }
    const { data, errors } = await query(OneMetricDocument, { scope })
    const report = data?.report

    expectTypeOf(report?.total).toEqualTypeOf<number | null | undefined>()
    expect(errors).toBeUndefined()
    expect(report?.buckets.map(({ start }) => start.slice(0, 10))).toEqual(
      ['09', '10', '11', '12'].map((day) => `2026-11-${day}`),
    )
    // @ts-expect-error: the document does not select the unit
    expect(report?.unit).toBeUndefined()
  })

  it('needs no variables where each has a default', async () => {
    const { data } = await query(OneMetricDocument, {})

    expect(data?.report?.buckets).toHaveLength(30)
  })

  it('knows which variables are wrong', async () => {
    const scope = { range: { last: 'P7D' } }
    const answers = await Promise.all([
      // @ts-expect-error: a variable without a default is missing
      query(ReportsDocument, { scope }),
      // @ts-expect-error: there is no such metric
      query(ReportsDocument, { metrics: ['HAPPINESS'], scope }),
      // @ts-expect-error: a granularity that a scope does not have
      query(ReportsDocument, { metrics: ['CONVERSATIONS'], scope: { ...scope, granularity: 'MINUTE' } }),
      // @ts-expect-error: a range has exactly one form
      query(OneMetricDocument, { scope: { range: { last: 'P7D', preset: 'TODAY' } } }),
    ])

    expect(answers.map(({ data, errors }) => [data, errors?.[0]?.message])).toEqual([
      [undefined, expect.stringContaining('"$metrics" of required type')],
      [undefined, expect.stringContaining('"HAPPINESS" does not exist')],
      [undefined, expect.stringContaining('"MINUTE" does not exist')],
      [undefined, expect.stringContaining('Exactly one key must be specified')],
    ])
  })

  it('gives half an answer, and the error beside it', async () => {
    const scope = { range: { last: 'P7D' }, filter: { sources: ['nowhere'] } }
    const { data, errors } = await query(OneMetricDocument, { scope })

    expect(data).toEqual({ report: null })
    expect(errors?.map(({ path }) => path)).toEqual([['report']])
  })
})
