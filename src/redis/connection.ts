import type { RedisClientType } from '@redis/client'

export type RedisClient = Pick<RedisClientType, 'mGet' | 'set' | 'exists' | 'eval'>

export interface RedisOptions {
  /** Milliseconds within which a command is answered; otherwise Redis is away. */
  readonly timeout: number
  /** Milliseconds until Redis is tried again when it is away. */
  readonly pause?: number
  /** Told once when Redis goes away, and once when it is back. */
  readonly log?: (note: string) => void
}

export interface RedisCounts {
  readonly commands: number
  /** Commands that Redis refused or did not answer in time. */
  readonly failures: number
  readonly isAway: boolean
}

/** One Redis that holds nobody up: while it is away, all goes on as if there were none. */
export interface Redis {
  /** What Redis answers; undefined when it fails or is away. The command is sent at once, and nothing rejects. */
  ask<T>(command: (client: RedisClient) => Promise<T>): Promise<T | undefined>
  /** Settles once it is known whether Redis is there. */
  readonly ready: Promise<void>
  readonly counts: RedisCounts
  close(): void
}

const keyPrefix = 'reporting-gateway:'
const connectTimeout = 1_000

/** Connects, and after each failure connects anew: a slow connection may be a dead one. */
export function connectRedis(url: string, { timeout, pause = 1_000, log = console.warn }: RedisOptions): Redis {
  const counts = { commands: 0, failures: 0, isAway: false }
  let current: RedisClientType | undefined
  let isReady = false
  let isClosed = false
  let timer: NodeJS.Timeout | undefined

  async function connect(): Promise<void> {
    let client: RedisClientType | undefined
    try {
      // It takes a quarter of a second to load, which nobody without Redis should wait for.
      const { createClient } = await import('@redis/client')
      if (isClosed) return
      const socket = { connectTimeout, reconnectStrategy: false } as const
      client = createClient({ url, keyPrefix, socket, disableOfflineQueue: true })
      current = client
      client.on('error', (reason) => leave(client, reason))
      await within(connectTimeout, client.connect())
      await within(timeout, prove(client))
      if (client === current) welcome()
    } catch (reason) {
      // The error event has often reported the same failure already, and another connection may have taken its place.
      leave(client, reason)
    }
  }

  function welcome(): void {
    isReady = true
    if (counts.isAway) log('Redis is available again.')
    counts.isAway = false
  }

  function leave(client: RedisClientType | undefined, reason: unknown): void {
    if (isClosed || client !== current) return
    current = undefined
    isReady = false
    client?.destroy()
    if (!counts.isAway) log(`Redis is unavailable (${nameReason(reason)}): continuing without it.`)
    counts.isAway = true
    timer = setTimeout(connect, pause).unref()
  }

  return {
    ready: connect(),
    counts,
    async ask(command) {
      const client = isReady ? current : undefined
      if (!client) return undefined
      counts.commands += 1
      try {
        return await within(timeout, command(client))
      } catch (reason) {
        counts.failures += 1
        leave(client, reason)
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

/** A Redis that only reads, is full or runs no scripts would be back and away again with each command. */
async function prove(client: RedisClient): Promise<void> {
  const reply = await client.eval("return redis.call('set', KEYS[1], '', 'px', 1000)", { keys: ['proof'] })
  if (reply !== 'OK') throw new Error('not a Redis server')
}

/** Counts in ticks, of which a process that is busy itself has fewer: then it is not Redis that is slow. */
function within<T>(milliseconds: number, answer: Promise<T>): Promise<T> {
  let [timer, ticks]: [NodeJS.Timeout | undefined, number] = [undefined, 0]
  const late = new Promise<never>((_, reject) => {
    const tick = () => {
      ticks += 1
      if (ticks === 5) reject(new Error(`no response within ${milliseconds} ms`))
    }
    timer = setInterval(tick, milliseconds / 5)
  })
  return Promise.race([answer, late]).finally(() => clearInterval(timer))
}

/** The code of a failure, such as ECONNREFUSED or WRONGPASS; never the address, which may hold a password. */
function nameReason(reason: unknown): string {
  const { code, message } = reason as { readonly code?: unknown; readonly message?: unknown }
  const [, refusal] = /^([A-Z]+) /.exec(String(message)) ?? []
  return typeof code === 'string' ? code : (refusal ?? 'no response')
}
