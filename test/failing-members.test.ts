import { afterEach, describe, expect, it } from 'vitest'
import { fixtures } from './provider/fixtures-chatwoot.ts'
import { askEntities, toAgent } from './support/ask-entities.ts'
import { startGateway } from './support/gateway.ts'
import { json, type RawHandler, startRawUpstream } from './support/raw-upstream.ts'

const now = Date.parse('2026-04-10T12:00:00Z')
const deadline = 1000
const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

async function start(id: string, handler: RawHandler) {
  const upstream = await startRawUpstream(handler)
  opened.push(upstream)
  return { source: { ...fixtures.source(upstream.url), id }, upstream }
}

/** Answers whatever ends so in this way, and all else well. */
const answerInstead =
  (suffix: string, instead: RawHandler): RawHandler =>
  (request) =>
    request.path.includes(suffix) ? instead(request) : fixtures.answer(request)

function open(...started: readonly Awaited<ReturnType<typeof start>>[]) {
  const sources = started.map(({ source }) => source)
  const gateway = startGateway(sources, () => now, { deadline })
  opened.push(gateway)
  return gateway
}

const range = 'range: { days: { first: "2026-03-02", last: "2026-03-03" } }'
const report = (metric: string, fields: string, filter = '') =>
  `report(metric: ${metric}, scope: { ${range} filter: { ${filter} } }) { ${fields} }`
const twoAgents = ['oneil@x', "o'neil@x"].map(toAgent)

describe('a source whose call for all members hangs', () => {
  const hanging = answerInstead('/summary_reports/', () => ({ ending: 'hangBeforeHeaders' }))

  it("takes no other source's figures with it", async () => {
    const gateway = open(await start('fast', fixtures.answer), await start('slow', hanging))
    const fields = report('CONVERSATIONS', 'total gaps { source { id } code } bySource { source { id } total }')
    const { data, errors } = await askEntities(gateway, `... on Agent { ${fields} }`, twoAgents)
    expect(errors).toBeUndefined()
    const gaps = [{ source: { id: 'slow' }, code: 'TIMEOUT' }]
    // The summary of the fast one tells 3 of the second, and leaves the first out.
    expect(data._entities.map((one: { report: unknown }) => one.report)).toEqual(
      [0, 3].map((total) => ({ total, gaps, bySource: [{ source: { id: 'fast' }, total }] })),
    )
  })

  it('takes no single agent of another source with it', async () => {
    const gateway = open(await start('fast', fixtures.answer), await start('slow', hanging))
    const ask = (alias: string, source: string, email: string) =>
      `${alias}: ${report('CONVERSATIONS', 'total', `sources: ["${source}"] agentEmail: "${email}"`)}`
    const { data, errors } = await gateway.query(
      `{ ${ask('a', 'fast', 'oneil@x')} ${ask('b', 'slow', 'oneil@x')} ${ask('c', 'slow', "o'neil@x")} }`,
    )
    expect(data).toEqual({ a: { total: 6 }, b: null, c: null })
    expect(errors?.map(({ path }) => path?.join()).sort()).toEqual(['b', 'c'])
  })
})

describe('members are asked one by one', () => {
  const asked = ({ upstream }: Awaited<ReturnType<typeof start>>) =>
    upstream.requests.flatMap(({ path, query }) => (path.endsWith('/reports') ? [query.get('id')] : [])).sort()

  const withoutResolutions = ['6', '7'].map((id) => ({ id: Number(id), conversations_count: 3 }))

  it.each([
    ['a server has no call for all of them', 'CONVERSATIONS', json({ error: 'Not Found' }, 404)],
    ['a server before 4.0.0 tells no resolutions of them', 'RESOLUTIONS', json(withoutResolutions)],
  ])('where %s', async (_, metric, summary) => {
    const old = await start(
      'support',
      answerInstead('/summary_reports/', () => summary),
    )
    const fields = `... on Agent { ${report(metric, 'total gaps { code }')} }`
    const { data, errors } = await askEntities(open(old), fields, twoAgents)
    expect(errors).toBeUndefined()
    expect(data._entities.map((one: { report: unknown }) => one.report)).toEqual(Array(2).fill({ total: 6, gaps: [] }))
    expect(asked(old)).toEqual(['6', '7'])
  })

  it.each([
    ['answers 500', () => json({ error: 'out of order' }, 500)],
    ['answers nonsense', () => json('<!doctype html>')],
  ] as const)('where their list %s', async (_, instead) => {
    const source = await start('support', answerInstead('/teams', instead))
    const teams = ['support:team:7', 'support:team:8'].map((id) => ({ __typename: 'Team', id }))
    const fields = `... on Team { ${report('CONVERSATIONS', 'total gaps { code }')} }`
    const { data, errors } = await askEntities(open(source), fields, teams)
    expect(errors).toBeUndefined()
    expect(data._entities.map((one: { report: unknown }) => one.report)).toEqual(Array(2).fill({ total: 6, gaps: [] }))
    expect(asked(source)).toEqual(['7', '8'])
  })
})
