import { type Chunk, type Row, type Rows, type SeriesKey, toRows } from '../../src/report/port/series.ts'
import type { Instant } from '../../src/report/time/date.ts'
import { type Blocks, forEachChunk, getReadAt, mergeAll, toBlocks } from '../../src/series/cache/block.ts'
import type { ReadChunks } from '../../src/series/reader.ts'

/** The rows of one chunk, and when they were read. */
export interface ChunkRows {
  readonly rows: readonly Row[]
  readonly readAt: Instant
}

export const rowsOf = (...rows: readonly Row[]): Rows => toRows(rows)

/** Columns as an object per row. */
export const listRows = ({ starts, ends, figures, members }: Rows): Row[] =>
  starts.map((start, row) => ({
    start,
    end: ends[row] ?? Number.NaN,
    ...(typeof members?.[row] === 'string' && { member: members[row] }),
    figures: Object.fromEntries(Object.entries(figures).map(([name, column]) => [name, column[row] ?? null])),
  }))

/** Blocks of chunks with their rows. */
export const toBlocksOf = (
  grain: SeriesKey['grain'],
  stored: readonly (readonly [chunk: Chunk, stored: ChunkRows])[],
): Blocks =>
  mergeAll(stored.map(([chunk, { rows, readAt }]) => toBlocks(grain, [chunk], new Map([[chunk.key, rows]]), readAt)))

/** What blocks know of chunks, by the keys of these. */
export function byChunk(
  grain: SeriesKey['grain'],
  blocks: Blocks,
  chunks: readonly Chunk[],
): ReadonlyMap<string, ChunkRows> {
  const found = new Map<string, ChunkRows>()
  forEachChunk(grain, chunks, blocks, ({ key }, slot, block) => {
    const readAt = getReadAt(block, slot)
    if (!block || readAt === null) return
    const rows = listRows(block.rows).slice(block.firstRows[slot], block.firstRows[slot + 1])
    found.set(key, { rows, readAt })
  })
  return found
}

/** The same reader, whose result lists the rows of each chunk. */
export const listing =
  (readChunks: ReadChunks) =>
  async (...wanted: Parameters<ReadChunks>) => {
    const [, { grain }, chunks] = wanted
    return byChunk(grain, await readChunks(...wanted), chunks)
  }
