import { describe, expect, it, vi } from 'vitest'
import { type Chunk, type SeriesKey, toDayChunks, toSpanChunk } from '../../src/report/port/series.ts'
import { day, hour } from '../../src/report/time/date.ts'
import { type CacheKey, createMemoryCache, type SeriesCache } from '../../src/series/cache/series-cache.ts'
import { eventually } from '../support/eventually.ts'
import { toSpan } from '../support/instants.ts'
import { byChunk, type ChunkRows, toBlocksOf } from '../support/rows-by-chunk.ts'

const spans = Object.fromEntries(
  ['a', 'b', 'c', 'd', 'large'].map((name, start) => [name, { ...toSpanChunk({ start, end: 1_000_000 }), name }]),
)
const [month, lastDay] = [
  toDayChunks('UTC', toSpan('2026-03-01T00:00Z', '2026-03-31T00:00Z')),
  toDayChunks('UTC', toSpan('2026-03-31T00:00Z', '2026-04-01T00:00Z')),
]

const toKey = (grain: SeriesKey['grain']): CacheKey => ({ text: 'series', account: 'support', grain })
const rowsOf = (count: number): ChunkRows => ({
  rows: Array.from({ length: count }, (_, start) => ({ start, end: start + 1, figures: { count: 1 } })),
  readAt: 0,
})

function write(cache: SeriesCache, rows: ChunkRows, ...names: string[]): void {
  for (const name of names) writeChunks(cache, 'span', spans[name] ? [spans[name]] : [], rows)
}
const writeChunks = (cache: SeriesCache, grain: SeriesKey['grain'], chunks: readonly Chunk[], rows: ChunkRows) =>
  cache.write(
    toKey(grain),
    toBlocksOf(
      grain,
      chunks.map((chunk) => [chunk, rows] as const),
    ),
    day,
  )

async function listKept(cache: SeriesCache): Promise<string[]> {
  const chunks = Object.values(spans)
  const kept = byChunk('span', await cache.read(toKey('span'), chunks), chunks)
  return chunks.filter(({ key }) => kept.has(key)).map(({ name }) => name)
}

describe('createMemoryCache', () => {
  it('evicts the least recently used blocks beyond its bytes', async () => {
    // An empty block of one slot counts 1,340 bytes, so three fit.
    const cache = createMemoryCache(4_500)
    write(cache, rowsOf(0), 'a', 'b', 'c')
    if (spans.a) await cache.read(toKey('span'), [spans.a])
    write(cache, rowsOf(0), 'd')

    expect(await listKept(cache)).toEqual(['a', 'c', 'd'])
  })

  it('counts rows and their figures: a large block evicts several', async () => {
    // 60 rows of one figure count 3,100 bytes more.
    const cache = createMemoryCache(6_000)
    write(cache, rowsOf(0), 'a', 'b', 'c')
    write(cache, rowsOf(60), 'large')

    expect(await listKept(cache)).toEqual(['c', 'large'])
  })

  it('does not keep a block that is larger than all of its bytes', async () => {
    const cache = createMemoryCache(4_000)
    write(cache, rowsOf(0), 'a')
    write(cache, rowsOf(1_000), 'large')

    expect(await listKept(cache)).toEqual(['a'])
  })

  it('counts a block again when days are added to it', async () => {
    // The empty blocks count 4,020 bytes, a month of 240 rows 14,600, and 80 more rows 4,040.
    const cache = createMemoryCache(20_000)
    for (const chunk of month) writeChunks(cache, 'day', [chunk], rowsOf(8))
    write(cache, rowsOf(0), 'a', 'b', 'c')
    expect(await listKept(cache)).toEqual(['a', 'b', 'c'])
    writeChunks(cache, 'day', lastDay, rowsOf(80))

    expect(await listKept(cache)).toEqual(['c'])
  })

  it('forgets each day of a month when its own time is over', async () => {
    const cache = createMemoryCache(1_000_000)
    const [first, ...others] = month
    if (!first) throw new Error('a day')
    const read = async () => byChunk('day', await cache.read(toKey('day'), month), month)
    cache.write(toKey('day'), toBlocksOf('day', [[first, rowsOf(1)]]), 20)
    cache.write(
      toKey('day'),
      toBlocksOf(
        'day',
        others.map((chunk) => [chunk, rowsOf(1)] as const),
      ),
      hour,
    )
    await vi.waitUntil(async () => !(await read()).has(first.key), eventually)

    expect([...(await read()).keys()]).toEqual(others.map(({ key }) => key))
  })
})
