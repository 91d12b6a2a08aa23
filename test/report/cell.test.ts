import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toDayChunk, toDayChunks, toRuns, toSpan, toSpanChunk } from '../../src/report/port/series.ts'
import { addDays, day, hour } from '../../src/report/time/date.ts'
import * as instants from '../support/instants.ts'
import { anyInstant, anyZone } from '../support/wall-clock.ts'

const keysOf = (zone: string, start: string, end: string) =>
  toDayChunks(zone, instants.toSpan(start, end)).map(({ key }) => key)

describe('toDayCell', () => {
  it('is a day from its first instant to the next one', () => {
    const chunk = toDayChunk('America/Havana', '2026-11-01')

    expect(chunk.key).toBe('2026-11-01')
    expect(instants.writeSpan(chunk)).toBe('2026-11-01T04:00Z 2026-11-02T05:00Z')
  })
})

describe('toDayCells', () => {
  it.each([
    ['UTC', '2026-03-28T23:59:59Z', '2026-03-29T00:00:01Z', ['2026-03-28', '2026-03-29']],
    ['UTC', '2026-03-28T00:00:00Z', '2026-03-29T00:00:00Z', ['2026-03-28']],
    ['Europe/Warsaw', '2026-03-28T22:59:59Z', '2026-03-28T23:00:01Z', ['2026-03-28', '2026-03-29']],
    ['Europe/Warsaw', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', ['2026-03-29']],
    ['America/Havana', '2026-11-01T05:00:00Z', '2026-11-01T06:00:00Z', ['2026-11-01']],
    ['America/St_Johns', '2010-11-06T20:30:00Z', '2010-11-07T03:30:00Z', ['2010-11-06', '2010-11-07']],
  ])('in %s from %s to %s are %j', (zone, start, end, expected) => {
    expect(keysOf(zone, start, end)).toEqual(expected)
  })

  it('cover every instant of any range in any zone, without gap or overlap (seed 2026)', () => {
    const holdsAll = fc.property(anyZone, anyInstant, fc.integer({ min: 1, max: 60 * 24 }), (zone, start, hours) => {
      const range = { start, end: start + hours * hour }
      const chunks = toDayChunks(zone, range)

      expect(chunks.at(0)?.start).toBeLessThanOrEqual(range.start)
      expect(chunks.at(-1)?.end).toBeGreaterThanOrEqual(range.end)
      expect(chunks.slice(1).map((chunk) => chunk.start)).toEqual(chunks.slice(0, -1).map((chunk) => chunk.end))
    })

    fc.assert(holdsAll, { seed: 2026, numRuns: 500 })
  })
})

describe('toSpanCell', () => {
  it('is named by its ends', () => {
    expect(toSpanChunk({ start: 1000, end: 2000 })).toEqual({ key: '1000/2000', start: 1000, end: 2000 })
  })
})

describe('toRuns', () => {
  const cellsFrom = (date: string, count: number) =>
    Array.from({ length: count }, (_, index) => toDayChunk('UTC', addDays(date, index)))

  it.each([
    ['keeps days that follow each other together', 31, [7]],
    ['cuts at the limit', 3, [3, 3, 1]],
    ['leaves each alone at a limit of one', 1, [1, 1, 1, 1, 1, 1, 1]],
  ])('%s', (_, limit, lengths) => {
    expect(toRuns(cellsFrom('2026-03-23', 7), limit).map((run) => run.length)).toEqual(lengths)
  })

  it('starts a new run where a day is missing', () => {
    const runs = toRuns([...cellsFrom('2026-03-23', 2), ...cellsFrom('2026-03-27', 3)], 31)

    expect(runs.map((run) => (toSpan(run).end - toSpan(run).start) / day)).toEqual([2, 3])
  })

  it('returns no runs for no chunks', () => {
    expect(toRuns([], 31)).toEqual([])
  })
})
