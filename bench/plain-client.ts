import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Pool } from 'undici'
import { headers, inFlight } from './accounts.ts'

/** The upstream calls of one question. */
export interface PlainQuestion {
  /** Each account has connections of its own. */
  readonly account: string
  readonly paths: readonly string[]
}

// The minimum: sends all calls at once and parses their bodies. Nothing is checked or merged.
const upstream = process.env.UPSTREAM_URL ?? ''
const pools = new Map<string, Pool>()

function open(product: keyof typeof inFlight, account: string): Pool {
  const name = `${product} ${account}`
  const pool = pools.get(name) ?? new Pool(upstream, { connections: inFlight[product] })
  pools.set(name, pool)
  return pool
}

async function call(account: string, path: string): Promise<unknown> {
  const product = path.startsWith('/api/') ? 'chatwoot' : 'livechat'
  const { body } = await open(product, account).request({ method: 'GET', path, headers: headers[product] })
  return body.json()
}

const server = createServer(async (message, response) => {
  const { account, paths } = JSON.parse(await text(message)) as PlainQuestion
  const bodies = await Promise.all(paths.map((path) => call(account, path)))
  response.end(JSON.stringify({ data: bodies.length }))
})
// During seconds of computation, the default timeout would close connections with a waiting request.
server.keepAliveTimeout = 120_000
server.listen(0, '127.0.0.1', () => {
  console.log(`The plain client answers at http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
process.once('SIGTERM', () => process.exit())
