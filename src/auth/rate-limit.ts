import { hash } from 'node:crypto'
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible'
import type { Redis, RedisClient } from '../redis/connection.ts'

/** Counts one operation of a client; returns the milliseconds to wait when the limit is exceeded. */
export type CountOperation = (name: string) => Promise<number | undefined>

const secondsPerMinute = 60

/** Limits operations per minute and client. Replicas count together in Redis, and separately while it is unavailable. */
export function createRateLimit(perMinute: number, redis?: Redis): CountOperation {
  const limits = { points: perMinute, duration: secondsPerMinute, keyPrefix: 'rate' }
  const inMemory = new RateLimiterMemory(limits)
  const limiter = redis
    ? new RateLimiterRedis({
        ...limits,
        storeClient: toStoreClient(redis),
        useRedisPackage: true,
        inMemoryBlockOnConsumed: perMinute + 1,
        insuranceLimiter: inMemory,
      })
    : inMemory
  return async (name) => {
    try {
      // Hashed, so that Redis stores no names of people.
      await limiter.consume(hash('sha256', name, 'base64url'))
      return undefined
    } catch (reason) {
      if (reason instanceof Error) throw reason
      return (reason as RateLimiterRes).msBeforeNext
    }
  }
}

/** The only command that the limiter uses. It rejects while Redis is unavailable, as the limiter expects. */
const toStoreClient = (redis: Redis): Pick<RedisClient, 'eval'> => ({
  async eval(...command: Parameters<RedisClient['eval']>) {
    const reply = await redis.ask((client) => client.eval(...command))
    if (reply === undefined) throw new Error('Redis is unavailable')
    return reply
  },
})
