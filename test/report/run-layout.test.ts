import { describe, expect, it } from 'vitest'
import { toDayCells, toSpanCell } from '../../src/report/cell.ts'
import type { Layout, Source } from '../../src/report/port.ts'
import { runReport } from '../../src/report/run.ts'
import { toValue } from '../../src/report/tally.ts'
import { directUpstream } from '../support/direct-upstream.ts'
import { inventRow, inventSource } from '../support/invented-source.ts'
import { askFor } from '../support/scopes.ts'

const layingOut = (layout: Partial<Layout>): Partial<Source> => ({
  layOut: () => ({ pieces: [], gaps: [], warnings: [], ...layout }),
})

describe('a layout', () => {
  it('may leave out a part and say so beside the figures', async () => {
    const [source] = inventSource({
      ...layingOut({
        pieces: [
          { grain: 'day', rowZone: 'UTC', cells: toDayCells('UTC', askFor({ range: { preset: 'TODAY' } }).range) },
        ],
        gaps: [{ code: 'OUT_OF_RETENTION', message: 'nothing before today', isFailure: false }],
        warnings: [{ code: 'ESTIMATED', message: 'roughly' }],
      }),
    })
    const report = await runReport('CONVERSATIONS', askFor(), [source], directUpstream)

    expect(report.tallies.map((tally) => toValue('SUM', tally))).toEqual([null, null, 1])
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
        pieces: [{ grain: 'span', rowZone: 'UTC', cells: [...scope.buckets, scope.range].map(toSpanCell) }],
      }),
    })
    const { tallies, total } = await runReport('CONVERSATIONS', scope, [source], directUpstream)

    expect(tallies.map((tally) => toValue('SUM', tally))).toEqual([1, 1, 1])
    expect(toValue('SUM', total)).toBe(1)
  })

  it('of two pieces merges them', async () => {
    const [first, ...rest] = toDayCells('UTC', askFor().range)
    const piece = { grain: 'day', rowZone: 'UTC' } as const
    const [source, reads] = inventSource(
      layingOut({
        pieces: [
          { ...piece, cells: first ? [first] : [] },
          { ...piece, cells: rest },
        ],
      }),
    )
    const { total } = await runReport('CONVERSATIONS', askFor(), [source], directUpstream)

    expect(reads.map(({ cells }) => cells)).toEqual([['2026-03-27'], ['2026-03-28', '2026-03-29']])
    expect(toValue('SUM', total)).toBe(3)
  })

  it('cut in another zone stands for the same dates of the asked one', async () => {
    const scope = askFor({ timeZone: 'America/New_York' })
    const cells = toDayCells('UTC', askFor().range)
    const [source] = inventSource({
      ...layingOut({ pieces: [{ grain: 'day', rowZone: 'UTC', cells, cutIn: 'UTC' }] }),
      readRows: async () =>
        new Map(cells.map((cell, index) => [cell.key, [{ ...inventRow(cell), figures: { count: index } }]])),
    })
    const { tallies } = await runReport('CONVERSATIONS', scope, [source], directUpstream)

    expect(tallies.map((tally) => toValue('SUM', tally))).toEqual([0, 1, 2])
  })
})
