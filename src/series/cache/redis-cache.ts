import { hash } from 'node:crypto'
import type { Redis } from '../../redis/connection.ts'
import { type Block, groupByBlock } from './block.ts'
import { type CacheKey, toHashTag } from './cache-key.ts'
import { decodeBlock, encodeBlock } from './encode-block.ts'
import { mergeBlocks } from './merge-blocks.ts'
import type { SeriesCache } from './series-cache.ts'

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
