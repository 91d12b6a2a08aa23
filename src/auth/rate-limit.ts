import { hash } from 'node:crypto'
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible'
import type { Redis, RedisClient } from '../redis/connection.ts'

/** Counts one operation of a client; returns the milliseconds to wait when the limit is exceeded. */
export type CountOperation = (who: string) => Promise<number | undefined>

const minute = 60

/** So many a minute for each; replicas on one Redis count together, and each by itself while it is away. */
export function createRateLimit(perMinute: number, redis?: Redis): CountOperation {
  const limits = { points: perMinute, duration: minute, keyPrefix: 'rate' }
  const alone = new RateLimiterMemory(limits)
  const limiter = redis
    ? new RateLimiterRedis({
        ...limits,
        storeClient: toStoreClient(redis),
        useRedisPackage: true,
        inMemoryBlockOnConsumed: perMinute + 1,
        insuranceLimiter: alone,
      })
    : alone
  return async (who) => {
    try {
      // Names of people are nothing for Redis to keep.
      await limiter.consume(hash('sha256', who, 'base64url'))
      return undefined
    } catch (reason) {
      if (reason instanceof Error) throw reason
      return (reason as RateLimiterRes).msBeforeNext
    }
  }
}

/** The one command that the limiter sends; it rejects when Redis is away, as the limiter expects. */
const toStoreClient = (redis: Redis): Pick<RedisClient, 'eval'> => ({
  async eval(...command: Parameters<RedisClient['eval']>) {
    const reply = await redis.ask((client) => client.eval(...command))
    if (reply === undefined) throw new Error('Redis is unavailable')
    return reply
  },
})
