import { joinRows, type RowRange } from '../../report/port/rows.ts'
import type { Chunk, SeriesKey } from '../../report/port/series.ts'
import { addRange, type Block, type Blocks, countRows, getReadAt, groupByBlock, toSlot } from './block.ts'

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
