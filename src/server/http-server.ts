import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AuthSettings } from '../auth/authenticate.ts'
import { RequestRejected } from '../auth/request-rejected.ts'
import { parseHost } from '../config/machine/host-name.ts'
import { createHostCheck } from './check-host.ts'
import { createEndpoint, type ServerOptions } from './endpoint.ts'
import { createHealthHandler } from './health.ts'
import { trackConnections } from './limits/connections.ts'
import { createInFlightOperations } from './limits/in-flight-operations.ts'
import { onClose } from './on-close.ts'
import { securityHeaders } from './security-headers.ts'
import { toErrorResponse } from './to-error-response.ts'

export interface GatewayServer {
  readonly server: Server
  /** From now on the readiness probe fails, and connections are closed after their response. */
  markStopping(): void
  /** Closes connections without a response in progress. */
  closeUnused(): void
}

export interface HttpServerOptions extends ServerOptions {
  /** Absent: no authentication, and all requests count as one client. */
  readonly access?: AuthSettings
}

/** Serves the endpoint, health checks and metrics over HTTP, with limits on connections and concurrent operations. */
export function createHttpServer(options: HttpServerOptions): GatewayServer {
  const { limits, allowedHosts } = options.serving
  // Without authentication all requests count as one client, which may use all slots.
  const maxPerClient = options.access ? limits.clientOperations : limits.operations
  const inFlight = createInFlightOperations(limits.operations, maxPerClient)
  const assign: typeof inFlight.assign = (request, client) => {
    if (options.access) connections.markAuthenticated(request)
    return inFlight.assign(request, client)
  }
  const endpoint = createEndpoint({ ...options, inFlight: { ...inFlight, assign } })
  const checkHost = createHostCheck({ allowedHosts, isAuthenticated: options.access !== undefined })
  let isStopping = false
  const serveHealth = createHealthHandler({
    isStopping: () => isStopping,
    printMetrics: options.telemetry?.printMetrics,
  })

  function handleRequest(request: IncomingMessage, response: ServerResponse) {
    const overLimit = connections.add(request, response)
    if (overLimit) response.setHeader('connection', 'close')
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
    const misdirected = checkHost(request)
    if ((!misdirected || isHealthCheck(request)) && serveHealth(request, response)) return
    if (isStopping) response.setHeader('connection', 'close')
    if (!hasValidUrl(request)) return response.writeHead(400).end()
    const rejection = misdirected ?? overLimit
    if (rejection) return reject(request, response, rejection)
    if (!inFlight.start(request, response))
      return reject(
        request,
        response,
        new RequestRejected('OVERLOADED', 'overloaded: too many operations are in progress', 1_000),
      )
    // Without authentication, a connection counts as authenticated once it has sent a complete request.
    if (!options.access) onClose(response, () => request.complete && connections.markAuthenticated(request))
    void endpoint(request, response)
  }

  const server = createServer(
    {
      headersTimeout: limits.headersWithinMs,
      requestTimeout: limits.requestWithinMs,
      keepAliveTimeout: limits.idleForMs,
      // By default, Node checks for slow requests every 30 seconds.
      connectionsCheckingInterval: Math.min(1_000, limits.headersWithinMs),
    },
    handleRequest,
  )
  const connections = trackConnections(server, limits)
  server.maxHeadersCount = 100
  server.setTimeout(limits.stalledForMs)
  return { server, markStopping: () => (isStopping = true), closeUnused: connections.closeUnused }
}

/** Load balancers check the health of a gateway by its address, or with HTTP/1.0 and no host at all. */
const isHealthCheck = ({ url = '' }: IncomingMessage): boolean => url.startsWith('/health/')

/** For an invalid URL, the endpoint would respond with a stack trace. */
const hasValidUrl = ({ url = '/', headers: { host } }: IncomingMessage): boolean =>
  (host === undefined || parseHost(host) !== undefined) && URL.canParse(url, `http://${host ?? 'localhost'}`)

/** Rejects a request before its body is read, and closes its connection so that the rest of the body is not waited for. */
function reject(request: IncomingMessage, response: ServerResponse, rejection: RequestRejected): void {
  const { status, headers, body } = toErrorResponse(request.headers, rejection)
  response.writeHead(status, { ...headers, connection: 'close' }).end(body)
}
