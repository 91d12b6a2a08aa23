import {
  type Chunk,
  type LayoutPiece,
  type Row,
  type RowsByChunk,
  type SeriesKey,
  toRuns,
} from '../../../report/port/series.ts'
import { granularities, toBuckets } from '../../../report/time/bucket.ts'
import type { Instant, Span } from '../../../report/time/date.ts'
import { mapLimited } from '../../members.ts'
import { type ChatwootDataset, toSurveyFilter } from '../dataset.ts'
import { layOutDays } from '../layout.ts'
import {
  countPages,
  maxConcurrent,
  ratingFields,
  readMetrics,
  readResponses,
  type SurveyRead,
  toFigures,
} from './survey-responses.ts'

const maxDaysPerRun = 3660

/** What the two datasets of ratings have in common. */
export const ratings = {
  upstream: 'GET /csat_survey_responses',
  fields: ratingFields,
  filters: ['AGENT', 'TEAM', 'INBOX'],
  granularities,
  zoneSupport: 'ANY_ZONE',
  // A response has one agent; its conversation has one team and one inbox.
  partitions: { AGENT: true, TEAM: true, INBOX: true },
  toParameters: toSurveyFilter,
  // Teams are the current ones of the conversations.
  hasMutableHistory: ({ parameters }: SeriesKey) => parameters.team_id !== undefined,
} as const

/** Good and bad ratings in time. */
export const csat: ChatwootDataset<keyof typeof ratingFields> = {
  ...ratings,
  note: 'A rating of 3 is neither good nor bad. Counted when the customer responded; teams and inboxes are the current ones of the conversation.',
  layOut: layOutDays,
  countCalls,
  readRows: ({ client, series, chunks, now }, { surveys }) =>
    readCsatSeries({ client, path: surveys, parameters: series.parameters }, series, chunks, now),
}

/** Ratings by day or hour: one metrics call for each of them, or the list's pages, whichever is less. */
export async function readCsatSeries(
  read: SurveyRead,
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
function countCalls({ grain, rowZone, chunks }: LayoutPiece, now: Instant): number {
  return toRuns(chunks, maxDaysPerRun)
    .map((run) => run.flatMap((chunk) => (grain === 'hour' ? listHours(chunk, rowZone, now) : [chunk])).length)
    .reduce((calls, spans) => calls + (spans === 1 ? 1 : 1 + spans), 0)
}

/** Hours that have not started are not requested. */
const listHours = (chunk: Chunk, rowZone: string, now: Instant): readonly Span[] =>
  toBuckets(chunk, 'HOUR', rowZone).filter(({ start }) => start <= now)

/** The figures of consecutive spans, in their order. */
async function readSpans(read: SurveyRead, spans: readonly Span[]): Promise<Row['figures'][]> {
  const whole = { start: spans[0]?.start ?? 0, end: spans.at(-1)?.end ?? 0 }
  const { total, figures } = await readMetrics(read, whole)
  if (spans.length === 1) return [figures]
  if (countPages(total) > spans.length)
    return mapLimited(spans, maxConcurrent, async (span) => (await readMetrics(read, span)).figures)
  const responses = [...(await readResponses(read, whole, total))].sort((a, b) => a.created_at - b.created_at)
  let next = 0
  return spans.map(({ end }) => {
    const first = next
    while ((responses[next]?.created_at ?? Number.POSITIVE_INFINITY) * 1000 < end) next += 1
    return toFigures(responses.slice(first, next).map(({ rating }) => rating))
  })
}
