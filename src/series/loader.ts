import DataLoader from 'dataloader'
import type { Instant } from '../report/date.ts'
import type { Cell, Row, Source, Stream } from '../report/port.ts'
import type { SeriesRows, Upstream } from '../report/upstream.ts'
import { type ReadCells, toStreamKey } from './reader.ts'
import type { StoredRows } from './store.ts'

interface Wanted {
  readonly source: Source
  readonly stream: Stream
  readonly cells: readonly Cell[]
}

/**
 * Collects what the fields of one operation want: streams that are equal are read once, over all days that any field
 * needs. The keys are streams and days, not metrics, so seven metrics of one dataset cost one read.
 */
export function createSeriesLoader(readCells: ReadCells, now: Instant, freshFor?: number): Upstream['readSeries'] {
  const read = (wanted: Wanted) => readCells(wanted.source, wanted.stream, wanted.cells, now, freshFor)
  const loader = new DataLoader<Wanted, Promise<SeriesRows>, string>(async (wanted) => readTogether(wanted, read), {
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
    collect((await readings.get(toStreamKey(source, stream))) ?? new Map(), cells),
  )
}

function collect(stored: ReadonlyMap<string, StoredRows>, cells: readonly Cell[]): SeriesRows {
  // A loop, for a year of hours is thousands of rows for each field that wants them.
  const rows: Row[] = []
  let oldest = Number.POSITIVE_INFINITY
  for (const { key } of cells) {
    const part = stored.get(key)
    if (!part) continue
    oldest = Math.min(oldest, part.readAt)
    for (const row of part.rows) rows.push(row)
  }
  return { rows, readAt: oldest }
}
