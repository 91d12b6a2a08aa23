import { EventEmitter, once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

export interface RawRequest {
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
}

/** What becomes of an answer on its way. */
export type Ending =
  | 'whole'
  | 'hangBeforeHeaders'
  | 'hangAfterHeaders'
  | 'drip'
  | 'reset'
  | 'resetInBody'
  | 'cut'
  | 'notHttp'

export interface RawAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Milliseconds before the first byte. */
  readonly delay?: number
  readonly ending?: Ending
}

export type RawHandler = (request: RawRequest) => RawAnswer | Promise<RawAnswer>

export interface RawUpstream {
  readonly url: string
  /** The requests received, oldest first. */
  readonly requests: readonly RawRequest[]
  /** Resolves once as many requests have come. */
  received(count: number): Promise<void>
  /** Resolves once as many connections have ended. */
  disconnected(count: number): Promise<void>
  close(): Promise<void>
}

export const json = (value: unknown, status = 200): RawAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: typeof value === 'string' ? value : JSON.stringify(value),
})

/** A real HTTP server on loopback that sends the valid or faulty response a test configures. */
export async function startRawUpstream(handler: RawHandler): Promise<RawUpstream> {
  const requests: RawRequest[] = []
  let disconnections = 0
  const events = new EventEmitter()

  const server = createServer(async (message, response) => {
    const { pathname, searchParams } = new URL(message.url ?? '/', 'http://upstream')
    const request = { path: pathname, query: searchParams, headers: message.headers }
    requests.push(request)
    events.emit('request')
    const answer = await handler(request)
    if (answer.delay) await wait(answer.delay)
    endings[answer.ending ?? 'whole'](response, answer)
  })

  server.on('connection', (socket) => {
    socket.on('close', () => {
      disconnections += 1
      events.emit('disconnection')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async received(count) {
      while (requests.length < count) await once(events, 'request')
    },
    async disconnected(count) {
      while (disconnections < count) await once(events, 'disconnection')
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

const endings: Readonly<Record<Ending, (response: ServerResponse, answer: RawAnswer) => void>> = {
  whole: (response, answer) => writeHead(response, answer).end(toBytes(answer)),
  hangBeforeHeaders: () => {},
  hangAfterHeaders: (response, answer) => writeHead(response, answer).flushHeaders(),
  drip: dripBody,
  reset: (response) => response.socket?.resetAndDestroy(),
  resetInBody: (response, answer) => writeHalf(response, answer, () => response.socket?.resetAndDestroy()),
  cut: (response, answer) => writeHalf(response, answer, () => response.socket?.end()),
  notHttp: (response, answer) => response.socket?.end(toBytes(answer)),
}

const toBytes = ({ body = '' }: RawAnswer): Buffer => Buffer.from(body)

const writeHead = (response: ServerResponse, answer: RawAnswer): ServerResponse =>
  response.writeHead(answer.status ?? 200, { ...answer.headers, 'content-length': toBytes(answer).length })

function writeHalf(response: ServerResponse, answer: RawAnswer, end: () => void): void {
  const bytes = toBytes(answer)
  writeHead(response, answer).write(bytes.subarray(0, Math.ceil(bytes.length / 2)), end)
}

/** A byte now and then, for ever. */
function dripBody(response: ServerResponse, { status = 200, headers }: RawAnswer): void {
  response.writeHead(status, headers)
  const timer = setInterval(() => response.write(' '), 5)
  response.on('close', () => clearInterval(timer))
}
