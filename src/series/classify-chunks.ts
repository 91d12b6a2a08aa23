import type { Chunk } from '../report/port/port.ts'
import type { CachedRows } from './cache/series-cache.ts'
import type { Freshness } from './freshness.ts'

/** What is known of a chunk just now. */
export interface ChunkLookup<MetricMapping> {
  readonly find: (chunk: Chunk) => CachedRows | undefined
  readonly judge: (stored: CachedRows, chunk: Chunk) => Freshness
  readonly findReading: (chunk: Chunk) => MetricMapping | undefined
}

/** Sorts chunks into those at hand, those that are being read, and those that are missing. */
export function classifyChunks<MetricMapping>(
  chunks: readonly Chunk[],
  { find, judge, findReading }: ChunkLookup<MetricMapping>,
) {
  const found = new Map<string, CachedRows>()
  /** At hand, but past their age. */
  const ageing: Chunk[] = []
  const waitedFor = new Set<MetricMapping>()
  const missing: Chunk[] = []
  for (const chunk of chunks) {
    const stored = find(chunk)
    const reading = findReading(chunk)
    const freshness = stored && judge(stored, chunk)
    if (stored && (freshness === 'FRESH' || freshness === 'AGEING')) {
      found.set(chunk.key, stored)
      if (freshness === 'AGEING') ageing.push(chunk)
    } else if (reading) waitedFor.add(reading)
    else missing.push(chunk)
  }
  return { found, ageing, waitedFor, missing }
}
