import type { SeriesRows } from '../report/port/loaders.ts'
import type { Chunk, Row } from '../report/port/port.ts'
import type { CachedRows } from './cache/series-cache.ts'

/** The rows of the chunks in their order, and when the oldest of them were read. */
export function collectRows(stored: ReadonlyMap<string, CachedRows>, chunks: readonly Chunk[]): SeriesRows {
  // A loop, for a year of hours is thousands of rows for each field that wants them.
  const rows: Row[] = []
  let oldest = Number.POSITIVE_INFINITY
  for (const { key } of chunks) {
    const part = stored.get(key)
    if (!part) continue
    oldest = Math.min(oldest, part.readAt)
    for (const row of part.rows) rows.push(row)
  }
  return { rows, readAt: oldest }
}
