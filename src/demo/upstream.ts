import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

export interface UpstreamRequest {
  readonly path: string
  readonly query: URLSearchParams
  /** When it arrived, in epoch milliseconds. */
  readonly at: number
}

export interface UpstreamResponse {
  readonly status: number
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

export interface DemoUpstream {
  readonly url: string
  /** The last 10,000 requests, oldest first. */
  readonly requests: readonly UpstreamRequest[]
  close(): Promise<void>
}

export interface ListenOptions {
  readonly latencyMs?: number
  readonly port?: number
}

export type UpstreamHandler = (
  request: UpstreamRequest & { readonly method: string; readonly headers: IncomingHttpHeaders },
) => UpstreamResponse

const maxLoggedRequests = 10_000

/** Serves `handler` over HTTP on loopback. */
export async function listen(handler: UpstreamHandler, options: ListenOptions = {}): Promise<DemoUpstream> {
  const requests: UpstreamRequest[] = []

  async function respond(message: IncomingMessage): Promise<UpstreamResponse> {
    const [path = '/', ...search] = (message.url ?? '/').split('?')
    const request = { path, query: new URLSearchParams(search.join('?')), at: Date.now() }
    requests.push(request)
    if (requests.length > maxLoggedRequests) requests.shift()
    message.resume()
    if (options.latencyMs) await wait(options.latencyMs)
    try {
      return handler({ ...request, method: message.method ?? 'GET', headers: message.headers })
    } catch (error) {
      console.error(error)
      return { status: 500, body: '', headers: {} }
    }
  }

  const server = createServer(async (message, response) => {
    const { status, body, headers } = await respond(message)
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body)
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve)
  })

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}
