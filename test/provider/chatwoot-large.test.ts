import { expect, it } from 'vitest'
import { readCsatSeries } from '../../src/provider/chatwoot/datasets/csat.ts'
import { readCsatByAgent } from '../../src/provider/chatwoot/datasets/csat-by-agent.ts'
import { readLive } from '../../src/provider/chatwoot/live.ts'
import { toSpanChunk } from '../../src/report/port/series.ts'
import { minute } from '../../src/report/time/date.ts'
import type { UpstreamClient } from '../../src/upstream/client.ts'
import { compareCpuTime } from '../support/compare-cpu-time.ts'

/** Answers so by the end of the path. */
const edgeOf = (answer: (path: string, query: URLSearchParams) => unknown) =>
  ({
    readText: async ({ path, query = new URLSearchParams() }: { path: string; query?: URLSearchParams }) =>
      JSON.stringify(answer(path, query)),
  }) as Partial<UpstreamClient> as UpstreamClient

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)
const toAgents = (count: number) => numbers(count).map((id) => ({ id, email: `${id}@x`, name: `${id}` }))

/** Asserts that ten times the input costs about ten times as much: quadratic work would cost a hundred times as much. */
async function expectLinear(work: (size: number) => unknown, size: number): Promise<void> {
  const ratio = await compareCpuTime(
    () => work(size),
    () => work(size / 10),
  )
  expect(ratio).toBeLessThan(25)
}

it('the open conversations of many agents are read in linear time', async () => {
  const readByAgent = async (agents: number) => {
    const groups = numbers(10 * agents).map((id) => ({ assignee_id: 10 * agents - id, open: id, unattended: 0 }))
    const client = edgeOf((path) =>
      path.includes('grouped') ? groups : { open: 1, unattended: 0, unassigned: 0, pending: 0 },
    )
    const { byAgent } = await readLive(client, '', undefined, async () => toAgents(agents))
    return byAgent()
  }
  expect((await readByAgent(10_000)).slice(0, 2)).toEqual([
    { email: '0@x', open: 0, unattended: 0 },
    { email: '1@x', open: 99_999, unattended: 0 },
  ])
  await expectLinear(readByAgent, 10_000)
})

const pageLength = 25

/** An account of so many pages of ratings, one of them every second, all of one agent. */
const ratedEdge = (pages: number) =>
  edgeOf((path, query) => {
    if (path.endsWith('/metrics')) return { total_count: pages * pageLength, ratings_count: { 5: pages * pageLength } }
    const first = (Number(query.get('page')) - 1) * pageLength
    return numbers(pageLength).map((place) => ({
      id: first + place,
      rating: 5,
      created_at: first + place,
      assigned_agent: { email: 'one@x' },
    }))
  })

it('the ratings of one agent are counted in linear time', async () => {
  const chunk = toSpanChunk({ start: 0, end: 100_000_000 })
  const count = (pages: number) =>
    readCsatByAgent({ client: ratedEdge(pages), path: '', parameters: {} }, [chunk], toAgents(pages))
  const rows = await count(4_000)
  expect(rows.get(chunk.key)).toMatchObject([{ member: 'one@x', figures: { good: 100_000, bad: 0 } }])
  await expectLinear(count, 4_000)
})

it('ratings are counted by span in linear time', async () => {
  const toCells = (count: number) =>
    numbers(count).map((place) => toSpanChunk({ start: place * 25_000, end: (place + 1) * 25_000 }))
  const stream = { dataset: 'csat', parameters: {}, grain: 'span', rowZone: 'UTC' } as const
  const count = (pages: number) =>
    readCsatSeries({ client: ratedEdge(pages), path: '', parameters: {} }, stream, toCells(pages), minute)
  const rows = await count(3_600)
  expect(new Set(toCells(3_600).map(({ key }) => rows.get(key)?.[0]?.figures.good))).toEqual(new Set([25]))
  await expectLinear(count, 3_600)
})
