import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { request } from 'undici'
import { inventChatwootRows } from '../src/demo/chatwoot/invent.ts'
import { startChatwoot } from '../src/demo/chatwoot/server.ts'
import { inventLiveChatEvents } from '../src/demo/livechat/invent.ts'
import { startLiveChat } from '../src/demo/livechat/server.ts'
import { accountId, apiKey, headers, login, token } from './accounts.ts'
import { timeZone } from './workloads.ts'

const now = Date.now()
const agents = 25

const rows = inventChatwootRows(now)
const events = inventLiveChatEvents(now)
const [someone] = rows.agents
const [anyone] = events.agents
if (!someone || !anyone) throw new Error('The demo data has no agents')
const more = Array.from({ length: agents - rows.agents.length }, (_, place) => ({
  name: `Colleague ${place}`,
  email: `colleague${place}@demo.example`,
  id: 1000 + place,
}))

const chatwoot = await startChatwoot({
  rows: { ...rows, agents: [...rows.agents, ...more.map((one) => ({ ...someone, ...one }))] },
  accountId,
  tokens: { [token]: 'administrator' },
  now: () => now,
  reportsPerMinute: Number.POSITIVE_INFINITY,
})
const livechat = await startLiveChat({
  events: {
    ...events,
    agents: [
      ...events.agents.slice(0, rows.agents.length),
      ...more.map(({ name, email }) => ({ ...anyone, name, login: email })),
    ],
  },
  login,
  apiKey,
  timeZone,
  now: () => now,
})

const upstreams = { chatwoot, livechat }

interface Answer {
  readonly status: number
  readonly body: Buffer
}

/** Responses by URL. They are computed once, so that the upstream servers cost little CPU. */
const known = new Map<string, Promise<Answer>>()

async function ask(path: string): Promise<Answer> {
  const product = path.startsWith('/api/') ? 'chatwoot' : 'livechat'
  const { statusCode, body } = await request(`${upstreams[product].url}${path}`, { headers: headers[product] })
  return { status: statusCode, body: Buffer.from(await body.arrayBuffer()) }
}

/** Serves both providers at one address, with a delay of `latency` milliseconds. `/calls` returns the URLs requested since its last call. */
async function serve(latency: number): Promise<string> {
  const calls: string[] = []
  const server = createServer(async ({ url = '/' }, response) => {
    if (url === '/calls') {
      response.end(JSON.stringify(calls.splice(0)))
      return
    }
    calls.push(url)
    // Credentials are ignored: all accounts have the same data.
    const answer = known.get(url) ?? ask(url)
    known.set(url, answer)
    const [{ status, body }] = await Promise.all([answer, latency > 0 && wait(latency)])
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length }).end(body)
  })
  server.keepAliveTimeout = 120_000
  // The naive server opens a thousand connections at once.
  const options = { port: 0, host: '127.0.0.1', backlog: 4096 }
  await new Promise<void>((resolve) => server.listen(options, resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const addresses = await Promise.all((process.env.LATENCIES ?? '0').split(',').map((latency) => serve(Number(latency))))
console.log(`Upstream servers listening at ${addresses.join(' ')}`)
process.once('SIGTERM', () => process.exit())
