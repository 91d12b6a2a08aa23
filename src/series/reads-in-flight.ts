import { type Flight, startFlight } from '../concurrency/single-flight.ts'
import type { CallContext } from '../report/port/call-context.ts'
import type { Chunk } from '../report/port/series.ts'
import type { Blocks } from './cache/block.ts'
import type { CacheKey } from './cache/cache-key.ts'

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
