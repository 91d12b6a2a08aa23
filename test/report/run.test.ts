import { describe, expect, it } from 'vitest'
import { toSampleSize, toValue } from '../../src/report/figures/aggregate.ts'
import { runReport } from '../../src/report/questions/report.ts'
import { directUpstream } from '../support/direct-upstream.ts'
import { inventSource } from '../support/invented-source.ts'
import { askFor, now } from '../support/scopes.ts'

describe('runReport', () => {
  it('computes buckets and total from the rows of a source', async () => {
    const [source] = inventSource()
    const report = await runReport('CONVERSATIONS', askFor(), [source], directUpstream)

    expect(report.aggregates.map((aggregate) => toValue('SUM', aggregate))).toEqual([1, 1, 1])
    expect(toValue('SUM', report.total)).toBe(3)
    expect(report).toMatchObject({ isPartial: false, gaps: [], warnings: [], asOf: now })
  })

  it('weighs the means of two sources by their events', async () => {
    const [support] = inventSource()
    const [sales] = inventSource({
      id: 'sales',
      readRows: async (_, chunks) =>
        new Map(chunks.map(({ key, start, end }) => [key, [{ start, end, figures: { count: 9, seconds: 20 } }]])),
    })
    const { aggregates, total } = await runReport('FIRST_RESPONSE_TIME', askFor(), [support, sales], directUpstream)

    expect(aggregates.map((aggregate) => toValue('MEAN', aggregate))).toEqual([19, 19, 19])
    expect([toValue('MEAN', total), toSampleSize('MEAN', total)]).toEqual([19, 30])
  })

  it('calls only the sources of the scope', async () => {
    const [support, supportReads] = inventSource()
    const [sales, salesReads] = inventSource({ id: 'sales' })
    const { series } = await runReport(
      'CONVERSATIONS',
      askFor({ filter: { sources: ['sales'] } }),
      [support, sales],
      directUpstream,
    )

    expect(series.map(({ source }) => source.id)).toEqual(['sales'])
    expect([supportReads.length, salesReads.length]).toEqual([0, 1])
  })

  it('passes the parameters of a filter to the reader of rows', async () => {
    const [source, reads] = inventSource({ toParameters: async ({ agentEmail = '' }) => ({ agent: agentEmail }) })
    await runReport('CONVERSATIONS', askFor({ filter: { agentEmail: "o'neil@x" } }), [source], directUpstream)

    expect(reads.map(({ series }) => series)).toEqual([
      { dataset: 'chats', parameters: { agent: "o'neil@x" }, grain: 'day', rowZone: 'UTC' },
    ])
  })
})

describe('the part of a range that is in the future', () => {
  it('is null and needs no call', async () => {
    const [source, reads] = inventSource()
    const scope = askFor({ range: { days: { first: '2026-03-28', last: '2026-04-02' } } })
    const { aggregates } = await runReport('CONVERSATIONS', scope, [source], directUpstream)

    expect(reads.map(({ chunks }) => chunks)).toEqual([['2026-03-28', '2026-03-29']])
    expect(aggregates.map((aggregate) => toValue('SUM', aggregate))).toEqual([1, 1, null, null, null, null])
  })

  it('needs no call when the whole range is in the future', async () => {
    const [source, reads] = inventSource({ toParameters: () => Promise.reject(new Error('not to be asked')) })
    const scope = askFor({ range: { days: { first: '2026-04-01', last: '2026-04-02' } } })
    const report = await runReport('CONVERSATIONS', scope, [source], directUpstream)

    expect(reads).toEqual([])
    expect(report).toMatchObject({ aggregates: [undefined, undefined], isPartial: false, gaps: [] })
    expect(report).not.toHaveProperty('asOf')
  })
})
