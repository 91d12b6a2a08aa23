import { describe, expect, it } from 'vitest'
import { toValue } from '../../src/report/figures/aggregate.ts'
import { type Layout, toDayChunks, toSpanChunk } from '../../src/report/port/series.ts'
import { runReport } from '../../src/report/questions/report.ts'
import { directUpstream } from '../support/direct-upstream.ts'
import { type InventedSettings, inventRow, inventSource } from '../support/invented-source.ts'
import { askFor } from '../support/scopes.ts'

const layingOut = (layout: Partial<Layout>): InventedSettings => ({
  layOut: () => ({ pieces: [], gaps: [], warnings: [], ...layout }),
})

describe('a layout', () => {
  it('may omit a part of the range and report a gap for it', async () => {
    const [source] = inventSource({
      ...layingOut({
        pieces: [
          { grain: 'day', rowZone: 'UTC', chunks: toDayChunks('UTC', askFor({ range: { preset: 'TODAY' } }).range) },
        ],
        gaps: [{ code: 'OUT_OF_RETENTION', message: 'nothing before today', isFailure: false }],
        warnings: [{ code: 'ESTIMATED', message: 'roughly' }],
      }),
    })
    const report = await runReport('CONVERSATIONS', askFor(), [source], directUpstream)

    expect(report.aggregates.map((aggregate) => toValue('SUM', aggregate))).toEqual([null, null, 1])
    expect(report).toMatchObject({
      isPartial: true,
      gaps: [{ code: 'OUT_OF_RETENTION' }],
      warnings: [{ code: 'ESTIMATED' }],
    })
  })

  it('of spans takes the total from the row of the whole range', async () => {
    const scope = askFor()
    const [source] = inventSource({
      ...layingOut({
        pieces: [{ grain: 'span', rowZone: 'UTC', chunks: [...scope.buckets, scope.range].map(toSpanChunk) }],
      }),
    })
    const { aggregates, total } = await runReport('CONVERSATIONS', scope, [source], directUpstream)

    expect(aggregates.map((aggregate) => toValue('SUM', aggregate))).toEqual([1, 1, 1])
    expect(toValue('SUM', total)).toBe(1)
  })

  it('of two pieces merges them', async () => {
    const [first, ...rest] = toDayChunks('UTC', askFor().range)
    const piece = { grain: 'day', rowZone: 'UTC' } as const
    const [source, reads] = inventSource(
      layingOut({
        pieces: [
          { ...piece, chunks: first ? [first] : [] },
          { ...piece, chunks: rest },
        ],
      }),
    )
    const { total } = await runReport('CONVERSATIONS', askFor(), [source], directUpstream)

    expect(reads.map(({ chunks }) => chunks)).toEqual([['2026-03-27'], ['2026-03-28', '2026-03-29']])
    expect(toValue('SUM', total)).toBe(3)
  })

  it('in another time zone is used for the same dates of the requested zone', async () => {
    const scope = askFor({ timeZone: 'America/New_York' })
    const chunks = toDayChunks('UTC', askFor().range)
    const [source] = inventSource({
      ...layingOut({ pieces: [{ grain: 'day', rowZone: 'UTC', chunks, shiftedFrom: 'UTC' }] }),
      readRows: async () =>
        new Map(chunks.map((chunk, index) => [chunk.key, [{ ...inventRow(chunk), figures: { count: index } }]])),
    })
    const { aggregates } = await runReport('CONVERSATIONS', scope, [source], directUpstream)

    expect(aggregates.map((aggregate) => toValue('SUM', aggregate))).toEqual([0, 1, 2])
  })
})
