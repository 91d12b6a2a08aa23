import type { Asker } from './report/asker.ts'
import type { Instant } from './report/date.ts'
import { GapError } from './report/error.ts'
import type { Upstream } from './report/upstream.ts'
import { type StoreAges, toFreshUntil } from './series/ages.ts'
import type { ReadCells } from './series/reader.ts'
import type { RecallSeries } from './series/recall.ts'

/** How long an answer stays what it is, as far as that depends on what was asked of the sources for it. */
export interface ShelfLife {
  /** When the first of its rows and lists would be read anew; in the past when it must not be given again. */
  readonly freshUntil: () => Instant
  readonly onList: NonNullable<Asker['onList']>
  readonly watchCells: (readCells: ReadCells) => ReadCells
  /** What stands in for a source that fails is given once. */
  readonly watchRecall: (recall: RecallSeries) => RecallSeries
  readonly watchUpstream: (upstream: Upstream) => Upstream
}

export function createShelfLife(ages: StoreAges, now: Instant): ShelfLife {
  let until = Number.POSITIVE_INFINITY
  const end = () => {
    until = Number.NEGATIVE_INFINITY
  }

  const watch =
    <Asked extends unknown[], Answer>(ask: (...asked: Asked) => Promise<Answer>) =>
    async (...asked: Asked): Promise<Answer> => {
      try {
        return await ask(...asked)
      } catch (error) {
        // Asking again may help. What a source refuses it refuses as long as its rows are fresh.
        if (!(error instanceof GapError) || error.gap.isFailure) end()
        throw error
      }
    }

  /** What is true of the moment alone. */
  const watchMoment = <Asked extends unknown[], Answer>(ask: (...asked: Asked) => Promise<Answer>) =>
    watch((...asked: Asked) => {
      end()
      return ask(...asked)
    })

  return {
    freshUntil: () => until,
    onList(keptFor) {
      until = Math.min(until, keptFor > 0 ? now + keptFor : Number.NEGATIVE_INFINITY)
    },
    watchCells:
      (readCells) =>
      async (...asked) => {
        const [source, stream, cells] = asked
        const found = await readCells(...asked)
        const isMoving = source.isMoving?.(stream) ?? false
        for (const cell of cells) {
          const stored = found.get(cell.key)
          if (stored) until = Math.min(until, toFreshUntil(stored.readAt, cell, ages, isMoving))
        }
        return found
      },
    watchRecall: watchMoment,
    watchUpstream: (upstream) => ({
      selectRows: watch(upstream.selectRows),
      readSeries: watch(upstream.readSeries),
      readTotal: watch(upstream.readTotal),
      listMembers: watch(upstream.listMembers),
      readList: watch(upstream.readList),
      readVersion: watchMoment(upstream.readVersion),
      readLive: watchMoment(upstream.readLive),
    }),
  }
}
