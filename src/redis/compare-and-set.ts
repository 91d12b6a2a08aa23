import type { SharedState } from '../upstream/rate-limit/rate-limiter.ts'
import type { Redis } from './connection.ts'

/** Milliseconds after its last update when a value expires. */
const timeToLive = 86_400_000

/** A text that all replicas on the same Redis update by compare-and-set. */
export function createCompareAndSet(redis: Redis, name: string): SharedState {
  const keys = [name]
  return {
    async swap(seen, next) {
      const reply = await redis.ask((client) => client.eval(swap, { keys, arguments: [seen, next, `${timeToLive}`] }))
      // Undefined: Redis is unavailable.
      const stored = reply as string | undefined
      return stored === undefined ? undefined : { isSwapped: stored === '', text: stored || next }
    },
  }
}

/**
 * A missing value has expired or was never written, so the value of this replica is stored. So is it over a value of
 * another Redis type: an error would close the connection on every call.
 */
const swap = `
  local found = redis.pcall('get', KEYS[1])
  if type(found) == 'string' and found ~= '' and found ~= ARGV[1] then return found end
  redis.call('set', KEYS[1], ARGV[2], 'px', ARGV[3])
  return ''`
