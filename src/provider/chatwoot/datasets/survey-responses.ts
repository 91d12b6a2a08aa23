import { z } from 'zod'
import { GapError } from '../../../report/port/error.ts'
import type { SeriesKey } from '../../../report/port/series.ts'
import type { Span } from '../../../report/time/date.ts'
import type { UpstreamClient } from '../../../upstream/client.ts'
import { parseJson } from '../../../upstream/parse-json.ts'
import { listOf, mapLimited, requireDistinct } from '../../members.ts'

const pageLength = 25

/** Maximum number of concurrent or queued calls of one read. */
export const maxConcurrent = 32

const count = z.number().int().nonnegative()
const countOrNone = count.default(0)
const metrics = z.object({
  total_count: count,
  ratings_count: z.object({ 1: countOrNone, 2: countOrNone, 3: countOrNone, 4: countOrNone, 5: countOrNone }),
})
const page = listOf(
  z.object({
    id: z.number().int(),
    rating: z.number().int().min(1).max(5),
    created_at: z.number().int(),
    assigned_agent: z.object({ email: z.string().min(1) }).nullish(),
  }),
)
export type SurveyResponse = z.infer<typeof page>[number]

/** What the calls for survey responses of one series have in common. None counts against the report limit. */
export interface SurveyRead {
  readonly client: UpstreamClient
  /** `/api/v1/accounts/<id>/csat_survey_responses`. */
  readonly path: string
  readonly parameters: SeriesKey['parameters']
}

/** 4 and 5 are good, 1 and 2 are bad; 3 is neither. */
export const toFigures = (ratings: readonly number[]) => ({
  good: ratings.filter((rating) => rating >= 4).length,
  bad: ratings.filter((rating) => rating <= 2).length,
})

export const ratingFields = { good: 'ratings 4 and 5', bad: 'ratings 1 and 2' } as const

const toQuery = ({ parameters }: SurveyRead, { start, end }: Span) =>
  new URLSearchParams({ ...parameters, since: String(start / 1000), until: String(end / 1000) })

/** The number of responses in a span, and the good and bad ones among them. */
export async function readMetrics(read: SurveyRead, span: Span, agentId?: number) {
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

/** All responses of a span, from the pages of the list. Sorted: their order could change between pages otherwise. */
export async function readResponses(read: SurveyRead, span: Span, total: number): Promise<readonly SurveyResponse[]> {
  const pages = Array.from({ length: countPages(total) }, (_, place) => String(place + 1))
  const bodies = await mapLimited(pages, maxConcurrent, async (number) => {
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

export const countPages = (total: number): number => Math.ceil(total / pageLength)
