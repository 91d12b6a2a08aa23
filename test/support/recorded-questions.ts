import type { Metric } from '../generated/graphql.ts'
import type { Figure } from './brute-force/answer.ts'
import { type Bucket, bucketsOf, type Granularity } from './brute-force/calendar.ts'
import { type Recording, readGroundTruth, readRecordings } from './chatwoot-recordings.ts'
import { findSecondPasses } from './clock-changes.ts'
import type { ScopeQuestion } from './questions.ts'

/** When the last of the recorded account's rows was made. */
export const recordedNow = Date.parse('2026-11-20T12:00:00Z')

/** A recorded series, and the question to the gateway that means the same. */
export interface RecordedQuestion {
  readonly name: string
  readonly metric: Metric
  readonly scope: ScopeQuestion & { readonly filter: { readonly businessHours: boolean } }
  readonly points: readonly RecordedPoint[]
}

export interface RecordedPoint extends Bucket, Figure {
  /** Shares its hour of the clock with a neighbour: Chatwoot answers 0, and then the figure of both. */
  readonly isRepeated: boolean
}

const metrics: Readonly<Record<string, Metric>> = {
  conversations_count: 'CONVERSATIONS',
  incoming_messages_count: 'INCOMING_MESSAGES',
  outgoing_messages_count: 'OUTGOING_MESSAGES',
  resolutions_count: 'RESOLUTIONS',
  avg_first_response_time: 'FIRST_RESPONSE_TIME',
  avg_resolution_time: 'RESOLUTION_TIME',
  reply_time: 'RESPONSE_TIME',
  bot_resolutions_count: 'BOT_RESOLUTIONS',
  bot_handoffs_count: 'BOT_HANDOFFS',
}

// Chatwoot's weeks begin on Sunday.
const granularities: Readonly<Record<string, Granularity>> = { hour: 'HOUR', day: 'DAY', month: 'MONTH', year: 'YEAR' }

/** What `timezone_offset` meant on the days of asking. */
const zones: Readonly<Record<string, string>> = {
  '2026-11-20 0': 'Europe/London',
  '2026-11-20 1': 'Europe/Amsterdam',
  '2026-11-20 -5': 'America/Bogota',
  '2026-11-20 -8': 'America/Los_Angeles',
  '2026-11-20 5.5': 'Asia/Kolkata',
  '2026-07-15 0': 'Atlantic/Azores',
  '2026-07-15 1': 'Europe/London',
  '2026-07-15 -5': 'America/Chicago',
  '2026-07-15 -8': 'America/Juneau',
  '2026-07-15 5.5': 'Asia/Kolkata',
}

const { agents, labels } = readGroundTruth()

const filters: Readonly<Record<string, (id: string) => Readonly<Record<string, unknown>>>> = {
  account: () => ({}),
  agent: (id) => ({ agentEmail: agents.find((agent) => String(agent.id) === id)?.email }),
  inbox: (id) => ({ inbox: `support:inbox:${id}` }),
  team: (id) => ({ team: `support:team:${id}` }),
  label: (id) => ({ tags: [labels.find((label) => String(label.id) === id)?.title] }),
}

/** The recorded series of account 1 whose ranges the gateway takes: of this century, from hour to hour. */
export const readRecordedQuestions = (): RecordedQuestion[] => readRecordings().flatMap(toQuestion)

function toQuestion({ name, request, askedOn, status, body }: Recording): RecordedQuestion[] {
  const query = new URLSearchParams(request.query)
  const metric = metrics[query.get('metric') ?? '']
  const granularity = granularities[query.get('group_by') ?? '']
  const filter = filters[query.get('type') ?? '']?.(query.get('id') ?? '')
  const timeZone = query.has('timezone_offset') ? zones[`${askedOn} ${query.get('timezone_offset')}`] : 'UTC'
  const range = { start: Number(query.get('since')) * 1000, end: Number(query.get('until')) * 1000 }
  const isSeries = request.path === '/api/v2/accounts/1/reports' && status === 200
  if (!isSeries || !metric || !granularity || !filter || !timeZone || !(range.start < range.end)) return []
  if (range.start < Date.UTC(2000) || !isHourStart(range.start, timeZone) || !isHourStart(range.end, timeZone))
    return []
  const between = { from: new Date(range.start).toISOString(), to: new Date(range.end).toISOString() }
  const businessHours = query.get('business_hours') === 'true'
  const scope = { range: { between }, granularity, timeZone, filter: { ...filter, businessHours } }
  return [{ name, metric, scope, points: readPoints(body, range, scope) }]
}

const isHourStart = (instant: number, timeZone: string): boolean =>
  bucketsOf({ start: instant - 3_600_000, end: instant + 3_600_000 }, 'HOUR', timeZone).some(
    ({ start }) => start === instant,
  )

function readPoints(body: string, range: Bucket, { granularity, timeZone }: ScopeQuestion): RecordedPoint[] {
  // An empty mean is 0, a mean that is zero 0.0; counts are always 0.
  const isMean = body.includes('"count"')
  const text = isMean ? body.replaceAll('"value":0,', '"value":null,') : body
  const points: { value: number | null; timestamp: number; count?: number }[] = JSON.parse(text)
  const seconds = findSecondPasses(
    points.map(({ timestamp }) => ({ start: timestamp * 1000 })),
    timeZone,
  )
  return points.map(({ value, timestamp, count = 0 }, place) => ({
    start: Math.max(timestamp * 1000, range.start),
    end: Math.min((points[place + 1]?.timestamp ?? Number.POSITIVE_INFINITY) * 1000, range.end),
    // Chatwoot answers 0 for what has not begun.
    ...(timestamp * 1000 > recordedNow ? noFigure : { value, sampleSize: isMean ? toSampleSize(value, count) : null }),
    isRepeated: granularity === 'HOUR' && (seconds[place] === true || seconds[place + 1] === true),
  }))
}

const noFigure: Figure = { value: null, sampleSize: null }

/** Business hours leave events without a value, which Chatwoot counts all the same. */
const toSampleSize = (value: number | null, count: number): number | null =>
  value === null && count > 0 ? null : count
