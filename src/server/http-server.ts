import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AccessSettings } from '../access/admit.ts'
import { Refusal } from '../access/refusal.ts'
import { trackConnections } from './connections.ts'
import { createOperationsUnderWay } from './operations-under-way.ts'
import { pageHeaders } from './page-headers.ts'
import { createProbes } from './probes.ts'
import { createEndpoint, type ServerOptions } from './server.ts'
import { tellRefusal } from './tell-refusal.ts'

export interface GatewayServer {
  readonly server: Server
  /** From now on the gateway is not ready for more. */
  markStopping(): void
  /** Ends connections on which nothing is answered. */
  endUnused(): void
}

export interface HttpServerOptions extends ServerOptions {
  /** Absent: whoever asks is the same. */
  readonly access?: AccessSettings
}

/** The endpoint over HTTP, with its health, and with room for so many at once. */
export function createHttpServer(options: HttpServerOptions): GatewayServer {
  const { limits } = options.serving
  // Without access all callers are one, who need leave nothing to others.
  const mostOfOne = options.access ? limits.clientOperations : limits.operations
  const underWay = createOperationsUnderWay(limits.operations, mostOfOne)
  const endpoint = createEndpoint({ ...options, underWay })
  let isStopping = false
  const answerProbe = createProbes({ isStopping: () => isStopping, printMetrics: options.telemetry?.printMetrics })

  function answer(request: IncomingMessage, response: ServerResponse) {
    connections.add(request, response)
    for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value)
    if (answerProbe(request, response)) return
    if (isStopping) response.setHeader('connection', 'close')
    if (!isAddressed(request)) return response.writeHead(400).end()
    if (!underWay.begin(request, response)) return shed(request, response)
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
  const connections = trackConnections(server)
  server.maxHeadersCount = 100
  server.maxConnections = limits.connections
  server.setTimeout(limits.stalledForMs)
  return { server, markStopping: () => (isStopping = true), endUnused: connections.endUnused }
}

/** What is no URL would be answered with the place in the code that says so. */
const isAddressed = ({ url = '/', headers }: IncomingMessage): boolean =>
  URL.canParse(url, `http://${headers.host ?? 'localhost'}`)

/** Turns a request away unread; its connection ends, so that what it still sends is not waited for. */
function shed(request: IncomingMessage, response: ServerResponse): void {
  const refusal = new Refusal('OVERLOADED', 'overloaded: too many operations are in progress', 1_000)
  const { status, headers, body } = tellRefusal(request.headers, refusal)
  response.writeHead(status, { ...headers, connection: 'close' }).end(body)
}
