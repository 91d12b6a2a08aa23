import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@redis/client'
import { onTestFinished, vi } from 'vitest'
import { connectRedis, type Redis, type RedisOptions } from '../../src/redis/connection.ts'
import { eventually } from './eventually.ts'

const executablePath = '/usr/bin/redis-server'

/** Tests that need Redis are skipped without Debian's redis-server; CI says that it must be there. */
export const isRedisMissing = !existsSync(executablePath) && !process.env.TESTS_REQUIRE?.includes('redis')

export const withRedis = (title: string): string =>
  isRedisMissing ? `${title} (SKIPPED: ${executablePath} is not installed)` : title

export interface RedisServer {
  readonly url: string
  readonly port: number
  /** Ends it as a power failure does. */
  kill(): Promise<void>
  /** Starts it again, empty, on the same port. */
  restart(): Promise<void>
}

/** A redis-server of this test's own, which keeps nothing on disk; ends with the test. */
export async function startRedis(settings: readonly string[] = []): Promise<RedisServer> {
  const port = await findFreePort()
  let child: ChildProcess
  const start = async () => {
    const own = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', '/tmp']
    child = spawn(executablePath, [...own, ...settings])
    for (let output = ''; !output.includes('Ready to accept connections'); ) {
      const [chunk] = await Promise.race([
        child.stdout ? once(child.stdout, 'data') : [],
        once(child, 'exit').then(() => Promise.reject(new Error(output))),
      ])
      output += chunk
    }
  }
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  await start()
  onTestFinished(kill)
  return { url: `redis://127.0.0.1:${port}`, port, kill, restart: start }
}

/** The same as a cluster of one node, which rejects commands and scripts over keys of different slots. */
export async function startRedisCluster(): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-cluster-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const server = await startRedis([
    '--cluster-enabled',
    'yes',
    '--cluster-port',
    `${await findFreePort()}`,
    '--dir',
    folder,
  ])
  const inside = await lookInto(server.url)
  await inside.sendCommand(['CLUSTER', 'ADDSLOTSRANGE', '0', '16383'])
  await vi.waitUntil(
    async () => String(await inside.sendCommand(['CLUSTER', 'INFO'])).includes('cluster_state:ok'),
    eventually,
  )
  return server
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** The gateway's connection to Redis, with a longer default timeout; closed after the test. */
export async function openRedis(url: string, options: Partial<RedisOptions> = {}): Promise<Redis> {
  const redis = connectRedis(url, { timeout: 2_000, retryDelay: 20, log: () => {}, ...options })
  onTestFinished(redis.close)
  await redis.ready
  return redis
}

/** A connection that sees all that is in there; ends with the test. */
export async function lookInto(url: string) {
  const client = createClient({ url })
  await client.connect()
  onTestFinished(() => client.destroy())
  return client
}
