import DataLoader from 'dataloader'
import type { CallContext } from '../report/port/call-context.ts'
import type { Loaders, SeriesRows } from '../report/port/loaders.ts'
import type { Chunk, SeriesKey, Source } from '../report/port/port.ts'
import type { Instant } from '../report/time/date.ts'
import { toCacheKey } from './cache/cache-key.ts'
import { collectRows } from './collect-rows.ts'
import type { ReadChunks } from './reader.ts'

interface Wanted {
  readonly source: Source
  readonly series: SeriesKey
  readonly chunks: readonly Chunk[]
}

/**
 * Collects what the fields of one operation want: seriesByKey that are equal are read once, over all days that any field
 * needs. The keys are seriesByKey and days, not metrics, so seven metrics of one dataset cost one read.
 */
export function createSeriesLoader(
  readCells: ReadChunks,
  now: Instant,
  callContext: CallContext,
  freshFor?: number,
): Loaders['readSeries'] {
  const read = ({ source, series, chunks }: Wanted) => readCells(source, series, chunks, now, callContext, freshFor)
  const loader = new DataLoader<Wanted, Promise<SeriesRows>, string>(async (wanted) => readTogether(wanted, read), {
    batchScheduleFn: (dispatch) => setImmediate(dispatch),
    cacheKeyFn: ({ source, series, chunks }) => [toCacheKey(source, series), ...chunks.map(({ key }) => key)].join(),
  })
  return async (source, series, chunks) => loader.load({ source, series, chunks })
}

/** A promise for each: whoever wants a fast series does not wait for a slow one that was asked with it. */
function readTogether(
  wanted: readonly Wanted[],
  read: (wanted: Wanted) => ReturnType<ReadChunks>,
): Promise<SeriesRows>[] {
  const seriesByKey = new Map<string, Wanted & { readonly union: Map<string, Chunk> }>()
  for (const one of wanted) {
    const key = toCacheKey(one.source, one.series)
    const { union } = seriesByKey.get(key) ?? { union: new Map<string, Chunk>() }
    for (const chunk of one.chunks) union.set(chunk.key, chunk)
    seriesByKey.set(key, { ...one, union })
  }
  const readings = new Map(
    [...seriesByKey].map(([key, { union, ...series }]) => {
      const oldestFirst = [...union.values()].sort((a, b) => a.start - b.start)
      return [key, read({ ...series, chunks: oldestFirst })] as const
    }),
  )
  return wanted.map(async ({ source, series, chunks }) =>
    collectRows((await readings.get(toCacheKey(source, series))) ?? new Map(), chunks),
  )
}
