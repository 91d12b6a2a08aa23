import { z } from 'zod'
import { parseBody } from '../../http/body.ts'
import type { Edge } from '../../http/edge.ts'
import { toBuckets } from '../../report/bucket.ts'
import { toRuns, toSpan } from '../../report/cell.ts'
import type { Span } from '../../report/date.ts'
import { GapError } from '../../report/error.ts'
import type { Cell, Row, RowsByCell, Stream } from '../../report/port.ts'
import type { ChatwootAgent } from './lists.ts'

const pageLength = 25
const maxDaysPerRun = 3660

const count = z.number().int().nonnegative()
const metrics = z.object({ total_count: count, ratings_count: z.record(z.string().regex(/^[1-5]$/), count) })
const page = z.array(
  z.object({
    rating: z.number().int().min(1).max(5),
    created_at: z.number().int(),
    assigned_agent: z.object({ email: z.string() }).optional(),
  }),
)
type Response = z.infer<typeof page>[number]

/** How the survey responses of one account are asked; none of it counts against the report limit. */
export interface CsatRead {
  readonly edge: Edge
  /** `/api/v1/accounts/<id>/csat_survey_responses`. */
  readonly path: string
  readonly parameters: Stream['parameters']
}

/** Good are 4 and 5, bad are 1 and 2; 3 counts for neither. */
const toFigures = (ratings: readonly number[]) => ({
  good: ratings.filter((rating) => rating >= 4).length,
  bad: ratings.filter((rating) => rating <= 2).length,
})

const toQuery = ({ parameters }: CsatRead, { start, end }: Span) =>
  new URLSearchParams({ ...parameters, since: String(start / 1000), until: String(end / 1000) })

async function readMetrics(read: CsatRead, span: Span, agentId?: number) {
  const query = toQuery(read, span)
  if (agentId !== undefined) query.set('user_ids[]', String(agentId))
  const { total_count: total, ratings_count: counts } = parseBody(
    await read.edge.readText({ path: `${read.path}/metrics`, query, isBudgeted: false }),
    metrics,
  )
  const rated = (...ratings: number[]) => ratings.reduce((sum, rating) => sum + (counts[rating] ?? 0), 0)
  return { total, figures: { good: rated(4, 5), bad: rated(1, 2) } }
}

/** All responses of a span, from the pages of the list. Sorted, for without it their order may change between pages. */
async function readResponses(read: CsatRead, span: Span, pages: number): Promise<Response[]> {
  const bodies = await Promise.all(
    Array.from({ length: pages }, async (_, index) => {
      const query = toQuery(read, span)
      query.set('sort', 'created_at')
      query.set('page', String(index + 1))
      return parseBody(await read.edge.readText({ path: read.path, query, isBudgeted: false }), page)
    }),
  )
  const responses = bodies.flat()
  for (const { created_at } of responses)
    if (created_at * 1000 < span.start || created_at * 1000 >= span.end)
      throw new GapError('BAD_RESPONSE', 'a response lies outside the range')
  return responses
}

const countPages = (total: number): number => Math.ceil(total / pageLength)

/** Ratings by day or hour: one metrics call for each of them, or the list's pages, whichever is less. */
export async function readCsatSeries(
  read: CsatRead,
  { grain, rowZone }: Stream,
  cells: readonly Cell[],
): Promise<RowsByCell> {
  const read1 = await Promise.all(
    toRuns(cells, maxDaysPerRun).map(async (run) => {
      const cut = (cell: Cell) => (grain === 'day' ? [cell] : toBuckets(cell, 'HOUR', rowZone))
      const spans = run.flatMap((cell) =>
        cut(cell).map((span) => ({ key: cell.key, start: span.start, end: span.end })),
      )
      const rows = await readSpans(read, toSpan(run), spans)
      return spans.map(({ key }, index) => [key, rows[index]] as const)
    }),
  )
  const sorted = new Map<string, Row[]>(cells.map(({ key }) => [key, []]))
  for (const [key, row] of read1.flat()) if (row) sorted.get(key)?.push(row)
  return sorted
}

async function readSpans(read: CsatRead, whole: Span, spans: readonly Span[]): Promise<Row[]> {
  const { total, figures } = await readMetrics(read, whole)
  const [first] = spans
  if (first && spans.length === 1) return [{ start: first.start, end: first.end, figures }]
  if (countPages(total) > spans.length)
    return Promise.all(
      spans.map(async ({ start, end }) => ({ start, end, figures: (await readMetrics(read, { start, end })).figures })),
    )
  const responses = await readResponses(read, whole, countPages(total))
  return spans.map(({ start, end }) => {
    const within = responses.filter(({ created_at }) => created_at * 1000 >= start && created_at * 1000 < end)
    return { start, end, figures: toFigures(within.map(({ rating }) => rating)) }
  })
}

/**
 * Ratings of every agent over exact spans: one metrics call an agent, or the list's pages, whichever is less. Calls an
 * agent find nobody who has left: what they leave of all ratings is a row without a member.
 */
export async function readCsatByAgent(
  read: CsatRead,
  cells: readonly Cell[],
  agents: readonly ChatwootAgent[],
): Promise<RowsByCell> {
  const rows = cells.map(async (cell) => [cell.key, await readAgents(read, cell, agents)] as const)
  return new Map(await Promise.all(rows))
}

async function readAgents(read: CsatRead, { start, end }: Cell, agents: readonly ChatwootAgent[]): Promise<Row[]> {
  const { total, figures } = await readMetrics(read, { start, end })
  const [only] = agents
  if (total === 0) return []
  if (only && read.parameters['user_ids[]'] !== undefined) return [{ start, end, member: only.email, figures }]
  if (countPages(total) > agents.length) {
    const ofAgent = async ({ id, email }: ChatwootAgent) => ({
      start,
      end,
      member: email,
      figures: (await readMetrics(read, { start, end }, id)).figures,
    })
    const rows = await Promise.all(agents.map(ofAgent))
    const rest = (name: keyof typeof figures) => rows.reduce((left, row) => left - row.figures[name], figures[name])
    return [...rows, { start, end, figures: { good: rest('good'), bad: rest('bad') } }]
  }
  const ratings = new Map<string, number[]>()
  for (const { rating, assigned_agent: agent } of await readResponses(read, { start, end }, countPages(total)))
    if (agent) ratings.set(agent.email, [...(ratings.get(agent.email) ?? []), rating])
  return [...ratings].map(([member, of]) => ({ start, end, member, figures: toFigures(of) }))
}
