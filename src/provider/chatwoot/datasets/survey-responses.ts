import { z } from 'zod'
import { toRuns } from '../../report/port/chunk.ts'
import { GapError } from '../../report/port/error.ts'
import type { Chunk, LayoutPiece, Row, RowsByChunk, SeriesKey } from '../../report/port/port.ts'
import { toBuckets } from '../../report/time/bucket.ts'
import type { Instant, Span } from '../../report/time/date.ts'
import type { UpstreamClient } from '../../upstream/client.ts'
import { parseJson } from '../../upstream/parse-json.ts'
import { listOf } from '../list-of.ts'
import { mapLimited } from '../map-limited.ts'
import { requireDistinct } from '../require-distinct.ts'
import type { ChatwootAgent } from './lists.ts'

const pageLength = 25
const maxDaysPerRun = 3660
/** Calls of one question under way or waiting. */
const atOnce = 32

const count = z.number().int().nonnegative()
const some = count.default(0)
const metrics = z.object({
  total_count: count,
  ratings_count: z.object({ 1: some, 2: some, 3: some, 4: some, 5: some }),
})
const page = listOf(
  z.object({
    id: z.number().int(),
    rating: z.number().int().min(1).max(5),
    created_at: z.number().int(),
    assigned_agent: z.object({ email: z.string().min(1) }).nullish(),
  }),
)
type Response = z.infer<typeof page>[number]

/** How the survey responses of one account are asked; none of it counts against the report limit. */
export interface CsatRead {
  readonly client: UpstreamClient
  /** `/api/v1/accounts/<id>/csat_survey_responses`. */
  readonly path: string
  readonly parameters: SeriesKey['parameters']
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
  const { total_count: total, ratings_count: counts } = parseJson(
    await read.client.readText({ path: `${read.path}/metrics`, query, isBudgeted: false }),
    metrics,
  )
  const figures = { good: counts[4] + counts[5], bad: counts[1] + counts[2] }
  if (figures.good + figures.bad + counts[3] !== total)
    throw new GapError('BAD_RESPONSE', 'the numbers of ratings do not add up to their total')
  return { total, figures }
}

/** All responses of a span, from the pages of the list. Sorted, for without it their order may change between pages. */
async function readResponses(read: CsatRead, span: Span, total: number): Promise<readonly Response[]> {
  const pages = Array.from({ length: countPages(total) }, (_, place) => String(place + 1))
  const bodies = await mapLimited(pages, atOnce, async (number) => {
    const query = toQuery(read, span)
    query.set('sort', 'created_at')
    query.set('page', number)
    const found = parseJson(await read.client.readText({ path: read.path, query, isBudgeted: false }), page)
    if (found.length > pageLength)
      throw new GapError('BAD_RESPONSE', `a page has ${found.length} responses instead of at most ${pageLength}`)
    return found
  })
  const responses = requireDistinct(bodies.flat(), ({ id }) => id)
  if (responses.length < total)
    throw new GapError('BAD_RESPONSE', `the pages have ${responses.length} responses instead of ${total}`)
  for (const { created_at } of responses)
    if (created_at * 1000 < span.start || created_at * 1000 >= span.end)
      throw new GapError('BAD_RESPONSE', 'a survey response is outside the requested range')
  return responses
}

const countPages = (total: number): number => Math.ceil(total / pageLength)

/** Ratings by day or hour: one metrics call for each of them, or the list's pages, whichever is less. */
export async function readCsatSeries(
  read: CsatRead,
  { grain, rowZone }: SeriesKey,
  chunks: readonly Chunk[],
  now: Instant,
): Promise<RowsByChunk> {
  const cut = (chunk: Chunk): readonly Span[] => (grain === 'hour' ? listHours(chunk, rowZone, now) : [chunk])
  const rows = new Map<string, Row[]>(chunks.map(({ key }) => [key, []]))
  const readRun = async (run: readonly Chunk[]) => {
    const spans = run.flatMap((chunk) => cut(chunk).map(({ start, end }) => ({ key: chunk.key, start, end })))
    const figures = await readSpans(read, spans)
    for (const [place, { key, start, end }] of spans.entries())
      rows.get(key)?.push({ start, end, figures: figures[place] ?? {} })
  }
  await Promise.all(toRuns(chunks, maxDaysPerRun).map(readRun))
  return rows
}

/** One call for all and one for each span, or fewer pages of the list than that. */
export const countCsatCalls = ({ grain, rowZone, chunks }: LayoutPiece, now: Instant): number =>
  toRuns(chunks, maxDaysPerRun)
    .map((run) => run.flatMap((chunk) => (grain === 'hour' ? listHours(chunk, rowZone, now) : [chunk])).length)
    .reduce((calls, spans) => calls + (spans === 1 ? 1 : 1 + spans), 0)

/** Hours that have not begun are not asked for. */
const listHours = (chunk: Chunk, rowZone: string, now: Instant): readonly Span[] =>
  toBuckets(chunk, 'HOUR', rowZone).filter(({ start }) => start <= now)

/** The figures of spans that follow each other, in their order. */
async function readSpans(read: CsatRead, spans: readonly Span[]): Promise<Row['figures'][]> {
  const whole = { start: spans[0]?.start ?? 0, end: spans.at(-1)?.end ?? 0 }
  const { total, figures } = await readMetrics(read, whole)
  if (spans.length === 1) return [figures]
  if (countPages(total) > spans.length)
    return mapLimited(spans, atOnce, async (span) => (await readMetrics(read, span)).figures)
  const responses = [...(await readResponses(read, whole, total))].sort((a, b) => a.created_at - b.created_at)
  let next = 0
  return spans.map(({ end }) => {
    const first = next
    while ((responses[next]?.created_at ?? Number.POSITIVE_INFINITY) * 1000 < end) next += 1
    return toFigures(responses.slice(first, next).map(({ rating }) => rating))
  })
}

/**
 * Ratings of every agent over exact spans: one metrics call an agent, or the list's pages, whichever is less. Calls an
 * agent find nobody who has left: what they leave of all ratings is a row without a member.
 */
export async function readCsatByAgent(
  read: CsatRead,
  chunks: readonly Chunk[],
  agents: readonly ChatwootAgent[],
): Promise<RowsByChunk> {
  const rows = chunks.map(async (chunk) => [chunk.key, await readAgents(read, chunk, agents)] as const)
  return new Map(await Promise.all(rows))
}

async function readAgents(read: CsatRead, { start, end }: Chunk, agents: readonly ChatwootAgent[]): Promise<Row[]> {
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
    const rows = await mapLimited(agents, atOnce, ofAgent)
    // Who rates between two calls is counted by the second alone.
    const rest = (name: keyof typeof figures) =>
      Math.max(
        0,
        rows.reduce((left, row) => left - row.figures[name], figures[name]),
      )
    return [...rows, { start, end, figures: { good: rest('good'), bad: rest('bad') } }]
  }
  const ratings = new Map<string, number[]>()
  for (const { rating, assigned_agent: agent } of await readResponses(read, { start, end }, total))
    if (agent) {
      const known = ratings.get(agent.email)
      if (known) known.push(rating)
      else ratings.set(agent.email, [rating])
    }
  return [...ratings].map(([member, of]) => ({ start, end, member, figures: toFigures(of) }))
}
