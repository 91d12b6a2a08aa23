import DataLoader from 'dataloader'
import type { CallContext } from '../report/port/call-context.ts'
import { toRuns } from '../report/port/chunk.ts'
import type { Loaders, SeriesRows } from '../report/port/loaders.ts'
import type { Chunk, SeriesKey } from '../report/port/series.ts'
import type { Source } from '../report/port/source.ts'
import type { Instant } from '../report/time/date.ts'
import { toCacheKey } from './cache/cache-key.ts'
import { collectRows } from './collect-rows.ts'
import type { ReadChunks } from './reader.ts'

interface Wanted {
  readonly source: Source
  readonly series: SeriesKey
  readonly chunks: readonly Chunk[]
  /** Equal for equal series. */
  readonly key: string
}

/**
 * Batches what the fields of one operation want: equal series are read once, over all chunks that any field needs. A
 * series is a dataset and not a metric, so seven metrics of one dataset cost one read.
 */
export function createSeriesLoader(
  readChunks: ReadChunks,
  now: Instant,
  callContext: CallContext,
  freshFor?: number,
): Loaders['readSeries'] {
  const read: ReadUnion = ({ source, series }, chunks) => readChunks(source, series, chunks, now, callContext, freshFor)
  const loader = new DataLoader<Wanted, Promise<SeriesRows>, string>(async (wanted) => readTogether(wanted, read), {
    batchScheduleFn: (dispatch) => setImmediate(dispatch),
    cacheKeyFn: ({ key, series, chunks }) => key + describeChunks(series, chunks),
  })
  return async (source, series, chunks) => loader.load({ source, series, chunks, key: toCacheKey(source, series).text })
}

/** Equal for equal chunks of a series: days that follow each other are named by the first and the last instant. */
const describeChunks = ({ grain }: SeriesKey, chunks: readonly Chunk[]): string =>
  grain === 'span'
    ? chunks.map(({ key }) => key).join()
    : toRuns(chunks, Number.POSITIVE_INFINITY)
        .map((run) => `${run[0].start}/${run.at(-1)?.end}`)
        .join()

type ReadUnion = (wanted: Wanted, chunks: readonly Chunk[]) => ReturnType<ReadChunks>

/** A promise for each, so that a fast series does not wait for a slow one of the same batch. */
function readTogether(wanted: readonly Wanted[], read: ReadUnion): Promise<SeriesRows>[] {
  const wantedByKey = new Map<string, [Wanted, ...Wanted[]]>()
  for (const one of wanted) {
    const equal = wantedByKey.get(one.key)
    if (equal) equal.push(one)
    else wantedByKey.set(one.key, [one])
  }
  const reads = new Map([...wantedByKey].map(([key, equal]) => [key, read(equal[0], toUnion(equal))] as const))
  return wanted.map(async ({ key, series, chunks }) =>
    collectRows(series.grain, (await reads.get(key)) ?? new Map(), chunks),
  )
}

/** Each chunk once, oldest first. */
const toUnion = (wanted: readonly Wanted[]): readonly Chunk[] =>
  wanted
    .flatMap(({ chunks }) => chunks)
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .filter(({ key }, index, sorted) => key !== sorted[index - 1]?.key)
