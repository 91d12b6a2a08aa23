import type { CallContext } from '../report/port/call-context.ts'
import { GapError } from '../report/port/error.ts'
import type { Loaders } from '../report/port/loaders.ts'
import { hasMutableHistory } from '../report/port/source.ts'
import type { Instant } from '../report/time/date.ts'
import { forEachChunk, getReadAt } from '../series/cache/block.ts'
import { type CacheLifetimes, type FindStaleSeries, toFreshUntil } from '../series/freshness.ts'
import type { ReadChunks } from '../series/reader.ts'

/** How long a response may be cached, derived from the reads that it depends on. */
export interface ResponseTtl {
  /** When the first of its rows and lists is no longer fresh; in the past if the response must not be cached. */
  readonly freshUntil: () => Instant
  readonly onList: NonNullable<CallContext['onList']>
  readonly trackChunks: (readChunks: ReadChunks) => ReadChunks
  /** Responses with stale figures are not cached. */
  readonly trackStaleSeries: (findStaleSeries: FindStaleSeries) => FindStaleSeries
  readonly trackLoaders: (loaders: Loaders) => Loaders
}

export function createResponseTtl(ages: CacheLifetimes, now: Instant): ResponseTtl {
  let until = Number.POSITIVE_INFINITY
  const preventCaching = () => {
    until = Number.NEGATIVE_INFINITY
  }

  const trackFailures =
    <Arguments extends unknown[], Result>(read: (...args: Arguments) => Promise<Result>) =>
    async (...args: Arguments): Promise<Result> => {
      try {
        return await read(...args)
      } catch (error) {
        // A failure may be temporary. Other gaps last at least as long as the rows are fresh.
        if (!(error instanceof GapError) || error.gap.isFailure) preventCaching()
        throw error
      }
    }

  /** For results that are valid at this moment only. */
  const forbidCaching = <Arguments extends unknown[], Result>(read: (...args: Arguments) => Promise<Result>) =>
    trackFailures((...args: Arguments) => {
      preventCaching()
      return read(...args)
    })

  return {
    freshUntil: () => until,
    onList(freshFor) {
      until = Math.min(until, freshFor > 0 ? now + freshFor : Number.NEGATIVE_INFINITY)
    },
    trackChunks:
      (readChunks) =>
      async (...args) => {
        const [source, series, chunks] = args
        const found = await readChunks(...args)
        const isMutable = hasMutableHistory(source, series)
        forEachChunk(series.grain, chunks, found, (chunk, slot, block) => {
          const readAt = getReadAt(block, slot)
          if (readAt !== null) until = Math.min(until, toFreshUntil(readAt, chunk, ages, isMutable))
        })
        return found
      },
    trackStaleSeries: forbidCaching,
    trackLoaders: (loaders) => ({
      readParameters: trackFailures(loaders.readParameters),
      readSeries: trackFailures(loaders.readSeries),
      readTotal: trackFailures(loaders.readTotal),
      listMembers: trackFailures(loaders.listMembers),
      readList: trackFailures(loaders.readList),
      readVersion: forbidCaching(loaders.readVersion),
      readLive: forbidCaching(loaders.readLive),
    }),
  }
}
