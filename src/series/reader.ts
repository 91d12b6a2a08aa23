import { LRUCache } from 'lru-cache'
import { isMany, yieldToEventLoop } from '../concurrency/event-loop.ts'
import { type CallContext, neverAborted } from '../report/port/call-context.ts'
import { GapError } from '../report/port/error.ts'
import type { Chunk, SeriesKey } from '../report/port/series.ts'
import { hasMutableHistory, maxChunksPerCall, type Source } from '../report/port/source.ts'
import type { Instant } from '../report/time/date.ts'
import { type Block, type Blocks, countRows, forEachChunk, mergeAll } from './cache/block.ts'
import { type CacheKey, type SeriesCache, toCacheKey } from './cache/series-cache.ts'
import { type CacheLifetimes, getFreshness } from './freshness.ts'
import { classifyChunks, planReads } from './plan-reads.ts'
import {
  createReadsInFlight,
  createUpstreamReader,
  type IsFresh,
  type ReadMissing,
  type SeriesRead,
} from './read-upstream.ts'

/**
 * Blocks with the rows of the chunks, from the cache where they are fresh, otherwise from upstream. `freshFor` replaces
 * the configured time for which chunks that are not over are fresh. Throws GapError.
 */
export type ReadChunks = (
  source: Source,
  series: SeriesKey,
  chunks: readonly Chunk[],
  now: Instant,
  callContext: CallContext,
  freshFor?: number,
) => Promise<Blocks>

export interface SeriesReader {
  readonly readChunks: ReadChunks
  /** The chunks that `readChunks` would have to read. */
  readonly listMissing: (...wanted: Wanted) => Promise<readonly Chunk[]>
}

type Wanted = readonly [
  source: Source,
  series: SeriesKey,
  chunks: readonly Chunk[],
  now: Instant,
  freshFor?: number | undefined,
]

/** Milliseconds for which a series is not refreshed after its refresh has failed. */
const failurePause = 60_000

/**
 * Reads each chunk once: from the cache, by waiting for a read in progress, or from upstream. Settled chunks past their
 * age are served from the cache and refreshed in the background (stale-while-revalidate).
 */
export function createSeriesReader(
  cache: SeriesCache,
  lifetimes: CacheLifetimes,
  readMissing: ReadMissing = createUpstreamReader(cache, lifetimes),
): SeriesReader {
  const inFlight = createReadsInFlight()
  /** Series whose refresh has failed, so that not every request tries again. */
  const failures = new LRUCache<string, { readonly failedAt: Instant; readonly isRejected: boolean }>({ max: 1_000 })

  function recordFailure({ text }: CacheKey, now: Instant, error: unknown): void {
    const isRejected = error instanceof GapError && ['UNAUTHENTICATED', 'FORBIDDEN'].includes(error.gap.code)
    failures.set(text, { failedAt: now, isRejected })
  }

  function startRead(key: CacheKey, ...[source, series, chunks, now, callContext, isFresh]: Parameters<ReadMissing>) {
    const read = inFlight.start(key, chunks, callContext, (shared) =>
      readMissing(source, series, chunks, now, shared, isFresh),
    )
    read.result.then(
      () => failures.delete(key.text),
      () => {},
    )
    return read
  }

  /** Looks the chunks up and classifies them. `next` must start its reads synchronously: later the classes are outdated. */
  async function lookUp<T>(
    key: CacheKey,
    [source, series, chunks, now, freshFor = lifetimes.freshFor]: Wanted,
    next: (classes: ReturnType<typeof classifyChunks<SeriesRead>>, isFresh: IsFresh) => T,
  ): Promise<Awaited<T>> {
    if (isMany(chunks.length)) await yieldToEventLoop()
    // The cache may respond with what it had before a read that ends meanwhile.
    const stopListening = inFlight.listen(key)
    const cached = await cache.read(key, chunks)
    const blocks = mergeAll([cached, ...stopListening()])
    const isMutable = hasMutableHistory(source, series)
    const own = { ...lifetimes, freshFor }
    const judge = (block: Block, slot: number, chunk: Chunk) => getFreshness(block, slot, chunk, now, own, isMutable)
    const findRead = (chunk: Chunk) => inFlight.find(key, chunk)
    const classes = classifyChunks<SeriesRead>(series.grain, chunks, { blocks, judge, findRead })
    return await next(classes, (block, slot, chunk) => judge(block, slot, chunk) === 'FRESH')
  }

  return {
    readChunks(source, series, chunks, now, callContext, freshFor) {
      const key = toCacheKey(source, series)
      return lookUp(
        key,
        [source, series, chunks, now, freshFor],
        async ({ blocks, ageing, waitedFor, missing, cachedRows }, isFresh) => {
          const isIdle = (chunk: Chunk) => !inFlight.find(key, chunk)
          const read = (needed: readonly Chunk[], signal: AbortSignal) => {
            const isNeeded = new Set(needed)
            const length = maxChunksPerCall(source, series)
            const planned = planReads(chunks.filter(isIdle), (chunk) => isNeeded.has(chunk), length)
            return startRead(key, source, series, planned, now, { ...callContext, signal }, isFresh)
          }
          for (const { join } of waitedFor) join(callContext.signal)
          const failure = failures.get(key.text)
          // Rejected credentials may have been withdrawn: then rows past their age are not served from the cache.
          const needed = failure?.isRejected ? [...missing, ...ageing.filter(isIdle)] : missing
          if (needed.length > 0) waitedFor.add(read(needed, callContext.signal))
          const isPaused = failure && Math.abs(now - failure.failedAt) < failurePause
          const unread = isPaused ? [] : ageing.filter(isIdle)
          // No request waits for it, so none can cancel it.
          if (unread.length > 0) read(unread, neverAborted).result.catch((error) => recordFailure(key, now, error))
          const results = await Promise.all([...waitedFor].map(({ result }) => result))
          if (results.length > 0 && isMany(chunks.length)) await yieldToEventLoop()
          const merged = mergeAll([blocks, ...results])
          callContext.onRead?.({ rows: countAll(series.grain, merged, chunks), cached: cachedRows })
          return merged
        },
      )
    },
    listMissing: (...wanted) => lookUp(toCacheKey(wanted[0], wanted[1]), wanted, ({ missing }) => missing),
  }
}

function countAll(grain: SeriesKey['grain'], blocks: Blocks, chunks: readonly Chunk[]): number {
  let count = 0
  forEachChunk(grain, chunks, blocks, (_, slot, block) => {
    if (block) count += countRows(block, slot)
  })
  return count
}
