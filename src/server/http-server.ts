import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Refusal } from '../access/refusal.ts'
import { pageHeaders } from './page-headers.ts'
import { createProbes } from './probes.ts'
import { createEndpoint, type ServerOptions } from './server.ts'
import { tellRefusal } from './tell-refusal.ts'

export interface GatewayServer {
  readonly server: Server
  /** From now on the gateway is not ready for more. */
  markStopping(): void
}

/** The endpoint over HTTP, with its health, and with room for so many at once. */
export function createHttpServer(options: ServerOptions): GatewayServer {
  const { limits } = options.serving
  const underWay = new Set<IncomingMessage>()
  // A subscription lasts, but is no work between its events: it has a limit of its own.
  const endpoint = createEndpoint({ ...options, onStream: (request) => underWay.delete(request) })
  let isStopping = false
  const answerProbe = createProbes({ isStopping: () => isStopping, printMetrics: options.telemetry?.printMetrics })

  function answer(request: IncomingMessage, response: ServerResponse) {
    for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value)
    if (answerProbe(request, response)) return
    if (isStopping) response.setHeader('connection', 'close')
    if (!isAddressed(request)) return response.writeHead(400).end()
    if (underWay.size >= limits.operations) return shed(request, response)
    underWay.add(request)
    response.once('close', () => underWay.delete(request))
    void endpoint(request, response)
  }

  const server = createServer(
    {
      headersTimeout: limits.headersWithinMs,
      requestTimeout: limits.requestWithinMs,
      keepAliveTimeout: limits.idleForMs,
      // Node looks for slow senders every half minute otherwise.
      connectionsCheckingInterval: Math.min(1_000, limits.headersWithinMs),
    },
    answer,
  )
  server.maxHeadersCount = 100
  server.maxConnections = limits.connections
  server.setTimeout(limits.stalledForMs)
  return { server, markStopping: () => (isStopping = true) }
}

/** What is no URL would be answered with the place in the code that says so. */
const isAddressed = ({ url = '/', headers }: IncomingMessage): boolean =>
  URL.canParse(url, `http://${headers.host ?? 'localhost'}`)

/** Turns a request away unread; its connection ends, so that what it still sends is not waited for. */
function shed(request: IncomingMessage, response: ServerResponse): void {
  const refusal = new Refusal('OVERLOADED', 'too many operations are under way', 1_000)
  const { status, headers, body } = tellRefusal(request.headers, refusal)
  response.writeHead(status, { ...headers, connection: 'close' }).end(body)
}
