import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { request } from 'undici'
import { toConfiguration, toPair } from './accounts.ts'
import { startProcess } from './start-process.ts'

/**
 * Response times of small queries, health checks and metrics while ten clients keep requesting a year by hour, and the
 * slowest response of the health check during hostile requests.
 */
process.env.BENCH_NODE_OPTIONS ??= '--max-old-space-size=512'
const folder = mkdtempSync(join(tmpdir(), 'bench-'))
const path = join(folder, 'gateway.json')
const upstreams = await startProcess('./upstreams.js', { LATENCIES: '0' })
writeFileSync(path, JSON.stringify(toConfiguration(upstreams.urls[0] ?? '', 1)))
const gateway = await startProcess('../src/main.js', { GATEWAY_CONFIG: path })
const [url = ''] = gateway.urls
const [chatwoot, livechat] = toPair(0)

const year = `{
  report(metric: FIRST_RESPONSE_TIME, scope: {
    range: { last: "P365D" }, granularity: HOUR, timeZone: "Europe/Warsaw", filter: { sources: ["${chatwoot}"] }
  }) { buckets { start end value sampleSize isComplete } }
}`

let asked = 0

async function ask(query: string): Promise<number> {
  const headers = { 'content-type': 'application/json' }
  asked += 1
  // A comment makes each query different, so that none is served from the response cache.
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
/** Two values for each hour of a year under 24 aliases, nearly as many as one operation may have. */
const largest = (place: number) => ({
  query: `query ($scope: ReportScope!) { ${repeat(24, (alias) => `a${alias}: report(metric: CONVERSATIONS, scope: $scope) { ...Hours }`)} }
    fragment Hours on Report { buckets { start value } } # ${place}`,
  variables: { scope: { range: { last: 'P365D' }, granularity: 'HOUR', filter: { sources: [chatwoot] } } },
})

const metrics = 'CONVERSATIONS MISSED_CONVERSATIONS FIRST_RESPONSE_TIME RESPONSE_TIME QUEUED_VISITORS RATINGS_GOOD'

/** Five tags and six metrics by year, which are read together. */
const ofTags = (tags: readonly string[], first: string, last: string) => ({
  query: `query ($range: RangeInput!) { ${tags.map((tag, place) => `t${place}: reports(metrics: [${metrics}], scope: { range: $range, granularity: YEAR, filter: { sources: ["${livechat}"], tags: [${JSON.stringify(tag)}] } }) { total }`).join(' ')} }`,
  variables: { range: { days: { first, last } } },
})

/** As a federation router asks for the reports of the agents of another subgraph. */
const entities = {
  query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Agent {
    email report(metric: CONVERSATIONS, scope: { range: { last: "P30D" }, granularity: DAY }) { total }
  } } }`,
  variables: {
    representations: Array.from({ length: 1_000 }, (_, place) => ({
      __typename: 'Agent',
      email: `colleague${place}@demo.example`,
    })),
  },
}

const repeat = (count: number, print: (place: number) => string) =>
  Array.from({ length: count }, (_, i) => print(i)).join(' ')
const listed = await post(JSON.stringify({ query: `{ source(id: "${livechat}") { tags } }` }))
const tags: readonly string[] = JSON.parse(listed).data.source.tags.slice(0, 5)
// A cached day in the middle.
await post(JSON.stringify(ofTags(tags, '2013-06-01', '2013-06-01')))

const hostile: readonly (readonly [string, ...object[]])[] = [
  ['an enum variable of 99 kB', enumVariable(99_000)],
  ['an enum variable of 112 kB', enumVariable(112_000)],
  ['an enum variable of 994 kB', enumVariable(994_000)],
  ['26 years of five tags and six metrics', ofTags(tags, '2000-01-01', new Date().toISOString().slice(0, 10))],
  ['1,000 entities with a report each', entities],
  ['twelve of the largest responses in 512 MB', ...Array.from({ length: 12 }, (_, place) => largest(place))],
]
const slowest: (readonly [string, number])[] = []
for (const [name, ...bodies] of hostile)
  slowest.push([name, await findSlowestHealth(bodies.map((body) => JSON.stringify(body)))])
slowest.push([
  'variables nested 490,000 levels deep',
  await findSlowestHealth([`{"query":"{ __typename }","variables":{"x":${deep}}}`]),
])

async function post(body: string): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  return (await request(url, { method: 'POST', headers, body, headersTimeout: 0 })).body.text()
}

/** Milliseconds of the slowest response of the health check until all requests are answered. */
async function findSlowestHealth(bodies: readonly string[]): Promise<number> {
  let isAnswered = false
  const answered = Promise.all(bodies.map(post)).finally(() => {
    isAnswered = true
  })
  let longest = 0
  do longest = Math.max(longest, await time(() => load('/health/live')))
  while (!isAnswered)
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
