import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { request } from 'undici'
import { toConfiguration, toPair } from './accounts.ts'
import { ask, drive, type Round, summarize } from './drive.ts'
import type { PlainQuestion } from './plain-client.ts'
import { type Comparison, printMemory, printRow, printSummary, printTitle } from './print-table.ts'
import { requireEqual } from './require-equal.ts'
import { type StartedProcess, startProcess } from './start-process.ts'
import { createWorkloads, type Workload } from './workloads.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { latency: { type: 'string', default: '0,50' }, clients: { type: 'string', default: '1,32' } },
})
const latencies = values.latency.split(',').map(Number)

let taken = 0
const takePairs = (amount: number) => () => Array.from({ length: amount }, () => toPair(taken++))
const today = Math.floor(Date.now() / 86_400_000) * 86_400_000
const isWanted = ({ name }: Workload) => positionals.length === 0 || positionals.some((word) => name.includes(word))
/** Asked before anything is measured: to see that the answers agree, which calls they cost, and to warm up. */
const rehearsal = createWorkloads(today, takePairs(1)).filter(isWanted)
const workloads = createWorkloads(today, takePairs(12)).filter(isWanted)

const folder = mkdtempSync(join(tmpdir(), 'bench-'))
const upstreams = await startProcess('./upstreams.js', { LATENCIES: latencies.join() })

function start(script: string, upstream: string): Promise<StartedProcess> {
  const path = join(folder, 'gateway.json')
  writeFileSync(path, JSON.stringify(toConfiguration(upstream, taken)))
  const environment = { UPSTREAM_URL: upstream, GATEWAY_CONFIG: path, DEADLINE_MS: '60000' }
  return startProcess(script, environment)
}

const contenders = {
  gateway: (upstream: string) => start('../src/main.js', upstream),
  plain: (upstream: string) => start('./plain-client.js', upstream),
  naive: (upstream: string) => start('./naive-server.js', upstream),
}

const takeCallsOf = (upstream: string) => async () => {
  const { body } = await request(`${upstream}/calls`)
  return (await body.json()) as readonly string[]
}

/** The calls that each question costs the gateway, in the order of the questions, by workload. */
async function rehearse(upstream: string): Promise<ReadonlyMap<string, readonly (readonly string[])[]>> {
  const [gateway, naive] = await Promise.all([contenders.gateway(upstream), contenders.naive(upstream)])
  const takeCalls = takeCallsOf(upstream)
  const calls = new Map<string, (readonly string[])[]>()
  for (const { name, before, questions } of rehearsal) {
    for (const question of before) await ask(gateway, question)
    const costs: (readonly string[])[] = []
    for (const question of questions.slice(0, 11)) {
      await takeCalls()
      const answer = await ask(gateway, question)
      costs.push(await takeCalls())
      requireEqual(name, answer, await ask(naive, question))
    }
    calls.set(name, costs)
  }
  await Promise.all([gateway.stop(), naive.stop()])
  return calls
}

const costs = await rehearse(upstreams.urls[0] ?? '')

/** The same questions, for whoever knows their calls by heart; none where the gateway needs no call. */
function toPlain({ name, accounts, questions }: Workload): PlainQuestion[] {
  const known = costs.get(name) ?? []
  if (known.every((calls) => calls.length === 0)) return []
  return questions.map((_, place) => ({
    account: `${name} ${place % accounts}`,
    paths: known[Math.floor(place / accounts)] ?? [],
  }))
}

async function warmUp(contender: StartedProcess, questions: (workload: Workload) => readonly unknown[]): Promise<void> {
  for (const workload of rehearsal)
    await Promise.all(
      questions(workload)
        .slice(0, 11)
        .map((one) => ask(contender, one)),
    )
}

async function measureAll(upstream: string, latency: number, clients: number): Promise<void> {
  const [gateway, plain, naive] = await Promise.all([
    contenders.gateway(upstream),
    contenders.plain(upstream),
    contenders.naive(upstream),
  ])
  const takeCalls = takeCallsOf(upstream)
  await Promise.all([warmUp(gateway, ({ questions }) => questions), warmUp(naive, ({ questions }) => questions)])
  await warmUp(plain, toPlain)
  for (const workload of workloads) {
    for (const question of workload.before) await ask(gateway, question)
    const amount = clients > 1 ? 96 : workload.accounts === 1 ? 80 : 48
    const asked = {
      gateway: workload.questions.slice(0, amount),
      plain: toPlain(workload).slice(0, amount),
      naive: workload.questions.slice(0, amount),
    }
    const rounds = { gateway: [] as Round[], plain: [] as Round[], naive: [] as Round[] }
    const most = Math.max(clients, amount / roundsEach)
    // In turns, for whoever else uses the machine comes and goes.
    for (let from = 0; from < amount; from += most)
      for (const [name, contender] of [
        ['gateway', gateway],
        ['plain', plain],
        ['naive', naive],
      ] as const) {
        const questions = asked[name].slice(from, from + most)
        if (questions.length > 0) rounds[name].push(await drive(contender, questions, clients, takeCalls))
      }
    const { name } = workload
    const comparison = {
      gateway: summarize(rounds.gateway),
      plain: summarize(rounds.plain),
      naive: summarize(rounds.naive),
    }
    printRow(`${name} | ${latency} | ${clients}`, comparison)
    if (clients === 1) compared.set(`${name} ${latency}`, comparison)
  }
  const used = await Promise.all([gateway, plain, naive].map((contender) => contender.measure()))
  memory.push([`${latency} ms, ${clients} clients`, used.map(({ peak }) => peak)])
  await Promise.all([gateway, plain, naive].map((contender) => contender.stop()))
}

const roundsEach = 4
/** What one client was told, by workload and latency. */
const compared = new Map<string, Comparison>()
const memory: (readonly [string, readonly number[]])[] = []
printTitle()
for (const [place, latency] of latencies.entries())
  for (const clients of values.clients.split(',').map(Number))
    await measureAll(upstreams.urls[place] ?? '', latency, clients)
printMemory(memory)
printSummary(workloads.map(({ name }) => [name, compared.get(`${name} 0`), compared.get(`${name} 50`)]))
await upstreams.stop()
rmSync(folder, { recursive: true })
