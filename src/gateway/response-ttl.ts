import type { CallContext } from '../report/port/call-context.ts'
import { GapError } from '../report/port/error.ts'
import type { Loaders } from '../report/port/loaders.ts'
import type { Instant } from '../report/time/date.ts'
import { forEachChunk, getReadAt } from '../series/cache/block.ts'
import { type CacheLifetimes, toFreshUntil } from '../series/freshness.ts'
import type { ReadChunks } from '../series/reader.ts'
import type { FindStaleSeries } from '../series/stale-fallback.ts'

/** How long an answer stays what it is, as far as that depends on what was asked of the sources for it. */
export interface ResponseTtl {
  /** When the first of its rows and lists would be read anew; in the past when it must not be given again. */
  readonly freshUntil: () => Instant
  readonly onList: NonNullable<CallContext['onList']>
  readonly watchCells: (readCells: ReadChunks) => ReadChunks
  /** What stands in for a source that fails is given once. */
  readonly watchRecall: (recall: FindStaleSeries) => FindStaleSeries
  readonly watchUpstream: (loaders: Loaders) => Loaders
}

export function createResponseTtl(ages: CacheLifetimes, now: Instant): ResponseTtl {
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
        const isMoving = source.hasMutableHistory?.(stream) ?? false
        forEachChunk(stream.grain, cells, found, (cell, slot, block) => {
          const readAt = getReadAt(block, slot)
          if (readAt !== null) until = Math.min(until, toFreshUntil(readAt, cell, ages, isMoving))
        })
        return found
      },
    watchRecall: watchMoment,
    watchUpstream: (upstream) => ({
      readParameters: watch(upstream.readParameters),
      readSeries: watch(upstream.readSeries),
      readTotal: watch(upstream.readTotal),
      listMembers: watch(upstream.listMembers),
      readList: watch(upstream.readList),
      readVersion: watchMoment(upstream.readVersion),
      readLive: watchMoment(upstream.readLive),
    }),
  }
}
