import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Chunk, SeriesKey } from '../../report/port/series.ts'
import type { Source } from '../../report/port/source.ts'
import {
  type Block,
  type Blocks,
  filterSlots,
  forEachChunk,
  getReadAt,
  groupByBlock,
  mergeAll,
  mergeBlocks,
  pickChunks,
} from './block.ts'

/** Where rows are kept between operations. */
export interface SeriesCache {
  /**
   * The blocks of these chunks as far as they are known, in at most one round trip. They may hold other chunks, too.
   * Never rejects: what cannot be read is unknown.
   */
  read(key: CacheKey, chunks: readonly Chunk[]): Promise<Blocks>
  /**
   * Merges the known slots of these blocks into those that are stored, and keeps them for up to `keepFor` milliseconds.
   * Does not wait, and never throws.
   */
  write(key: CacheKey, blocks: Blocks, keepFor: number): void
}

/** Identifies the rows of one series in caches. */
export interface CacheKey {
  /** Equal for equal series of one account, and different for all others. */
  readonly text: string
  /** The account that the series belongs to. */
  readonly account: string
  readonly grain: SeriesKey['grain']
}

export function toCacheKey({ account }: Source, { dataset, parameters, grain, rowZone }: SeriesKey): CacheKey {
  const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))
  return { text: JSON.stringify([account, dataset, grain, rowZone, sorted]), account, grain }
}

/**
 * The part of a key that Redis Cluster hashes: keys of one account are in one slot, so that one command or script may
 * use several. A digest, so that keys name no account.
 */
export const toHashTag = ({ account }: CacheKey): string => `{${hash('sha256', account, 'base64url').slice(0, 16)}}`

/** Reads from `far` what `near` does not know, and then keeps it in `near` for `copiedFor` milliseconds. */
export function createLayeredCache(near: SeriesCache, far: SeriesCache, copiedFor: number): SeriesCache {
  return {
    async read(key, chunks) {
      const known = await near.read(key, chunks)
      const unknown: Chunk[] = []
      forEachChunk(key.grain, chunks, known, (chunk, slot, block) => {
        if (getReadAt(block, slot) === null) unknown.push(chunk)
      })
      if (unknown.length === 0) return known
      // The other days of its blocks may be older than those in `near`.
      const fetched = pickChunks(key.grain, await far.read(key, unknown), unknown)
      near.write(key, fetched, copiedFor)
      return mergeAll([known, fetched])
    },
    write(key, blocks, keepFor) {
      near.write(key, blocks, keepFor)
      far.write(key, blocks, keepFor)
    },
  }
}

interface Entry {
  readonly block: Block
  /** By slot: until when it is kept, on the clock of `performance.now()`. */
  readonly expiries: readonly number[]
  /** The first of these. */
  readonly firstExpiry: number
}

/** Keeps rows in this process, and evicts the least recently used blocks once `maxBytes` are held. */
export function createMemoryCache(maxBytes: number): SeriesCache {
  const entries = new LRUCache<string, Entry>({
    maxSize: maxBytes,
    sizeCalculation: ({ block }) => estimateBytes(block),
  })

  function readBlock(name: string): Block | undefined {
    const entry = entries.get(name)
    const now = performance.now()
    if (!entry || entry.firstExpiry > now) return entry?.block
    const block = filterSlots(entry.block, (slot) => (entry.expiries[slot] ?? 0) > now)
    if (block)
      entries.set(
        name,
        toEntry(block, (slot) => entry.expiries[slot] ?? 0),
      )
    else entries.delete(name)
    return block
  }

  return {
    async read(key, chunks) {
      const known = new Map<string, Block>()
      for (const name of groupByBlock(key.grain, chunks).keys()) {
        const block = readBlock(key.text + name)
        if (block) known.set(name, block)
      }
      return known
    },
    write(key, blocks, keepFor) {
      if (keepFor <= 0) return
      const expiry = performance.now() + keepFor
      for (const [name, newer] of blocks) {
        const older = entries.peek(key.text + name)
        const block = older ? mergeBlocks(older.block, newer) : newer
        const toExpiry = (slot: number) => (getReadAt(newer, slot) === null ? (older?.expiries[slot] ?? 0) : expiry)
        entries.set(key.text + name, toEntry(block, toExpiry))
      }
    },
  }
}

function toEntry(block: Block, toExpiry: (slot: number) => number): Entry {
  const expiries = block.readAts.map((readAt, slot) => (readAt === null ? Number.POSITIVE_INFINITY : toExpiry(slot)))
  return { block, expiries, firstExpiry: Math.min(...expiries) }
}

/**
 * Measured on Node 20: an empty block with its key costs 1,300 bytes, a slot 20 to 40, a column 60 to 100, a row 16 to 22,
 * each of its figures 8 to 28 (numbers are boxed once a column has held null), and a member's key 24 and its characters.
 */
function estimateBytes({ rows: { starts, figures, members = [] }, readAts }: Block): number {
  const names = Object.keys(figures).length
  const memberBytes = members.reduce((bytes, member) => bytes + 32 + 2 * (member?.length ?? 0), 0)
  return 1_300 + 40 * readAts.length + 100 * names + (22 + 28 * names) * starts.length + memberBytes
}
