import { type RowRange, type Rows, toRows } from '../../report/port/rows.ts'
import type { Chunk, Row, RowsByChunk, SeriesKey } from '../../report/port/series.ts'
import type { Instant } from '../../report/time/date.ts'

/**
 * The unit of storage and lookup: the days of one calendar month of a series, or one exact span. The day stays the unit
 * of freshness: each has a slot with the time when it was read. Shared by all readers, so blocks are never changed.
 */
export interface Block {
  /** Of all slots, in order. */
  readonly rows: Rows
  /** By slot: when its rows were read upstream; null where they are unknown. */
  readonly readAts: readonly (Instant | null)[]
  /** Slot i has the rows from `firstRows[i]` up to, not including, `firstRows[i + 1]`. */
  readonly firstRows: readonly number[]
}

/** Blocks of one series by name. */
export type Blocks = ReadonlyMap<string, Block>

type Grain = SeriesKey['grain']

/** The month of a day; a span has a block of its own. */
const toBlockName = (grain: Grain, { key }: Chunk): string => (grain === 'span' ? key : key.slice(0, 7))

/** The slot of a chunk in its block: days are numbered from 0. */
export const toSlot = (grain: Grain, { key }: Chunk): number => (grain === 'span' ? 0 : Number(key.slice(8)) - 1)

/** Chunks by the name of their block, in their order. */
export function groupByBlock(grain: Grain, chunks: readonly Chunk[]): ReadonlyMap<string, readonly Chunk[]> {
  const groups = new Map<string, Chunk[]>()
  let [name, group]: [string, Chunk[]] = ['', []]
  for (const chunk of chunks) {
    // Most chunks are days of the month of the chunk before.
    if (name === '' || grain === 'span' || !chunk.key.startsWith(name)) {
      name = toBlockName(grain, chunk)
      group = groups.get(name) ?? []
      groups.set(name, group)
    }
    group.push(chunk)
  }
  return groups
}

/** Calls `visit` for each chunk with its slot, and its block where there is one. */
export function forEachChunk(
  grain: Grain,
  chunks: readonly Chunk[],
  blocks: Blocks,
  visit: (chunk: Chunk, slot: number, block: Block | undefined) => void,
): void {
  for (const [name, group] of groupByBlock(grain, chunks)) {
    const block = blocks.get(name)
    for (const chunk of group) visit(chunk, toSlot(grain, chunk), block)
  }
}

/** When the rows of a slot were read; null where they are unknown. */
export const getReadAt = (block: Block | undefined, slot: number): Instant | null => block?.readAts[slot] ?? null

export function countRows({ firstRows }: Block, slot: number): number {
  const [from = 0, to = from] = [firstRows[slot], firstRows[slot + 1]]
  return to - from
}

/** Adds the rows of a slot to ranges that are to be joined; those that follow each other become one range. */
export function addRange(ranges: RowRange[], { rows, firstRows }: Block, slot: number): void {
  const [from = 0, to = from] = [firstRows[slot], firstRows[slot + 1]]
  const last = ranges.at(-1)
  if (last?.rows === rows && last.to === from) ranges[ranges.length - 1] = { rows, from: last.from, to }
  else if (to > from) ranges.push({ rows, from, to })
}

/** Blocks of chunks that were read at one instant. Plain loops: every row that is read upstream passes here. */
export function toBlocks(grain: Grain, chunks: readonly Chunk[], rowsByChunk: RowsByChunk, readAt: Instant): Blocks {
  const blocks = new Map<string, Block>()
  for (const [name, group] of groupByBlock(grain, chunks)) {
    const rows: Row[] = []
    const readAts: (Instant | null)[] = []
    const firstRows = [0]
    for (const chunk of group.toSorted((a, b) => a.start - b.start)) {
      for (const slot = toSlot(grain, chunk); readAts.length < slot; firstRows.push(rows.length)) readAts.push(null)
      for (const row of rowsByChunk.get(chunk.key) ?? []) rows.push(row)
      readAts.push(readAt)
      firstRows.push(rows.length)
    }
    blocks.set(name, { rows: toRows(rows), readAts, firstRows })
  }
  return blocks
}
