import type { IncomingMessage, ServerResponse } from 'node:http'

/** Answers `/metrics` as Prometheus reads them, and says whether it did. */
export function answerMetrics(
  { url = '', method }: IncomingMessage,
  response: ServerResponse,
  printMetrics: () => Promise<string>,
): boolean {
  if (url.split('?')[0] !== '/metrics') return false
  if (method !== 'GET' && method !== 'HEAD') response.writeHead(405, { allow: 'GET, HEAD' }).end()
  else void answer(response, printMetrics, method === 'HEAD')
  return true
}

async function answer(response: ServerResponse, printMetrics: () => Promise<string>, isHead: boolean): Promise<void> {
  const text = await printMetrics()
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' })
  response.end(isHead ? undefined : text)
}
