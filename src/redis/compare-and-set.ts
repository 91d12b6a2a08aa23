import type { SharedState } from '../upstream/rate-limiter.ts'
import type { Redis } from './connection.ts'

/** Milliseconds after which a text that nobody writes any more is forgotten. */
const keepFor = 86_400_000

/** One text that all gateways on the same Redis change in turn. */
export function createCompareAndSet(redis: Redis, name: string): SharedState {
  const keys = [name]
  return {
    async swap(seen, next) {
      const reply = await redis.ask((client) => client.eval(swap, { keys, arguments: [seen, next, `${keepFor}`] }))
      // Undefined is a Redis that is away.
      const found = reply as string | undefined
      return found === undefined ? undefined : { isSwapped: found === '', text: found || next }
    },
  }
}

/**
 * Where nothing stands, Redis has forgotten it or is new: what this gateway knows is all that is known. What is no text
 * at all counts as nothing: an error would end the connection, each time anew.
 */
const swap = `
  local found = redis.pcall('get', KEYS[1])
  if type(found) == 'string' and found ~= '' and found ~= ARGV[1] then return found end
  redis.call('set', KEYS[1], ARGV[2], 'px', ARGV[3])
  return ''`
