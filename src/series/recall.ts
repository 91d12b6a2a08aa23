import type { Instant } from '../report/date.ts'
import { isPassing } from '../report/error.ts'
import type { SeriesRows, Upstream } from '../report/upstream.ts'
import { judgeRows, type StoreAges } from './ages.ts'
import { collectRows } from './collect-rows.ts'
import type { SeriesStore, StoredRows } from './store.ts'
import { toStreamKey } from './stream-key.ts'

/** What was read earlier and may stand in for a read that fails; undefined unless all of it is at hand. */
export type RecallSeries = (...asked: Parameters<Upstream['readSeries']>) => Promise<SeriesRows | undefined>

/** Recalls rows at one instant; those past their age say since when they are stale. */
export function createSeriesRecall(store: SeriesStore, ages: StoreAges, now: Instant): RecallSeries {
  return async (source, stream, cells) => {
    const prefix = toStreamKey(source, stream)
    const isMoving = source.isMoving?.(stream) ?? false
    const known = await store.read(cells.map(({ key }) => prefix + key))
    const found = new Map<string, StoredRows>()
    const staleReadings: Instant[] = []
    for (const cell of cells) {
      const stored = known.get(prefix + cell.key)
      const freshness = stored && judgeRows(stored, cell, now, ages, isMoving)
      if (!stored || freshness === 'LOST') return undefined
      if (freshness === 'STALE') staleReadings.push(stored.readAt)
      found.set(cell.key, stored)
    }
    const rows = collectRows(found, cells)
    return staleReadings.length > 0 ? { ...rows, staleSince: Math.min(...staleReadings) } : rows
  }
}

/** Reads, and where that fails recalls. */
export const recallOnFailure =
  <Asked extends unknown[], Answer>(
    read: (...asked: Asked) => Promise<Answer>,
    recall: (...asked: Asked) => Promise<Answer | undefined>,
  ) =>
  async (...asked: Asked): Promise<Answer> => {
    try {
      return await read(...asked)
    } catch (error) {
      const recalled = isPassing(error) ? await recall(...asked) : undefined
      if (recalled === undefined) throw error
      return recalled
    }
  }
