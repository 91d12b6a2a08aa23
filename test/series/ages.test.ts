import { describe, expect, it } from 'vitest'
import { toDayChunk } from '../../src/report/port/series.ts'
import { day, hour, minute } from '../../src/report/time/date.ts'
import { toSlot } from '../../src/series/cache/block.ts'
import { type Freshness, getFreshness, toTimeToLive } from '../../src/series/freshness.ts'
import { at } from '../support/instants.ts'
import { type ChunkRows, toBlocksOf } from '../support/rows-by-chunk.ts'
import { defaultAges } from '../support/store-ages.ts'

const chunk = toDayChunk('UTC', '2026-03-29')
const week = 7 * day

/** The freshness at an instant of rows of the chunk. */
function judge(stored: ChunkRows, now: number, isMutable: boolean): Freshness {
  const [block] = toBlocksOf('day', [[chunk, stored]]).values()
  if (!block) throw new Error('no block')
  return getFreshness(block, toSlot('day', chunk), chunk, now, defaultAges, isMutable)
}

describe('rows of a day', () => {
  it.each<[string, string, boolean, [from: number, Freshness][]]>([
    [
      'under way',
      '2026-03-29T10:00:00Z',
      false,
      [
        [0, 'FRESH'],
        [30_000, 'STALE'],
        [day, 'EXPIRED'],
      ],
    ],
    [
      'in its last millisecond',
      '2026-03-29T23:59:59.999Z',
      false,
      [
        [0, 'FRESH'],
        [30_000, 'STALE'],
        [day, 'EXPIRED'],
      ],
    ],
    [
      'as it was over',
      '2026-03-30T00:00:00Z',
      false,
      [
        [0, 'FRESH'],
        [15 * minute, 'STALE'],
        [day, 'EXPIRED'],
      ],
    ],
    [
      'in the last moment of settling',
      '2026-03-31T23:59:59.999Z',
      true,
      [
        [0, 'FRESH'],
        [15 * minute, 'STALE'],
        [day, 'EXPIRED'],
      ],
    ],
    [
      'settled',
      '2026-04-01T00:00:00Z',
      false,
      [
        [0, 'FRESH'],
        [week, 'REVALIDATE'],
        [2 * week, 'EXPIRED'],
      ],
    ],
    [
      'settled, of a stream whose history moves',
      '2026-04-01T00:00:00Z',
      true,
      [
        [0, 'FRESH'],
        [hour, 'REVALIDATE'],
        [2 * hour, 'STALE'],
        [day, 'EXPIRED'],
      ],
    ],
  ])('read %s (%s, moving: %s) are in turn %j', (_, readAt, isMoving, stages) => {
    const judgeAt = (age: number) => judge({ rows: [], readAt: at(readAt) }, at(readAt) + age, isMoving)

    for (const [place, [from, freshness]] of stages.entries()) {
      expect(judgeAt(from)).toBe(freshness)
      const next = stages[place + 1]
      if (next) expect(judgeAt(next[0] - 1)).toBe(freshness)
    }
  })

  it('that a clock read which has since been set back are not fresh for ever', () => {
    const stored = { rows: [], readAt: at('2026-03-29T10:00:00Z') }
    expect(judge(stored, at('2026-03-29T09:00:00Z'), false)).toBe('STALE')
  })

  it.each([
    ['at its start', chunk.start, 'FRESH'],
    ['before its end', chunk.end - 1, 'FRESH'],
    ['before its start', chunk.start - 1, 'EXPIRED'],
    ['at its end', chunk.end, 'EXPIRED'],
  ])('that begin %s', (_, start, freshness) => {
    const inside = { start: chunk.start, end: chunk.end, figures: {} }
    const stored = { rows: [inside, { ...inside, start }], readAt: chunk.end }
    expect(judge(stored, chunk.end, false)).toBe(freshness)
  })

  it.each([
    ['under way', '2026-03-29T10:00:00Z', false, day],
    ['settled', '2026-04-01T00:00:00Z', false, 2 * week],
    ['settled, of a stream whose history moves', '2026-04-01T00:00:00Z', true, day],
  ])('read %s (%s, moving: %s) are kept until they are good for nothing: %i ms', (_, readAt, isMoving, keepFor) => {
    expect(toTimeToLive(at(readAt), chunk, defaultAges, isMoving)).toBe(keepFor)
  })
})
