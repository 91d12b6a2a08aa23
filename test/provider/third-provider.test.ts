import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { post } from '../support/post.ts'
import { json, type RawUpstream, startRawUpstream } from '../support/raw-upstream.ts'
import { type StartedServer, startServer, stopAll } from '../support/start-script.ts'
import helpdesk from './third/index.ts'

const project = join(import.meta.dirname, '../..')

/** A copy of the source tree whose only difference is one more folder below `provider`. */
function copyWithProvider(): string {
  const copy = mkdtempSync(join(tmpdir(), 'third-provider-'))
  for (const name of ['src', 'examples', 'package.json'])
    cpSync(join(project, name), join(copy, name), { recursive: true })
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'))
  const folder = join(copy, 'src/provider/helpdesk')
  mkdirSync(folder)
  const text = readFileSync(join(import.meta.dirname, 'third/index.ts'), 'utf8')
  writeFileSync(join(folder, 'index.ts'), text.replaceAll('../../../src/', '../../'))
  return copy
}

describe('a provider that is added as a folder', () => {
  let copy: string
  let upstream: RawUpstream
  let gateway: StartedServer

  beforeAll(async () => {
    copy = copyWithProvider()
    upstream = await startRawUpstream(() => json({ '2026-11-10': 4, '2026-11-11': 5 }))
    gateway = await startServer(join(copy, 'src/main.ts'), { HELPDESK_URL: upstream.url, HELPDESK_TIME_ZONE: 'UTC' })
  })

  afterAll(async () => {
    stopAll()
    await upstream.close()
    rmSync(copy, { recursive: true })
  })

  const ask = async (query: string) => (await post(gateway.url, { query })).body

  it('is a value of the enum Provider', async () => {
    const { data } = await ask('{ __type(name: "Provider") { enumValues { name description } } }')
    expect(data.__type.enumValues.map(({ name }: { name: string }) => name)).toEqual([
      'CHATWOOT',
      'HELPDESK',
      'LIVECHAT',
    ])
    expect(data.__type.enumValues[1].description).toBe(helpdesk.provider.description)
  })

  it('is in the catalogue, and names the product of its source', async () => {
    const { data } = await ask(
      '{ sources { id provider } metrics { metric support { provider isSupported upstream note } } }',
    )
    expect(data.sources).toEqual([{ id: 'helpdesk', provider: 'HELPDESK' }])
    const supportOf = (name: string) =>
      data.metrics
        .find(({ metric }: { metric: string }) => metric === name)
        .support.find(({ provider }: { provider: string }) => provider === 'HELPDESK')
    expect(supportOf('TICKETS_CREATED')).toMatchObject({
      isSupported: true,
      upstream: 'GET /created, field the value of each date',
    })
    expect(supportOf('CONVERSATIONS')).toMatchObject({ isSupported: false, note: 'Helpdesk only counts tickets' })
  })

  it('reports its figures', async () => {
    const { data, errors } = await ask(`{
      report(
        metric: TICKETS_CREATED
        scope: { range: { days: { first: "2026-11-10", last: "2026-11-12" } }, granularity: DAY, timeZone: "UTC" }
      ) { total buckets { value } bySource { source { provider } total } gaps { code } }
    }`)
    expect(errors).toBeUndefined()
    expect(data.report).toEqual({
      total: 9,
      buckets: [{ value: 4 }, { value: 5 }, { value: 0 }],
      bySource: [{ source: { provider: 'HELPDESK' }, total: 9 }],
      gaps: [],
    })
  })

  it('names what it cannot report in a gap', async () => {
    const { data, errors } = await ask(`{
      report(
        metric: TICKETS_CREATED
        scope: { range: { days: { first: "2026-11-10", last: "2026-11-12" } }, filter: { agentEmail: "ewa@example.com" } }
      ) { total gaps { code message source { provider } } }
    }`)
    expect({ data, errors }).toMatchObject({
      data: { report: { gaps: [{ code: 'FILTER_UNSUPPORTED', source: { provider: 'HELPDESK' } }] } },
    })
  })
})
