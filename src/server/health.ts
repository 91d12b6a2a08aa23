import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * Answers `/health/live` and `/health/ready`, and says whether it did. An upstream that is away makes nobody unready:
 * the answer is then a gap, and another gateway could say no more.
 */
export function answerHealth(
  { url = '', method }: IncomingMessage,
  response: ServerResponse,
  isStopping: boolean,
): boolean {
  const [path] = url.split('?')
  if (path !== '/health/live' && path !== '/health/ready') return false
  const isReady = path === '/health/live' || !isStopping
  const status = method !== 'GET' && method !== 'HEAD' ? 405 : isReady ? 200 : 503
  const body = { status: isReady ? 'ok' : 'stopping', timeZoneDatabase: process.versions.tz }
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(method === 'HEAD' ? undefined : JSON.stringify(body))
  return true
}
