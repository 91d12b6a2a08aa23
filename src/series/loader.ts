import DataLoader from 'dataloader'
import type { Instant } from '../report/date.ts'
import type { Cell, Source, Stream } from '../report/port.ts'
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
export function createSeriesLoader(readCells: ReadCells, now: Instant): Upstream['readSeries'] {
  const loader = new DataLoader<Wanted, SeriesRows>((wanted) => readTogether(wanted, readCells, now), { cache: false })
  return (source, stream, cells) => loader.load({ source, stream, cells })
}

async function readTogether(
  wanted: readonly Wanted[],
  readCells: ReadCells,
  now: Instant,
): Promise<(SeriesRows | Error)[]> {
  const streams = new Map<string, Wanted & { readonly union: Map<string, Cell> }>()
  for (const one of wanted) {
    const key = toStreamKey(one.source, one.stream)
    const { union } = streams.get(key) ?? { union: new Map<string, Cell>() }
    for (const cell of one.cells) union.set(cell.key, cell)
    streams.set(key, { ...one, union })
  }
  const readings = new Map(
    [...streams].map(([key, { source, stream, union }]) => {
      const oldestFirst = [...union.values()].sort((a, b) => a.start - b.start)
      return [key, readCells(source, stream, oldestFirst, now)] as const
    }),
  )
  return Promise.all(
    wanted.map(({ source, stream, cells }) =>
      (readings.get(toStreamKey(source, stream)) ?? Promise.resolve(new Map()))
        .then((stored) => collect(stored, cells))
        .catch(toError),
    ),
  )
}

function collect(stored: ReadonlyMap<string, StoredRows>, cells: readonly Cell[]): SeriesRows {
  const parts = cells.flatMap(({ key }) => stored.get(key) ?? [])
  return { rows: parts.flatMap(({ rows }) => rows), readAt: Math.min(...parts.map(({ readAt }) => readAt)) }
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
