import type { Profiler } from 'node:inspector'
import { basename, dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { toPair } from './accounts.ts'
import { startGateway } from './contenders.ts'
import { requireComplete, send } from './drive.ts'
import { startProcess } from './start-process.ts'

// Prints how many files and functions of `src` one cold report runs.
const { values } = parseArgs({ options: { list: { type: 'boolean', default: false } } })
const upstreams = await startProcess('./upstreams.js', { LATENCIES: '0' })
const gateway = await startGateway(upstreams.urls[0] ?? '', 1, './coverage.js')

const toReport = (metric: string, first: string, last: string) => ({
  query: `{ report(metric: ${metric}, scope: {
    range: { days: { first: "${first}", last: "${last}" } }, filter: { sources: ${JSON.stringify(toPair(0))} }
  }) { total buckets { start value } } }`,
})

const year = new Date().getUTCFullYear() - 1
// Another report first: what runs only once in a process does not count.
requireComplete(await send(gateway, toReport('RESPONSE_TIME', `${year}-03-01`, `${year}-03-30`)))
await gateway.call('start')
requireComplete(await send(gateway, toReport('CONVERSATIONS', `${year}-05-01`, `${year}-05-30`)))
const coverage = (await gateway.call('take')) as readonly Profiler.ScriptCoverage[]
await Promise.all([gateway.stop(), upstreams.stop()])

const sourceFolder = new URL('../', import.meta.url).href
const files = coverage
  .filter(({ url }) => url.startsWith(`${sourceFolder}src/`))
  .map(({ url, functions }) => ({
    path: url.slice(sourceFolder.length).replace(/\.js$/, '.ts'),
    functions: functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0).length,
  }))
  .filter(({ functions }) => functions > 0)
  .sort((a, b) => (a.path < b.path ? -1 : 1))

if (values.list)
  for (const folder of new Set(files.map(({ path }) => dirname(path)))) {
    const members = files.filter(({ path }) => dirname(path) === folder)
    console.log(`${folder} (${members.length})`)
    for (const { path, functions } of members) console.log(`  ${basename(path)}\t${functions}`)
  }
const functions = files.reduce((sum, file) => sum + file.functions, 0)
console.log(`One cold report runs ${functions} functions in ${files.length} source files (aim: at most 60 files)`)
