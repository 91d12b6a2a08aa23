import DataLoader from 'dataloader'
import type { Asker } from '../report/asker.ts'
import type { Instant } from '../report/date.ts'
import type { Cell, Source, Stream } from '../report/port.ts'
import type { SeriesRows, Upstream } from '../report/upstream.ts'
import { collectRows } from './collect-rows.ts'
import type { ReadCells } from './reader.ts'
import { toStreamKey } from './stream-key.ts'

interface Wanted {
  readonly source: Source
  readonly stream: Stream
  readonly cells: readonly Cell[]
}

/**
 * Collects what the fields of one operation want: streams that are equal are read once, over all days that any field
 * needs. The keys are streams and days, not metrics, so seven metrics of one dataset cost one read.
 */
export function createSeriesLoader(
  readCells: ReadCells,
  now: Instant,
  asker: Asker,
  freshFor?: number,
): Upstream['readSeries'] {
  const read = ({ source, stream, cells }: Wanted) => readCells(source, stream, cells, now, asker, freshFor)
  const loader = new DataLoader<Wanted, Promise<SeriesRows>, string>(async (wanted) => readTogether(wanted, read), {
    batchScheduleFn: (dispatch) => setImmediate(dispatch),
    cacheKeyFn: ({ source, stream, cells }) => [toStreamKey(source, stream), ...cells.map(({ key }) => key)].join(),
  })
  return async (source, stream, cells) => loader.load({ source, stream, cells })
}

/** A promise for each: whoever wants a fast stream does not wait for a slow one that was asked with it. */
function readTogether(
  wanted: readonly Wanted[],
  read: (wanted: Wanted) => ReturnType<ReadCells>,
): Promise<SeriesRows>[] {
  const streams = new Map<string, Wanted & { readonly union: Map<string, Cell> }>()
  for (const one of wanted) {
    const key = toStreamKey(one.source, one.stream)
    const { union } = streams.get(key) ?? { union: new Map<string, Cell>() }
    for (const cell of one.cells) union.set(cell.key, cell)
    streams.set(key, { ...one, union })
  }
  const readings = new Map(
    [...streams].map(([key, { union, ...stream }]) => {
      const oldestFirst = [...union.values()].sort((a, b) => a.start - b.start)
      return [key, read({ ...stream, cells: oldestFirst })] as const
    }),
  )
  return wanted.map(async ({ source, stream, cells }) =>
    collectRows((await readings.get(toStreamKey(source, stream))) ?? new Map(), cells),
  )
}
