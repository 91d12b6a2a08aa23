import { hash, randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Redis } from '../../redis/connection.ts'
import { type CacheKey, toHashTag } from '../cache/series-cache.ts'

/** Which of the wanted locks a caller got. */
export interface TakenLocks {
  /** True for a lock that this caller holds until it releases it, and for all while Redis is unavailable. */
  isOurs(name: string): boolean
  /** Resolves once the other locks are released or expired, as far as Redis knows; rejects when the signal is aborted. */
  waitForOthers(signal: AbortSignal): Promise<void>
  /** Sent to Redis after everything that was written before. */
  release(): void
}

export interface LockOptions {
  /** Milliseconds after which a lock expires whose holder has died. */
  readonly lockFor?: number
  /** Milliseconds between two looks at the locks of others. */
  readonly lookEvery?: number
  /** Maximum milliseconds for which locks are renewed, or waited for. */
  readonly patience?: number
}

/** Locks that all replicas on one Redis share, taken for several chunks of a series at once. */
export function createReplicaLocks(redis: Redis, options: LockOptions = {}) {
  const { lockFor = 3_000, lookEvery = 30, patience = 30_000 } = options

  return async function takeLocks(series: CacheKey, names: readonly string[]): Promise<TakenLocks> {
    const token = randomUUID()
    const prefix = `lock:${toHashTag(series)}:${hash('sha256', series.text, 'base64url')}:`
    const keys = names.map((name) => prefix + name)
    const reply = await redis.ask((client) => client.eval(take, { keys, arguments: [token, `${lockFor}`] }))
    const taken = reply as readonly number[] | undefined
    const ours = new Set(names.filter((_, index) => !taken || taken[index] === 1))
    const others = names.filter((name) => !ours.has(name)).map((name) => prefix + name)
    const held = { keys: taken ? [...ours].map((name) => prefix + name) : [], arguments: [token, `${lockFor}`] }
    const change = (script: string) => {
      if (held.keys.length > 0) void redis.ask((client) => client.eval(script, held))
    }
    const end = Date.now() + patience
    const renewal = setInterval(() => {
      if (Date.now() < end) change(renew)
      else clearInterval(renewal)
    }, lockFor / 3).unref()

    return {
      isOurs: (name) => ours.has(name),
      async waitForOthers(signal) {
        while (others.length > 0 && Date.now() < end) {
          const count = await redis.ask((client) => client.exists(others))
          if (!count) return
          await wait(lookEvery)
          signal.throwIfAborted()
        }
      },
      release() {
        clearInterval(renewal)
        change(release)
      },
    }
  }
}

/** Atomic: two replicas that want the same chunks at once would otherwise get a part each, and make two calls of one. */
const take = `
  local taken = {}
  for index, key in ipairs(KEYS) do
    taken[index] = redis.call('set', key, ARGV[1], 'nx', 'px', ARGV[2]) and 1 or 0
  end
  return taken`

const onlyOurs = (command: string) => `
  for _, key in ipairs(KEYS) do
    if redis.call('get', key) == ARGV[1] then ${command} end
  end`

const renew = onlyOurs(`redis.call('pexpire', key, ARGV[2])`)
const release = onlyOurs(`redis.call('del', key)`)
