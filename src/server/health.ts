import type { IncomingMessage, ServerResponse } from 'node:http'

export interface HealthOptions {
  readonly isStopping: () => boolean
  /** All metrics in the Prometheus text format; without it there is no `/metrics`. */
  readonly printMetrics?: (() => Promise<string>) | undefined
}

interface Page {
  readonly status: number
  readonly type: string
  readonly text: string
}

/**
 * Serves `/health/live`, `/health/ready` and `/metrics`; returns whether it did. An upstream outage does not affect
 * readiness: reports then have a gap, and other replicas would return the same.
 */
export function createHealthHandler({
  isStopping,
  printMetrics,
}: HealthOptions): (request: IncomingMessage, response: ServerResponse) => boolean {
  const pages = new Map<string, () => Page | Promise<Page>>([
    ['/health/live', () => createHealthPage(200, 'ok')],
    ['/health/ready', () => (isStopping() ? createHealthPage(503, 'stopping') : createHealthPage(200, 'ok'))],
  ])
  const type = 'text/plain; version=0.0.4; charset=utf-8'
  if (printMetrics) pages.set('/metrics', async () => ({ status: 200, type, text: await printMetrics() }))
  return ({ url = '', method = '' }, response) => {
    const [path = ''] = url.split('?')
    const page = pages.get(path)
    if (page && ['GET', 'HEAD'].includes(method)) void sendPage(response, page)
    else if (page) response.writeHead(405, { allow: 'GET, HEAD' }).end()
    return page !== undefined
  }
}

const createHealthPage = (status: number, word: string): Page => ({
  status,
  type: 'application/json',
  text: JSON.stringify({ status: word, timeZoneDatabase: process.versions.tz }),
})

async function sendPage(response: ServerResponse, page: () => Page | Promise<Page>): Promise<void> {
  const { status, type, text } = await page()
  // Node sends no body in the response to a HEAD request.
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text)
}
