import { request } from 'undici'
import { toPair } from './accounts.ts'
import { startGateway, startNaive, startPlain } from './contenders.ts'
import { drive, type Round, requireComplete, send, summarize } from './drive.ts'
import { printFigure, printRatio, printTitle } from './print-table.ts'
import { type CallsByWorkload, rehearse, toPlain } from './rehearse.ts'
import { memoryRows, overloadWorkload, type RatioRow, ratioRows, toMemoryName, toName } from './rows.ts'
import { type StartedProcess, startProcess } from './start-process.ts'
import { createWorkloads, type Workload } from './workloads.ts'

/** Parts of row names; rows that contain none of them are left out. */
const words = process.argv.slice(2)
const isWanted = (name: string) => words.length === 0 || words.some((word) => name.includes(word))
const wantedRatios = ratioRows.filter((row) => isWanted(toName(row)))

let pairs = 0
const takePairs = (amount: number) => () => Array.from({ length: amount }, () => toPair(pairs++))
const today = Math.floor(Date.now() / 86_400_000) * 86_400_000
const rehearsed = createWorkloads(today, takePairs(1))
  .filter(({ name }) => wantedRatios.some(({ workload }) => workload === name))
  .map((workload) => ({ ...workload, questions: workload.questions.slice(0, 10) }))
const workloads = new Map(createWorkloads(today, takePairs(36)).map((workload) => [workload.name, workload]))

function findWorkload(name: string): Workload {
  const workload = workloads.get(name)
  if (!workload) throw new Error(`No workload is named "${name}"`)
  return workload
}

const roundsPerRow = 6
/** Requests of a row that are measured. */
const measured = 72
/** Requests of the same row before: the first hundreds of a process measure V8's compilers. */
const warmUps = 240

const takeCallsOf = (upstream: string) => async () => {
  const { body } = await request(`${upstream}/calls`)
  return (await body.json()) as readonly string[]
}

async function sendBefore(gateway: StartedProcess, { before }: Workload): Promise<void> {
  for (const question of before) requireComplete(await send(gateway, question))
}

async function warmUp(server: StartedProcess, toRequests: (workload: Workload) => readonly unknown[]): Promise<void> {
  for (const workload of rehearsed) for (const body of toRequests(workload)) requireComplete(await send(server, body))
}

/** Sends the requests of one row to both servers, which take turns because the machine's other load varies. */
async function measureRow(
  row: RatioRow,
  servers: Readonly<Record<'gateway' | RatioRow['against'], StartedProcess>>,
  calls: CallsByWorkload,
  takeCalls: () => Promise<readonly string[]>,
): Promise<void> {
  const workload = findWorkload(row.workload)
  await sendBefore(servers.gateway, workload)
  // Rows without an aim are measured less exactly: the naive server needs a second for a year by hour.
  const amount = row.aim === undefined ? 12 : measured
  const begin = Math.min(warmUps, workload.questions.length - amount, row.aim === undefined ? 12 : warmUps)
  const questions = workload.questions.slice(begin, begin + amount)
  const toOthers = row.against === 'plain' ? toPlain(workload, calls) : workload.questions
  const others = toOthers.slice(begin, begin + amount)
  await drive(servers.gateway, workload.questions.slice(0, begin), 1, takeCalls)
  await drive(servers[row.against], toOthers.slice(0, begin), 1, takeCalls)
  const rounds = { gateway: [] as Round[], other: [] as Round[] }
  const size = Math.ceil(questions.length / roundsPerRow)
  for (let from = 0; from < questions.length; from += size) {
    rounds.gateway.push(await drive(servers.gateway, questions.slice(from, from + size), 1, takeCalls))
    const requests = others.slice(from, Math.min(from + size, questions.length))
    rounds.other.push(await drive(servers[row.against], requests, 1, takeCalls))
  }
  printRatio(row, summarize(rounds.gateway), summarize(rounds.other))
}

async function measureRatios(upstream: string, rows: readonly RatioRow[], calls: CallsByWorkload): Promise<void> {
  const [gateway, plain, naive] = await Promise.all([
    startGateway(upstream, pairs),
    startPlain(upstream),
    startNaive(upstream),
  ])
  await Promise.all([warmUp(gateway, ({ questions }) => questions), warmUp(naive, ({ questions }) => questions)])
  await warmUp(plain, (workload) => toPlain(workload, calls))
  for (const row of rows) await measureRow(row, { gateway, plain, naive }, calls, takeCallsOf(upstream))
  await Promise.all([gateway, plain, naive].map((server) => server.stop()))
}

/** Incomplete responses when 32 clients send a cold dashboard at the same time to a new gateway. */
async function measureOverload(upstream: string): Promise<void> {
  const gateway = await startGateway(upstream, pairs)
  const { questions } = findWorkload(overloadWorkload)
  const { incomplete } = await drive(gateway, questions, questions.length, takeCallsOf(upstream))
  printFigure(`${overloadWorkload}: errors`, incomplete.length, ` of ${questions.length}`, 0)
  await gateway.stop()
}

/** Peak memory of a new gateway that has run the workloads of all rows. */
async function measureMemory(upstream: string, clients: number, aim: number): Promise<void> {
  const gateway = await startGateway(upstream, pairs)
  for (const name of new Set(ratioRows.map(({ workload }) => workload))) {
    const workload = findWorkload(name)
    await sendBefore(gateway, workload)
    await drive(gateway, workload.questions.slice(0, 96), clients, takeCallsOf(upstream))
  }
  const { peak } = await gateway.measure()
  printFigure(toMemoryName(clients), peak / 1e6, ' MB', aim)
  await gateway.stop()
}

const latencies = [0, 50]
const upstreams = await startProcess('./upstreams.js', { LATENCIES: latencies.join() })
const [fast = '', slow = ''] = upstreams.urls
const calls = await rehearse(fast, pairs, rehearsed, takeCallsOf(fast))
printTitle()
for (const [index, latency] of latencies.entries()) {
  const rows = wantedRatios.filter((row) => row.latency === latency)
  if (rows.length > 0) await measureRatios(upstreams.urls[index] ?? '', rows, calls)
}
if (isWanted(`${overloadWorkload}: errors`)) await measureOverload(slow)
for (const { clients, aim } of memoryRows) if (isWanted(toMemoryName(clients))) await measureMemory(fast, clients, aim)
await upstreams.stop()
