import type { Instant } from './report/date.ts'
import { GapError } from './report/error.ts'
import type { Filter } from './report/scope.ts'
import type { Upstream } from './report/upstream.ts'
import { type StoreAges, toFreshUntil } from './series/ages.ts'
import type { ReadCells } from './series/reader.ts'
import type { RecallSeries } from './series/recall.ts'

/** How long an answer stays what it is, as far as that depends on what was asked of the sources for it. */
export interface ShelfLife {
  /** When the first of its rows would be read anew; in the past when it must not be given again. */
  readonly freshUntil: () => Instant
  readonly watchCells: (readCells: ReadCells) => ReadCells
  /** What stands in for a source that fails is given once. */
  readonly watchRecall: (recall: RecallSeries) => RecallSeries
  readonly watchUpstream: (upstream: Upstream) => Upstream
}

export function createShelfLife(ages: StoreAges): ShelfLife {
  let until = Number.POSITIVE_INFINITY
  const end = () => {
    until = Number.NEGATIVE_INFINITY
  }

  const watch =
    <Asked extends unknown[], Answer>(
      ask: (...asked: Asked) => Promise<Answer>,
      isOfTheMoment: (...asked: Asked) => boolean = () => false,
    ) =>
    async (...asked: Asked): Promise<Answer> => {
      if (isOfTheMoment(...asked)) end()
      try {
        return await ask(...asked)
      } catch (error) {
        // Asking again may help. What a source refuses it refuses as long as its rows are fresh.
        if (!(error instanceof GapError) || error.gap.isFailure) end()
        throw error
      }
    }

  return {
    freshUntil: () => until,
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
    watchRecall: (recall) => watch(recall, always),
    watchUpstream: (upstream) => ({
      selectRows: watch(upstream.selectRows, (_, __, filter) => needsLists(filter)),
      readSeries: watch(upstream.readSeries),
      readTotal: watch(upstream.readTotal, ({ scope }) => needsLists(scope.filter)),
      listMembers: watch(upstream.listMembers, always),
      readVersion: watch(upstream.readVersion, always),
      readLive: watch(upstream.readLive, always),
    }),
  }
}

const always = () => true

/** Lists of people and the like have an age of their own, which is not known here. */
const needsLists = ({ businessHours, ...narrowed }: Filter): boolean => Object.keys(narrowed).length > 0
