import { Pool, request } from 'undici'
import type { StartedProcess } from './start-process.ts'

/** Measurements of one server over some requests. */
export interface Round {
  /** Upstream calls. */
  readonly calls: number
  /** Milliseconds until each response. */
  readonly times: readonly number[]
  /** Milliseconds of CPU. */
  readonly cpu: number
  /** Responses with errors or gaps. */
  readonly incomplete: readonly string[]
}

/** Measurements of one server over all rounds of a row; `cpu` and `p50` in milliseconds per request. */
export interface Measured {
  readonly calls: number
  readonly p50: number
  readonly cpu: number
}

/** Sends one request; without `dispatcher`, on a connection that is closed afterwards. */
export async function send({ urls }: StartedProcess, body: unknown, dispatcher?: Pool): Promise<string> {
  const response = await request(urls[0] ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(dispatcher ? { dispatcher } : { reset: true }),
  })
  return response.body.text()
}

// A metric that only one provider has is an expected gap of the other.
const isComplete = (text: string) =>
  text.startsWith('{"data":') && !text.includes('"errors"') && !/"code":"(?!METRIC_UNSUPPORTED")/.test(text)

export function requireComplete(text: string): string {
  if (!isComplete(text)) throw new Error(`Incomplete response: ${text.slice(0, 1000)}`)
  return text
}

/** Sends all requests, `clients` of them at a time. */
export async function drive(
  server: StartedProcess,
  requests: readonly unknown[],
  clients: number,
  takeCalls: () => Promise<readonly string[]>,
): Promise<Round> {
  await takeCalls()
  // New connections for each round: a server closes those that have been idle for a while.
  const connections = new Pool(new URL(server.urls[0] ?? '').origin, { connections: clients })
  const before = await server.measure()
  const times: number[] = []
  const incomplete: string[] = []
  const remaining = requests.values()
  const runClient = async () => {
    for (const body of remaining) {
      const start = performance.now()
      const text = await send(server, body, connections)
      times.push(performance.now() - start)
      if (!isComplete(text)) incomplete.push(text)
    }
  }
  await Promise.all(Array.from({ length: clients }, runClient))
  const after = await server.measure()
  await connections.close()
  return { calls: (await takeCalls()).length, times, cpu: after.cpu - before.cpu, incomplete }
}

export function summarize(rounds: readonly Round[]): Measured {
  for (const { incomplete } of rounds) for (const text of incomplete) requireComplete(text)
  const times = rounds.flatMap((round) => round.times).sort((a, b) => a - b)
  const average = (figure: 'calls' | 'cpu') => rounds.reduce((sum, round) => sum + round[figure], 0) / times.length
  return { calls: average('calls'), p50: times[Math.floor(times.length / 2)] ?? 0, cpu: average('cpu') }
}
