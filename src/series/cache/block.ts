import {
  type Chunk,
  joinRows,
  type Row,
  type RowRange,
  type Rows,
  type RowsByChunk,
  type SeriesKey,
  toRows,
} from '../../report/port/series.ts'
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

const isKnown = (block: Block, slot: number): boolean => getReadAt(block, slot) !== null

/** A block whose every slot comes from the block that `choose` returns for it. */
function composeBlock(slots: number, choose: (slot: number) => Block | undefined): Block {
  const ranges: RowRange[] = []
  const readAts: (number | null)[] = []
  const firstRows = [0]
  for (let slot = 0, count = 0; slot < slots; slot += 1) {
    const block = choose(slot)
    readAts.push(getReadAt(block, slot))
    if (block) {
      addRange(ranges, block, slot)
      count += countRows(block, slot)
    }
    firstRows.push(count)
  }
  return { rows: joinRows(ranges), readAts, firstRows }
}

/** The known slots of `newer`, and those of `older` where `newer` knows none. */
export function mergeBlocks(older: Block, newer: Block): Block {
  if (older.readAts.every((readAt, slot) => readAt === null || isKnown(newer, slot))) return newer
  const slots = Math.max(older.readAts.length, newer.readAts.length)
  return composeBlock(slots, (slot) => (isKnown(newer, slot) ? newer : older))
}

/** All blocks of one series, later ones over earlier ones. */
export function mergeAll([first = new Map(), ...others]: readonly Blocks[]): Blocks {
  if (others.length === 0) return first
  const merged = new Map(first)
  for (const blocks of others)
    for (const [name, newer] of blocks) {
      const older = merged.get(name)
      merged.set(name, older ? mergeBlocks(older, newer) : newer)
    }
  return merged
}

/** The slots of a block that `keep` accepts; undefined where none is left. */
export function filterSlots(block: Block, keep: (slot: number) => boolean): Block | undefined {
  const known = block.readAts.flatMap((readAt, slot) => (readAt === null ? [] : slot))
  const kept = known.filter(keep)
  if (kept.length === 0) return undefined
  return kept.length === known.length
    ? block
    : composeBlock(block.readAts.length, (slot) => (keep(slot) ? block : undefined))
}

/** Only these chunks of the blocks. */
export function pickChunks(grain: SeriesKey['grain'], blocks: Blocks, chunks: readonly Chunk[]): Blocks {
  const picked = new Map<string, Block>()
  for (const [name, group] of groupByBlock(grain, chunks)) {
    const slots = new Set(group.map((chunk) => toSlot(grain, chunk)))
    const block = blocks.get(name)
    const kept = block && filterSlots(block, (slot) => slots.has(slot))
    if (kept) picked.set(name, kept)
  }
  return picked
}
