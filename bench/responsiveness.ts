import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { request } from 'undici'
import { toConfiguration, toPair } from './accounts.ts'
import { startProcess } from './start-process.ts'

/**
 * How long small questions, health checks and metrics take while ten clients ask for a year by the hour, again and again,
 * and the slowest response of the health check during each of a few hostile requests.
 */
const folder = mkdtempSync(join(tmpdir(), 'bench-'))
const path = join(folder, 'gateway.json')
const upstreams = await startProcess('./upstreams.js', { LATENCIES: '0' })
writeFileSync(path, JSON.stringify(toConfiguration(upstreams.urls[0] ?? '', 1)))
const gateway = await startProcess('../src/main.js', { GATEWAY_CONFIG: path })
const [url = ''] = gateway.urls
const [chatwoot] = toPair(0)

const year = `{
  report(metric: FIRST_RESPONSE_TIME, scope: {
    range: { last: "P365D" }, granularity: HOUR, timeZone: "Europe/Warsaw", filter: { sources: ["${chatwoot}"] }
  }) { buckets { start end value sampleSize isComplete } }
}`

let asked = 0

async function ask(query: string): Promise<number> {
  const headers = { 'content-type': 'application/json' }
  asked += 1
  // What was asked in the same words is given again and costs nothing.
  const { body } = await request(url, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query: `${query} # ${asked}` }),
  })
  return (await body.text()).length
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

const load = async (page: string) => (await request(new URL(page, url))).body.text()

const seconds = Number(process.argv[2] ?? 10)
const length = await ask(year)
const small: Promise<number>[] = []
const pages = ['/health/live', '/health/ready', '/metrics'] as const
const loads = new Map<string, Promise<number>[]>(pages.map((page) => [page, []]))
const years: number[] = []
const end = performance.now() + seconds * 1000
const clients = Array.from({ length: 10 }, async () => {
  while (performance.now() < end) years.push(await time(() => ask(year)))
})
while (performance.now() < end) {
  small.push(time(() => ask('{ sources { id name } }')))
  for (const [page, times] of loads) times.push(time(() => load(page)))
  await wait(20)
}
const waits = await Promise.all(small)
const loaded = await Promise.all([...loads].map(async ([page, times]) => [page, await Promise.all(times)] as const))
await Promise.all(clients)

const enumVariable = (length: number) => ({
  query: `query ($metric: Metric!) { report(metric: $metric, scope: { range: { preset: TODAY } }) { total } }`,
  variables: { metric: ' Did you mean '.repeat(length / 14) },
})
const deep = '['.repeat(490_000) + ']'.repeat(490_000)
const hostile: readonly (readonly [string, string])[] = [
  ['an enum variable of 99 kB', JSON.stringify(enumVariable(99_000))],
  ['an enum variable of 112 kB', JSON.stringify(enumVariable(112_000))],
  ['an enum variable of 994 kB', JSON.stringify(enumVariable(994_000))],
  ['variables nested 490,000 levels deep', `{"query":"{ __typename }","variables":{"x":${deep}}}`],
]
const slowest: (readonly [string, number])[] = []
for (const [name, body] of hostile) slowest.push([name, await findSlowestHealth(body)])

/** Milliseconds of the slowest response of the health check until a request is answered. */
async function findSlowestHealth(body: string): Promise<number> {
  let isAnswered = false
  const headers = { 'content-type': 'application/json' }
  const answered = request(url, { method: 'POST', headers, body, headersTimeout: 0 })
    .then((response) => response.body.dump())
    .finally(() => {
      isAnswered = true
    })
  let longest = 0
  do {
    const began = performance.now()
    const health = await request(new URL('/health/live', url))
    await health.body.dump()
    longest = Math.max(longest, performance.now() - began)
  } while (!isAnswered)
  await answered
  return longest
}

await Promise.all([gateway.stop(), upstreams.stop()])
rmSync(folder, { recursive: true })

function describe(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => `${Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0)} ms`
  return `${times.length}: p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)}`
}

console.log(`a year by the hour, ${Math.round(length / 1000)} kB\t${describe(years)}`)
console.log(`small questions meanwhile\t${describe(waits)}`)
for (const [page, times] of loaded) console.log(`${page} meanwhile\t${describe(times)}`)
for (const [name, milliseconds] of slowest)
  console.log(`slowest health response during ${name}\t${Math.round(milliseconds)} ms`)
