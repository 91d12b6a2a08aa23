import { LRUCache } from 'lru-cache'
import { type Flight, startFlight } from '../concurrency/single-flight.ts'
import { isMany, yieldToEventLoop } from '../concurrency/yield-to-event-loop.ts'
import { type CallContext, neverAborted } from '../report/port/call-context.ts'
import { GapError } from '../report/port/error.ts'
import type { Chunk, SeriesKey, Source } from '../report/port/port.ts'
import { findDataset } from '../report/port/source.ts'
import type { Instant } from '../report/time/date.ts'
import { toCacheKey } from './cache/cache-key.ts'
import type { CachedRows, SeriesCache } from './cache/series-cache.ts'
import { classifyChunks } from './classify-chunks.ts'
import { type CacheLifetimes, getFreshness } from './freshness.ts'
import { planReads } from './plan-reads.ts'
import { createUpstreamReader, type ReadMissing } from './read-upstream.ts'

/**
 * Rows by chunk key, from the store where they are fresh, else from upstream. `freshFor` says how old rows of days under
 * way may be, where that is other than configured. Throws GapError.
 */
export type ReadChunks = (
  source: Source,
  series: SeriesKey,
  chunks: readonly Chunk[],
  now: Instant,
  callContext: CallContext,
  freshFor?: number,
) => Promise<ReadonlyMap<string, CachedRows>>

export interface SeriesReader {
  readonly readChunks: ReadChunks
  /** The chunks that `readCells` would have to ask for. */
  readonly listMissing: (...asked: Asked) => Promise<readonly Chunk[]>
}

type Asked = readonly [
  source: Source,
  series: SeriesKey,
  chunks: readonly Chunk[],
  now: Instant,
  freshFor?: number | undefined,
]
type MetricMapping = Flight<ReadonlyMap<string, CachedRows>>

/** Milliseconds that a series whose refresh has failed is left alone. */
const restFor = 60_000

/**
 * Reads each chunk once: from the store, by waiting for another operation that is reading it, or from upstream. Settled
 * chunks past their age are answered from the store all the same, and read anew behind the answer.
 */
export function createSeriesReader(
  cache: SeriesCache,
  ages: CacheLifetimes,
  readMissing: ReadMissing = createUpstreamReader(cache, ages),
): SeriesReader {
  const underWay = new Map<string, MetricMapping>()
  /** What is read while operations ask the store, whose answer may be of before. */
  const heard = new Set<Map<string, CachedRows>>()
  /** Streams whose refresh has failed, lest every question tries again. */
  const failures = new LRUCache<string, { readonly failedAt: Instant; readonly isRefused: boolean }>({ max: 1_000 })

  function rest(prefix: string, now: Instant, error: unknown): void {
    const isRefused = error instanceof GapError && ['UNAUTHENTICATED', 'FORBIDDEN'].includes(error.gap.code)
    failures.set(prefix, { failedAt: now, isRefused })
  }

  /** What is being read; nobody waits any more for what is given up. */
  function findReading(key: string): MetricMapping | undefined {
    const reading = underWay.get(key)
    return reading?.isCancelled ? undefined : reading
  }

  /** Begins one read, for which all who want its chunks meanwhile wait. Its failure is theirs who do. */
  function begin(...[source, series, chunks, now, callContext, isGood]: Parameters<ReadMissing>): MetricMapping {
    const prefix = toCacheKey(source, series)
    const reading = startFlight(callContext, (all) => readMissing(source, series, chunks, now, all, isGood))
    for (const { key } of chunks) underWay.set(prefix + key, reading)
    const forget = () => {
      for (const { key } of chunks) if (underWay.get(prefix + key) === reading) underWay.delete(prefix + key)
    }
    const tell = (rows: ReadonlyMap<string, CachedRows>) => {
      failures.delete(prefix)
      for (const meanwhile of heard) for (const [key, stored] of rows) meanwhile.set(prefix + key, stored)
      forget()
    }
    reading.result.then(tell, forget)
    return reading
  }

  /** Asks the store, and then goes on with what is at hand, which is so for as long as `goOn` does not wait. */
  async function look<T>(
    [source, series, chunks, now, freshFor = ages.freshFor]: Asked,
    goOn: (
      sorted: ReturnType<typeof classifyChunks<MetricMapping>>,
      isFresh: (stored: CachedRows, chunk: Chunk) => boolean,
    ) => T,
  ): Promise<Awaited<T>> {
    const prefix = toCacheKey(source, series)
    if (isMany(chunks.length)) await yieldToEventLoop()
    const meanwhile = new Map<string, CachedRows>()
    heard.add(meanwhile)
    const known = await cache.read(chunks.map(({ key }) => prefix + key))
    // From here to `begin` nothing may wait, or two operations would begin the same read.
    heard.delete(meanwhile)
    const isMoving = findDataset(source, series.dataset).hasMutableHistory?.(series) ?? false
    const judge = (stored: CachedRows, chunk: Chunk) =>
      getFreshness(stored, chunk, now, { ...ages, freshFor }, isMoving)
    const sorted = classifyChunks<MetricMapping>(chunks, {
      find: ({ key }) => meanwhile.get(prefix + key) ?? known.get(prefix + key),
      judge,
      findReading: ({ key }) => findReading(prefix + key),
    })
    return await goOn(sorted, (stored, chunk) => judge(stored, chunk) === 'FRESH')
  }

  return {
    readChunks: (source, series, chunks, now, callContext, freshFor) =>
      look([source, series, chunks, now, freshFor], async ({ found, ageing, waitedFor, missing }, isFresh) => {
        const prefix = toCacheKey(source, series)
        const cached = callContext.onRead ? countRows(found) : 0
        const isIdle = ({ key }: Chunk) => !findReading(prefix + key)
        const read = (needed: readonly Chunk[], signal: AbortSignal) => {
          const isNeeded = new Set(needed)
          const length = findDataset(source, series.dataset).maxChunksPerCall?.(series) ?? 1
          const planned = planReads(chunks.filter(isIdle), (chunk) => isNeeded.has(chunk), length)
          return begin(source, series, planned, now, { ...callContext, signal }, isFresh)
        }
        for (const { join } of waitedFor) join(callContext.signal)
        const failed = failures.get(prefix)
        // Credentials that were refused may have been withdrawn: what is past its age is not answered from the store.
        const needed = failed?.isRefused ? [...missing, ...ageing.filter(isIdle)] : missing
        if (needed.length > 0) waitedFor.add(read(needed, callContext.signal))
        const unread = failed && Math.abs(now - failed.failedAt) < restFor ? [] : ageing.filter(isIdle)
        // Nobody waits for it, so nobody leaves it.
        if (unread.length > 0) read(unread, neverAborted).result.catch((error) => rest(prefix, now, error))
        const answers = await Promise.all([...waitedFor].map(({ result }) => result))
        if (answers.length > 0 && isMany(chunks.length)) await yieldToEventLoop()
        for (const rows of answers)
          for (const { key } of chunks) {
            const stored = rows.get(key)
            if (stored) found.set(key, stored)
          }
        callContext.onRead?.({ rows: countRows(found), cached })
        return found
      }),
    listMissing: (...asked) => look(asked, ({ missing }) => missing),
  }
}

function countRows(stored: ReadonlyMap<string, CachedRows>): number {
  let count = 0
  for (const { rows } of stored.values()) count += rows.length
  return count
}
