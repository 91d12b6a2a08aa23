import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Redis } from '../../redis/connection.ts'
import { maxFigure } from '../../report/port/series.ts'
import { type Block, groupByBlock, mergeBlocks } from './block.ts'
import { type CacheKey, type SeriesCache, toHashTag } from './series-cache.ts'

/**
 * Keeps rows where all replicas on the same Redis find them. What a replica has read of a block is appended to a list as
 * one value, which takes the place of older values of the same days. So replicas may write different days of a block at
 * the same time without reading it first, and most blocks are one or two values.
 */
export function createRedisCache(redis: Redis): SeriesCache {
  return {
    async read(key, chunks) {
      const found = new Map<string, Block>()
      const names = [...groupByBlock(key.grain, chunks).keys()]
      if (names.length === 0) return found
      const keys = names.map((name) => toRedisKey(key, name))
      const reply = await redis.ask((client) => client.eval(readLists, { keys, arguments: [] }))
      const lists = (reply ?? []) as readonly (readonly unknown[])[]
      for (const [index, name] of names.entries())
        for (const value of lists[index] ?? []) {
          const newer = decodeBlock(key.text + name, value)
          const older = found.get(name)
          if (newer) found.set(name, older ? mergeBlocks(older, newer) : newer)
        }
      return found
    },
    write(key, blocks, keepFor) {
      if (blocks.size === 0 || keepFor <= 0) return
      const keys = [...blocks.keys()].map((name) => toRedisKey(key, name))
      const values = [...blocks].map(([name, block]) => encodeBlock(key.text + name, block))
      const options = { keys, arguments: [`${Math.ceil(keepFor)}`, ...values] }
      void redis.ask((client) => client.eval(appendValues, options))
    },
  }
}

/**
 * The number is that of the format: content of another format has another key. A digest is short, and shows no address.
 */
const toRedisKey = (key: CacheKey, block: string): string =>
  `rows:3:${toHashTag(key)}:${hash('sha256', key.text + block, 'base64url')}`

/** `pcall`, because an error would end the connection: what is not a list is empty. */
const readLists = `
  local lists = {}
  for index, key in ipairs(KEYS) do
    local values = redis.pcall('lrange', key, 0, -1)
    lists[index] = values.err and {} or values
  end
  return lists`

/**
 * Removes values whose days are all in the new one; each begins with its days as a bit mask. Of values that overlap
 * only in part, a month has at most as many as it has days. A key expires with the last of its values.
 */
const appendValues = `
  local function toMask(value) return tonumber(string.match(value, '^%d+') or 0) end
  for index, key in ipairs(KEYS) do
    local value = ARGV[index + 1]
    local mask = toMask(value)
    local values = redis.pcall('lrange', key, 0, -1)
    if values.err then
      redis.call('del', key)
      values = {}
    end
    for _, older in ipairs(values) do
      if bit.band(toMask(older), bit.bnot(mask)) == 0 then redis.call('lrem', key, 1, older) end
    end
    redis.call('rpush', key, value)
    redis.call('ltrim', key, -31, -1)
    if redis.call('pttl', key) < tonumber(ARGV[1]) then redis.call('pexpire', key, ARGV[1]) end
  end`

/**
 * A block as a text: its known slots as a bit mask, a signature, and its columns as JSON. The key of the signature names
 * the account by a digest of its credentials, and is in Redis only as a digest of its own, so that other writers of the
 * Redis can neither change rows nor move them to another key.
 */
export function encodeBlock(name: string, { rows, readAts, firstRows }: Block): string {
  const text = JSON.stringify([readAts, firstRows, rows])
  return `${toMask(readAts)} ${sign(name, text)}${text}`
}

/** A bit for each known slot, of which a month has up to 31. */
const toMask = (readAts: Block['readAts']): number =>
  readAts.reduce<number>((mask, readAt, slot) => (readAt === null ? mask : mask + 2 ** slot), 0)

const sign = (name: string, text: string): string => createHmac('sha256', name).update(text).digest('base64url')

const signatureLength = 43

/** Characters, far more than a block has: to parse tens of millions would block the event loop. */
const maxLength = 2_000_000

const instant = z.number().int()
const index = z.number().int().nonnegative()
const figure = z.number().min(0).max(maxFigure)
const columns = z.tuple([
  z.array(instant.nullable()).max(31),
  z.array(index),
  z.object({
    starts: z.array(instant),
    ends: z.array(instant),
    figures: z.record(z.string(), z.array(figure.nullable())),
    members: z.array(z.string().nullable()).optional(),
  }),
])

/** Undefined for a text that no gateway wrote under this name, or whose rows no dataset returns. */
export function decodeBlock(name: string, encoded: unknown): Block | undefined {
  if (typeof encoded !== 'string' || encoded.length > maxLength) return undefined
  const from = encoded.indexOf(' ') + 1
  const text = encoded.slice(from + signatureLength)
  const [found, expected] = [encoded.slice(from, from + signatureLength), sign(name, text)].map((one) =>
    Buffer.from(one),
  )
  if (!found || !expected || found.length !== expected.length || !timingSafeEqual(found, expected)) return undefined
  const parsed = columns.safeParse(JSON.parse(text)).data
  if (!parsed) return undefined
  const [readAts, firstRows, { members, ...rest }] = parsed
  const block = { rows: { ...rest, ...(members && { members }) }, readAts, firstRows }
  return isComplete(block) && isInOrder(block) ? block : undefined
}

/** Each column has all rows, and each row belongs to one known slot. */
function isComplete({ rows: { starts, ends, figures, members }, readAts, firstRows }: Block): boolean {
  const others = [ends, ...Object.values(figures), ...(members ? [members] : [])]
  const isSlot = (first: number, slot: number) => {
    const next = firstRows[slot + 1] ?? starts.length
    return first === next || (first < next && typeof readAts[slot] === 'number')
  }
  return (
    others.every(({ length }) => length === starts.length) &&
    firstRows.length === readAts.length + 1 &&
    firstRows[0] === 0 &&
    firstRows.every(isSlot)
  )
}

/** Rows follow each other; members have rows for the same time. */
const isInOrder = ({ rows: { starts, ends, members } }: Block): boolean =>
  starts.every((start, row) => start < (ends[row] ?? 0) && start >= ((members ? starts : ends)[row - 1] ?? start))
