import type { RedisClientType } from '@redis/client'

export type RedisClient = Pick<RedisClientType, 'mGet' | 'set' | 'exists' | 'eval'>

export interface RedisOptions {
  /** Milliseconds after which a command has failed and Redis counts as unavailable. */
  readonly timeout: number
  /** Milliseconds before reconnecting after a failure. */
  readonly retryDelay?: number
  /** Called once when Redis becomes unavailable, and once when it is available again. */
  readonly log?: (message: string) => void
}

export interface RedisCounts {
  readonly commands: number
  /** Commands that Redis rejected or did not answer in time. */
  readonly failures: number
  readonly isUnavailable: boolean
}

/** A Redis connection that is optional: while Redis is unavailable, commands return undefined at once. */
export interface Redis {
  /** The reply to a command; undefined if it fails or Redis is unavailable. Sent at once; never rejects. */
  ask<T>(command: (client: RedisClient) => Promise<T>): Promise<T | undefined>
  /** Resolves after the first attempt to connect, whether it succeeded or failed. */
  readonly ready: Promise<void>
  readonly counts: RedisCounts
  close(): void
}

const keyPrefix = 'reporting-gateway:'
const connectTimeout = 1_000

/** Connects, and reconnects after every failure, timeouts included: a slow connection may be a dead one. */
export function connectRedis(url: string, { timeout, retryDelay = 1_000, log = console.warn }: RedisOptions): Redis {
  const counts = { commands: 0, failures: 0, isUnavailable: false }
  let current: RedisClientType | undefined
  let isReady = false
  let isClosed = false
  let timer: NodeJS.Timeout | undefined

  async function connect(): Promise<void> {
    let client: RedisClientType | undefined
    try {
      // Takes 250 ms to load, which gateways without Redis should not wait for.
      const { createClient } = await import('@redis/client')
      if (isClosed) return
      const socket = { connectTimeout, reconnectStrategy: false } as const
      client = createClient({ url, keyPrefix, socket, disableOfflineQueue: true })
      current = client
      client.on('error', (reason) => disconnect(client, reason))
      await rejectAfter(connectTimeout, client.connect())
      await rejectAfter(timeout, checkScripts(client))
      if (client === current) markAvailable()
    } catch (reason) {
      // The error event often reports the same failure first, and a new connection may already be open.
      disconnect(client, reason)
    }
  }

  function markAvailable(): void {
    isReady = true
    if (counts.isUnavailable) log('Redis is available again.')
    counts.isUnavailable = false
  }

  function disconnect(client: RedisClientType | undefined, reason: unknown): void {
    if (isClosed || client !== current) return
    current = undefined
    isReady = false
    client?.destroy()
    if (!counts.isUnavailable) log(`Redis is unavailable (${describeReason(reason)}): continuing without it.`)
    counts.isUnavailable = true
    timer = setTimeout(connect, retryDelay).unref()
  }

  return {
    ready: connect(),
    counts,
    async ask(command) {
      const client = isReady ? current : undefined
      if (!client) return undefined
      counts.commands += 1
      try {
        return await rejectAfter(timeout, command(client))
      } catch (reason) {
        counts.failures += 1
        disconnect(client, reason)
        return undefined
      }
    },
    close() {
      isClosed = true
      isReady = false
      clearTimeout(timer)
      current?.destroy()
    },
  }
}

/** Without this check, a Redis that is read-only, full or without scripts would change state with every command. */
async function checkScripts(client: RedisClient): Promise<void> {
  const reply = await client.eval("return redis.call('set', KEYS[1], '', 'px', 1000)", { keys: ['proof'] })
  if (reply !== 'OK') throw new Error('not a Redis server')
}

/** Counts five ticks of a timer: a busy process has fewer ticks, so that its own delay does not count against Redis. */
function rejectAfter<T>(milliseconds: number, reply: Promise<T>): Promise<T> {
  let [timer, ticks]: [NodeJS.Timeout | undefined, number] = [undefined, 0]
  const timeout = new Promise<never>((_, reject) => {
    const tick = () => {
      ticks += 1
      if (ticks === 5) reject(new Error(`no response within ${milliseconds} ms`))
    }
    timer = setInterval(tick, milliseconds / 5)
  })
  return Promise.race([reply, timeout]).finally(() => clearInterval(timer))
}

/** The code of a failure, such as ECONNREFUSED or WRONGPASS; never the URL, which may contain a password. */
function describeReason(reason: unknown): string {
  const { code, message } = reason as { readonly code?: unknown; readonly message?: unknown }
  const [, prefix] = /^([A-Z]+) /.exec(String(message)) ?? []
  return typeof code === 'string' ? code : (prefix ?? 'no response')
}
