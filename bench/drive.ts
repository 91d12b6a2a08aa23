import { Pool, request } from 'undici'
import type { StartedProcess } from './start-process.ts'

/** What one contender did with some questions. */
export interface Round {
  readonly calls: number
  /** Milliseconds until each answer, until the last, and of CPU. */
  readonly times: readonly number[]
  readonly elapsed: number
  readonly cpu: number
}

/** What one contender did with one workload. */
export interface Measured {
  readonly callsEach: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly perSecond: number
  /** Milliseconds of CPU for one question, which are seconds for a thousand. */
  readonly cpu: number
}

/** Asks one question; without `dispatcher` over a connection that nobody uses again. */
export async function ask({ urls }: StartedProcess, question: unknown, dispatcher?: Pool): Promise<string> {
  const { body } = await request(urls[0] ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
    ...(dispatcher ? { dispatcher } : { reset: true }),
  })
  const answer = await body.text()
  if (!answer.startsWith('{"data":') || answer.includes('"errors"')) throw new Error(answer.slice(0, 1000))
  return answer
}

/** Asks all questions, as many at once as there are clients. */
export async function drive(
  contender: StartedProcess,
  questions: readonly unknown[],
  clients: number,
  takeCalls: () => Promise<readonly string[]>,
): Promise<Round> {
  await takeCalls()
  // Opened anew, for a server closes those that it has not heard of for a while.
  const connections = new Pool(new URL(contender.urls[0] ?? '').origin, { connections: clients })
  const before = await contender.measure()
  const begun = performance.now()
  const times: number[] = []
  const left = questions.values()
  const takeTurns = async () => {
    for (const question of left) {
      const start = performance.now()
      await ask(contender, question, connections)
      times.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: clients }, takeTurns))
  const elapsed = performance.now() - begun
  const after = await contender.measure()
  await connections.close()
  return { calls: (await takeCalls()).length, times, elapsed, cpu: after.cpu - before.cpu }
}

/** All rounds of one workload as one; undefined of none. */
export function summarize(rounds: readonly Round[]): Measured | undefined {
  const times = rounds.flatMap((round) => round.times).sort((a, b) => a - b)
  if (times.length === 0) return undefined
  const sum = (figure: 'calls' | 'elapsed' | 'cpu') => rounds.reduce((all, round) => all + round[figure], 0)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return {
    callsEach: sum('calls') / times.length,
    p50: at(0.5),
    p99: at(0.99),
    perSecond: (times.length / sum('elapsed')) * 1000,
    cpu: sum('cpu') / times.length,
  }
}
