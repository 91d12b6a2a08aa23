import { startGateway, startNaive } from './contenders.ts'
import { requireComplete, send } from './drive.ts'
import type { PlainQuestion } from './plain-client.ts'
import { requireEqual } from './require-equal.ts'
import type { Question, Workload } from './workloads.ts'

/** Upstream calls of the gateway for each question, by workload. */
export type CallsByWorkload = ReadonlyMap<string, readonly (readonly string[])[]>

/**
 * Sends the first questions of each workload to the gateway and to the naive server. Throws unless their responses are
 * equal, and returns the gateway's upstream calls, which the plain client repeats.
 */
export async function rehearse(
  upstream: string,
  pairs: number,
  workloads: readonly Workload[],
  takeCalls: () => Promise<readonly string[]>,
): Promise<CallsByWorkload> {
  const [gateway, naive] = await Promise.all([startGateway(upstream, pairs), startNaive(upstream)])
  const toData = async (server: typeof gateway, question: Question) => requireComplete(await send(server, question))
  const calls = new Map<string, (readonly string[])[]>()
  for (const { name, before, questions } of workloads) {
    for (const question of before) await toData(gateway, question)
    const callsOfWorkload: (readonly string[])[] = []
    for (const question of questions) {
      await takeCalls()
      const response = await toData(gateway, question)
      callsOfWorkload.push(await takeCalls())
      requireEqual(name, response, await toData(naive, question))
    }
    calls.set(name, callsOfWorkload)
  }
  await Promise.all([gateway.stop(), naive.stop()])
  return calls
}

/** The requests to the plain client that cause the same upstream calls as the questions of a workload. */
export const toPlain = ({ name, accounts, questions }: Workload, calls: CallsByWorkload): readonly PlainQuestion[] =>
  questions.map((_, index) => ({
    account: `${name} ${index % accounts}`,
    paths: calls.get(name)?.[Math.floor(index / accounts)] ?? [],
  }))
