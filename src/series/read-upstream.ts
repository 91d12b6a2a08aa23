import { isMany, yieldToEventLoop } from '../concurrency/event-loop.ts'
import { type Flight, startFlight } from '../concurrency/memoize.ts'
import type { CallContext } from '../report/port/call-context.ts'
import { GapError } from '../report/port/error.ts'
import { type Chunk, maxFigure, type SeriesKey } from '../report/port/series.ts'
import { findDataset, hasMutableHistory, type Source } from '../report/port/source.ts'
import type { Instant } from '../report/time/date.ts'
import { type Block, type Blocks, mergeAll, toBlocks } from './cache/block.ts'
import { type CacheKey, type SeriesCache, toCacheKey } from './cache/series-cache.ts'
import { type CacheLifetimes, toTimeToLive } from './freshness.ts'

/** Whether rows that another process has read meanwhile are good enough. */
export type IsFresh = (block: Block, slot: number, chunk: Chunk) => boolean

/** Reads chunks that are not cached, and that this process is not reading. Throws GapError. */
export type ReadMissing = (
  source: Source,
  series: SeriesKey,
  chunks: readonly Chunk[],
  now: Instant,
  callContext: CallContext,
  isFresh?: IsFresh,
) => Promise<Blocks>

/** Reads chunks upstream, all of them or none; they are cached before the promise resolves. */
export function createUpstreamReader(cache: SeriesCache, lifetimes: CacheLifetimes): ReadMissing {
  return async (source, series, chunks, now, callContext) => {
    const key = toCacheKey(source, series)
    const isMutable = hasMutableHistory(source, series)
    const rowsByChunk = await findDataset(source, series.dataset).readRows(series, chunks, now, callContext)
    if (isMany(chunks.length)) await yieldToEventLoop()
    const byTimeToLive = new Map<number, Chunk[]>()
    for (const chunk of chunks) {
      const timeToLive = toTimeToLive(now, chunk, lifetimes, isMutable)
      const equal = byTimeToLive.get(timeToLive)
      if (equal) equal.push(chunk)
      else byTimeToLive.set(timeToLive, [chunk])
    }
    const parts = [...byTimeToLive].map(
      ([timeToLive, equal]) => [timeToLive, toBlocks(series.grain, equal, rowsByChunk, now)] as const,
    )
    for (const [, blocks] of parts) assertPlausible(blocks)
    for (const [timeToLive, blocks] of parts) cache.write(key, blocks, timeToLive)
    return mergeAll(parts.map(([, blocks]) => blocks))
  }
}

function assertPlausible(blocks: Blocks): void {
  for (const { rows } of blocks.values())
    for (const [name, column] of Object.entries(rows.figures)) {
      const figure = column.find((value) => value !== null && value > maxFigure)
      if (figure !== undefined) throw new GapError('BAD_RESPONSE', `${name} is ${figure}, more than any product counts`)
    }
}

export type SeriesRead = Flight<Blocks>

/** A read and the chunks that it includes. */
interface ReadOfChunks {
  readonly read: SeriesRead
  readonly has: (key: string) => boolean
}

/** The reads of this process that are in progress, by series (single-flight). */
export function createReadsInFlight() {
  const reads = new Map<string, Set<ReadOfChunks>>()
  /** What has been read since a caller began to listen, by series. */
  const listeners = new Map<string, Set<Blocks[]>>()

  return {
    /** The read that includes a chunk. A cancelled one has no result that could be waited for. */
    find({ text }: CacheKey, { key }: Chunk): SeriesRead | undefined {
      for (const { read, has } of reads.get(text) ?? []) if (!read.isCancelled && has(key)) return read
      return undefined
    },
    /** Starts one read, which all callers share that want its chunks meanwhile, and so its failure. */
    start(
      key: CacheKey,
      chunks: readonly Chunk[],
      callContext: CallContext,
      readChunks: (callContext: CallContext) => Promise<Blocks>,
    ): SeriesRead {
      const read = startFlight(callContext, readChunks)
      // Not needed where the read ends before another caller wants the same series.
      let keys: ReadonlySet<string> | undefined
      const has = (wanted: string) => {
        keys ??= new Set(chunks.map((chunk) => chunk.key))
        return keys.has(wanted)
      }
      const remove = addTo(reads, key.text, { read, has })
      const publish = (blocks: Blocks) => {
        for (const landed of listeners.get(key.text) ?? []) landed.push(blocks)
        remove()
      }
      read.result.then(publish, remove)
      return read
    },
    /** Collects the results of reads of a series, until the returned function is called, which returns them. */
    listen({ text }: CacheKey): () => readonly Blocks[] {
      const landed: Blocks[] = []
      const remove = addTo(listeners, text, landed)
      return () => {
        remove()
        return landed
      }
    },
  }
}

/** Adds a value to the set of a key; the function returned removes it. */
function addTo<T>(sets: Map<string, Set<T>>, key: string, value: T): () => void {
  const set = sets.get(key) ?? new Set()
  sets.set(key, set.add(value))
  return () => {
    set.delete(value)
    if (set.size === 0 && sets.get(key) === set) sets.delete(key)
  }
}
