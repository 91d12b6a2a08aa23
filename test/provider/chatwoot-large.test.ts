import { expect, it } from 'vitest'
import type { Edge } from '../../src/http/edge.ts'
import { readCsatByAgent, readCsatSeries } from '../../src/provider/chatwoot/csat.ts'
import { readLive } from '../../src/provider/chatwoot/live.ts'
import { toSpanCell } from '../../src/report/cell.ts'
import { minute } from '../../src/report/date.ts'

/** Answers so by the end of the path. */
const edgeOf = (answer: (path: string, query: URLSearchParams) => unknown) =>
  ({
    readText: async ({ path, query = new URLSearchParams() }: { path: string; query?: URLSearchParams }) =>
      JSON.stringify(answer(path, query)),
  }) as Partial<Edge> as Edge

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)
const toAgents = (count: number) => numbers(count).map((id) => ({ id, email: `${id}@x`, name: `${id}` }))

async function time<T>(work: () => Promise<T>): Promise<readonly [found: T, milliseconds: number]> {
  const begun = performance.now()
  return [await work(), performance.now() - begun]
}

it('the open conversations of ten thousand agents are told at once', async () => {
  const groups = numbers(100_000).map((id) => ({ assignee_id: 100_000 - id, open: id, unattended: 0 }))
  const edge = edgeOf((path) =>
    path.includes('grouped') ? groups : { open: 1, unattended: 0, unassigned: 0, pending: 0 },
  )
  const { byAgent } = await readLive(edge, '', undefined, async () => toAgents(10_000))
  const [found, milliseconds] = await time(byAgent)
  expect(found.slice(0, 2)).toEqual([
    { email: '0@x', open: 0, unattended: 0 },
    { email: '1@x', open: 99_999, unattended: 0 },
  ])
  expect(milliseconds).toBeLessThan(1_000)
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

it('a hundred thousand ratings of one agent are counted at once', async () => {
  const [edge, cell] = [ratedEdge(4_000), toSpanCell({ start: 0, end: 100_000_000 })]
  const [rows, milliseconds] = await time(() =>
    readCsatByAgent({ edge, path: '', parameters: {} }, [cell], toAgents(4_000)),
  )
  expect(rows.get(cell.key)).toMatchObject([{ member: 'one@x', figures: { good: 100_000, bad: 0 } }])
  expect(milliseconds).toBeLessThan(1_500)
})

it('a hundred thousand ratings are counted by span at once', async () => {
  const cells = numbers(3_600).map((place) => toSpanCell({ start: place * 25_000, end: (place + 1) * 25_000 }))
  const stream = { dataset: 'csat', parameters: {}, grain: 'span', rowZone: 'UTC' } as const
  const [rows, milliseconds] = await time(() =>
    readCsatSeries({ edge: ratedEdge(3_600), path: '', parameters: {} }, stream, cells, minute),
  )
  expect(new Set(cells.map(({ key }) => rows.get(key)?.[0]?.figures.good))).toEqual(new Set([25]))
  expect(milliseconds).toBeLessThan(1_500)
})
