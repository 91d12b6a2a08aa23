import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import type { AuthSettings } from '../auth/authenticate.ts'
import { RequestRejected } from '../auth/permission.ts'
import { isLoopback, parseHost } from '../config/machine/addresses.ts'
import { createEndpoint, type ServerOptions } from './endpoint.ts'
import { createHealthHandler } from './health.ts'
import { trackConnections } from './limits/connections.ts'
import { createInFlightOperations } from './limits/in-flight.ts'
import { onClose } from './limits/operation-deadline.ts'
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

interface HostSettings {
  /** Hosts besides loopback names. Absent: any host with authentication, none without. */
  readonly allowedHosts?: readonly string[] | undefined
  readonly isAuthenticated: boolean
}

/** Why a request is rejected for the host it is addressed to; undefined when it is accepted. */
export type CheckHost = (request: IncomingMessage) => RequestRejected | undefined

/**
 * Rejects requests for other hosts. Without this check a web page could point its own domain at a gateway on loopback
 * (DNS rebinding), and the browser would then send it requests from that page as same-origin ones.
 */
export function createHostCheck({ allowedHosts, isAuthenticated }: HostSettings): CheckHost {
  if (isAuthenticated && allowedHosts === undefined) return () => undefined
  const allowed = new Set(allowedHosts)
  const isAllowed = (host: string) => isLoopback(host) || host.endsWith('.localhost') || allowed.has(host)
  return ({ url = '', headers }) => {
    const host = parseHost(headers.host ?? '')
    if (host !== undefined && (isAllowed(host) || isScrapedByAddress(url, host))) return undefined
    return new RequestRejected('MISDIRECTED_REQUEST', describeHost(headers.host))
  }
}

/** Prometheus addresses replicas by IP address, which rebinding cannot take over. */
const isScrapedByAddress = (url: string, host: string): boolean =>
  isIP(host.replace(/^\[(.*)\]$/, '$1')) !== 0 && /^\/metrics(\?|$)/.test(url)

const maxLength = 100

function describeHost(header: string | undefined): string {
  const expected = 'send localhost, another loopback name, or a host listed in the setting allowedHosts'
  if (header === undefined) return `the request has no Host header: ${expected}`
  const shown = header.length > maxLength ? `${header.slice(0, maxLength)}…` : header
  return `the Host header "${shown}" is not accepted: ${expected}`
}
