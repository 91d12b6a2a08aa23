import { describe, expect, it } from 'vitest'
import type { Filter } from './brute-force/answer.ts'
import { bucketsOf, type Granularity } from './brute-force/calendar.ts'
import { type ChatwootMetric, countChatwoot } from './brute-force/chatwoot.ts'
import { type Recording, readGroundTruth, readRecordings } from './chatwoot-recordings.ts'

interface Point {
  readonly value: number
  /** Only averages have it. */
  readonly count?: number
}

const granularities: Readonly<Record<string, Granularity>> = { hour: 'HOUR', day: 'DAY', month: 'MONTH', year: 'YEAR' }

const metrics: Readonly<Record<string, ChatwootMetric>> = {
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

const rows = readGroundTruth()

const filters: Readonly<Record<string, (id: number) => Filter>> = {
  account: () => ({}),
  agent: (id) => ({ agentEmail: rows.agents.find((agent) => agent.id === id)?.email ?? 'nobody' }),
  inbox: (id) => ({ inbox: id }),
  team: (id) => ({ team: id }),
  label: (id) => ({ tag: rows.labels.find((label) => label.id === id)?.title.toUpperCase() ?? 'none' }),
}

// Offsets leave it to Chatwoot which zone they mean; its weeks begin on Sunday.
const utcSeries = readRecordings().flatMap(toUtcSeries)

describe('the brute force over the recorded account', () => {
  it.each(utcSeries)('agrees with real Chatwoot: $name', ({ question, points }) => {
    const answer = countChatwoot(rows, question)

    // Chatwoot drops conversations handed off anywhere in the requested range, so its buckets only add up to our total.
    if (question.metric === 'BOT_RESOLUTIONS') {
      expect(answer.total).toBe(points.reduce((sum, { value }) => sum + value, 0))
      return
    }
    expect(answer.buckets.map(({ sampleSize }) => sampleSize)).toEqual(points.map(({ count = null }) => count))
    expect(answer.buckets).toHaveLength(points.length)
    for (const [index, { value }] of points.entries()) {
      // Chatwoot answers 0 for a bucket without an average. PostgreSQL may differ in the last digit.
      expect(answer.buckets[index]?.value ?? 0).toBeCloseTo(value, 6)
    }
  })

  it('has recordings of every metric, granularity and filter', () => {
    const asked = utcSeries.map(({ query }) => query)
    const values = (name: string) => new Set(asked.map((query) => query.get(name)))

    expect(values('metric')).toEqual(new Set(Object.keys(metrics)))
    expect(values('group_by')).toEqual(new Set(Object.keys(granularities)))
    expect(values('type')).toEqual(new Set(Object.keys(filters)))
  })
})

function toUtcSeries({ name, request, status, body }: Recording) {
  const query = new URLSearchParams(request.query)
  const metric = metrics[query.get('metric') ?? '']
  const granularity = granularities[query.get('group_by') ?? '']
  const filter = filters[query.get('type') ?? '']?.(Number(query.get('id')))
  const range = { start: Number(query.get('since')) * 1000, end: Number(query.get('until')) * 1000 }
  const isReport = request.path === '/api/v2/accounts/1/reports' && status === 200 && !query.has('timezone_offset')
  if (!isReport || !metric || !granularity || !filter || !(range.start < range.end)) return []
  const buckets = bucketsOf(range, granularity, 'UTC')
  const businessHours = query.get('business_hours') === 'true'
  const points: readonly Point[] = JSON.parse(body)
  return [{ name, query, question: { metric, buckets, filter: { ...filter, businessHours } }, points }]
}
