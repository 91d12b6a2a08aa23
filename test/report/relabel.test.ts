import { describe, expect, it } from 'vitest'
import type { Row } from '../../src/report/port/series.ts'
import { shiftZone } from '../../src/report/questions/read/read.ts'
import { toSpan, writeSpan } from '../support/instants.ts'
import { listRows, rowsOf } from '../support/rows-by-chunk.ts'

const figures = { count: 1 }

const shift = (row: Row, grain: 'hour' | 'day') =>
  listRows(shiftZone(rowsOf(row), grain, 'America/New_York', 'Europe/Warsaw'))

describe('shifting rows to another time zone', () => {
  it.each([
    ['a day', '2026-06-17T04:00Z', '2026-06-18T04:00Z', '2026-06-16T22:00Z 2026-06-17T22:00Z'],
    ['a day of 23 hours', '2026-03-29T04:00Z', '2026-03-30T04:00Z', '2026-03-28T23:00Z 2026-03-29T22:00Z'],
    ['a day that has 25 hours there', '2026-11-01T04:00Z', '2026-11-02T05:00Z', '2026-10-31T23:00Z 2026-11-01T23:00Z'],
  ])('uses %s of New York for the same date in Warsaw', (_, start, end, expected) => {
    const rows = shift({ ...toSpan(start, end), figures }, 'day')

    expect(rows.map(writeSpan)).toEqual([expected])
    expect(rows.map((row) => row.figures)).toEqual([figures])
  })

  it.each([
    ['an hour as the same hour', '2026-06-17T13:00Z', '2026-06-17T07:00Z'],
    ['the hour that Warsaw skips as the one after it', '2026-03-29T06:00Z', '2026-03-29T01:00Z'],
    ['the hour that Warsaw repeats as its first pass', '2026-10-25T06:00Z', '2026-10-25T00:00Z'],
  ])('lets %s', (_, start, expected) => {
    const span = { start: Date.parse(start), end: Date.parse(start) + 3_600_000 }
    const rows = shift({ ...span, figures }, 'hour')

    expect(rows).toEqual([{ start: Date.parse(expected), end: Date.parse(expected) + 3_600_000, figures }])
  })
})
