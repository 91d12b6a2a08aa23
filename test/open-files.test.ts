import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { countConnectionsWithin, readOpenFilesLimit } from '../src/config/machine/open-files.ts'
import { startChangingChats } from './support/changing-chats.ts'
import { openConnection } from './support/idle-connection.ts'
import { type StartedScript, startServer, stopAll } from './support/start-script.ts'
import { writeConfig } from './support/write-config.ts'

const main = '../src/main.ts'

/** Has the process open files until it may open no more, and close them at the next SIGUSR2. */
const exhaustOnSignal = `
  import { closeSync, openSync } from 'node:fs'
  const files = []
  process.on('SIGUSR2', () => {
    if (files.length > 0) {
      for (const file of files.splice(0)) closeSync(file)
      return console.log('all files are closed')
    }
    try {
      for (;;) files.push(openSync('/dev/null'))
    } catch ({ code }) {
      console.log('no file can be opened: ' + code)
    }
  })`

async function signal({ child, output }: StartedScript, reply: string): Promise<void> {
  child.kill('SIGUSR2')
  while (!output.text.includes(reply)) if (child.stdout) await once(child.stdout, 'data')
}

/** Reports that each need a call of their own. */
const reports = Array.from({ length: 25 }, (_, team) => {
  const scope = `{ range: { days: { first: "2026-03-01", last: "2026-03-02" } }, filter: { team: "chats:team:${team}" } }`
  return `t${team}: report(metric: CONVERSATIONS, scope: ${scope}) { total }`
})
const toPath = (query: string) => `/graphql?query=${encodeURIComponent(query)}`
const oneReport = toPath(`{ ${reports[0]} }`)
const allReports = toPath(`{ ${reports.join(' ')} }`)
const toBody = (text: string) => JSON.parse(/^\{.*\}$/m.exec(text)?.[0] ?? '')

async function start(openFiles: number, settings: object = {}, environment = {}) {
  const chats = await startChangingChats({ id: 'chats', inFlight: 32 })
  const { isTimeZoneKnown: _, ...source } = chats.source
  const gateway = await startServer(
    main,
    { GATEWAY_CONFIG: writeConfig({ sources: [source], ...settings }), ...environment },
    [],
    { openFiles },
  )
  return { ...gateway, upstream: chats.upstream }
}

afterEach(stopAll)

describe('a process that may have 1,024 files and sockets open', () => {
  it('warns that it accepts fewer connections than configured, and serves clients beside 1,500 silent connections', async () => {
    const { url, output, upstream } = await start(1_024, { limits: { unauthenticatedIdleMs: 600_000 } })
    expect(output.text).toContain(
      'limits.connections is 2000, but the process may have only 1024 open files and sockets: it accepts 864 connections. Raise the limit of open files (ulimit -n, or LimitNOFILE in systemd) to at least 2160, or lower limits.connections.',
    )
    for (let batch = 0; batch < 30; batch += 1) await Promise.all(Array.from({ length: 50 }, () => openConnection(url)))
    const health = await openConnection(url)
    expect((await health.get('/health/live')).status).toBe(200)
    const client = await openConnection(url)
    const { data, errors } = toBody((await client.get(allReports)).text)
    expect({
      totals: new Set(Object.values(data).map((report) => (report as { total: number }).total)),
      errors,
    }).toEqual({
      totals: new Set([2]),
      errors: undefined,
    })
    expect(output.text).not.toContain('EMFILE')
    await upstream.close()
  }, 120_000)

  it('does not warn about connections that fit', async () => {
    const { output, upstream } = await start(1_024, { limits: { connections: 864 } })
    expect(output.text).not.toContain('limits.connections')
    await upstream.close()
  })
})

describe('a gateway that cannot open another file', () => {
  it('reports that it has too many open itself, never as an outage of the source, and serves again once it can', async () => {
    const preload = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(exhaustOnSignal)}` }
    const { upstream, ...gateway } = await start(256, {}, preload)
    const client = await openConnection(gateway.url)
    await client.get(toPath('{ __typename }'))
    await signal(gateway, 'no file can be opened: EMFILE')

    const { data, errors } = toBody((await client.get(allReports)).text)
    expect(new Set(Object.values(data))).toEqual(new Set([null]))
    for (const { extensions } of errors)
      expect(extensions.gaps).toEqual([
        {
          source: 'chats',
          code: 'UNAVAILABLE',
          message: 'the gateway has too many files and sockets open: raise its limit (ulimit -n) (EMFILE)',
        },
      ])
    // No connection can be accepted, which the process survives.
    const refused = await openConnection(gateway.url)
    await refused.closed
    const { text: metrics } = await client.get('/metrics')
    const calls = metrics.split('\n').filter((line) => line.startsWith('gateway_upstream_calls_total'))
    expect(calls).toEqual([expect.stringContaining('outcome="NOT_SENT"')])
    expect(Number(calls[0]?.split(' ')[1])).toBeGreaterThanOrEqual(25)
    expect(metrics).toContain('gateway_breaker_state{source="chats",state="CLOSED"} 1')
    expect(upstream.requests).toEqual([])

    await signal(gateway, 'all files are closed')
    expect(toBody((await client.get(oneReport)).text)).toMatchObject({ data: { t0: { total: 2 } } })
    await upstream.close()
  })
})

describe('the connections that fit into a limit of open files', () => {
  it.each([
    [20_000, 2, 19_808],
    [1_024, 2, 832],
    [256, 1, 128],
    [256, 100, 128],
    [Number.POSITIVE_INFINITY, 2, Number.POSITIVE_INFINITY],
  ])('are, for %d files and %d sources, %d', (openFiles, sources, connections) => {
    expect(countConnectionsWithin(openFiles, sources)).toBe(connections)
  })

  it('are counted from the limit of this process', () => {
    expect(readOpenFilesLimit()).toBeGreaterThan(0)
  })
})
