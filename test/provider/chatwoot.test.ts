import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import chatwoot from '../../src/provider/chatwoot/index.ts'
import { type Metric, metricNames } from '../../src/report/figures/metric.ts'
import { isSupported } from '../../src/report/port/source.ts'
import { type Recording, readRecordings } from '../support/chatwoot-recordings.ts'
import { chatwootSource, startGateway, type TestGateway } from '../support/gateway.ts'
import { type RawUpstream, startRawUpstream } from '../support/raw-upstream.ts'
import { createRecordedHandler, toKey } from '../support/recorded-upstream.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const earliest = Date.parse('2000-01-01T00:00:00Z')
const recordings = readRecordings()
const handler = createRecordedHandler(recordings)
const reports = '/api/v2/accounts/1/reports'

const agents: readonly { id: number; email: string }[] = JSON.parse(
  recordings.find(({ request, status }) => request.path.endsWith('/agents') && status === 200)?.body ?? '[]',
)

const filters: Readonly<Record<string, (id: string) => object | undefined>> = {
  account: () => ({}),
  agent: (id) => ({ agentEmail: agents.find((agent) => String(agent.id) === id)?.email }),
  inbox: (id) => ({ inbox: `support:inbox:${id}` }),
  team: (id) => ({ team: `support:team:${id}` }),
  label: (id) => (id === '1' ? { tags: ['bug'] } : undefined),
}

interface RecordedSeries {
  readonly name: string
  readonly key: string
  readonly metric: Metric
  readonly scope: object
  readonly body: string
}

/** A recording of what the gateway asks in the very same words, with the question that makes it do so. */
function toSeries({ name, request, status, body }: Recording): readonly RecordedSeries[] {
  const query = new URLSearchParams(request.query)
  const [dataset = '', type = ''] = [query.get('metric') ?? '', query.get('type') ?? '']
  const [start, end] = [Number(query.get('since')) * 1000, Number(query.get('until')) * 1000]
  const metric = metricNames.find((one) => readsFrom(one, dataset))
  const filter = filters[type]?.(query.get('id') ?? '')
  const granularity = { hour: 'HOUR', day: 'DAY' }[query.get('group_by') ?? '']
  const businessHours = query.get('business_hours') === 'true'
  const isWhole = start % 86_400_000 === 0 && end % 86_400_000 === 0 && start < end && start >= earliest && end <= now
  const isAsked =
    request.path === reports && request.auth === 'admin' && !query.has('timezone_offset') && status === 200
  const isRefused = type === 'agent' && dataset === 'incoming_messages_count'
  if (!isAsked || isRefused || !isWhole || !metric || !granularity || !filter) return []
  if (businessHours && !isMean(dataset)) return []
  const range = { between: { from: new Date(start).toISOString(), to: new Date(end).toISOString() } }
  const scope = { range, granularity, timeZone: 'UTC', filter: { ...filter, businessHours } }
  return [{ name, key: toKey(request.path, request.query), metric, scope, body }]
}

function readsFrom(metric: Metric, dataset: string): boolean {
  const mapping = chatwoot.provider.mappings[metric]
  return isSupported(mapping) && mapping.dataset === dataset
}

const isMean = (dataset: string): boolean => dataset.startsWith('avg_') || dataset === 'reply_time'

interface Point {
  readonly value: number | null
  readonly count?: number
}

/** What is written `0` was not measured where means are told; the average of events without a value has no sample. */
function toBuckets(body: string) {
  const points: readonly Point[] = JSON.parse(
    body.includes('"count"') ? body.replaceAll('"value":0,', '"value":null,') : body,
  )
  return points.map(({ value, count = null }) => ({ value, sampleSize: value === null && count ? null : count }))
}

/** Means are multiplied by their sample and divided again, which may cost the last digit. */
const nearly = ({ value, sampleSize }: { value: number | null; sampleSize: number | null }) => ({
  value: value === null ? null : expect.closeTo(value, 6),
  sampleSize,
})

const document = `query ($metric: Metric!, $scope: ReportScope!) {
  report(metric: $metric, scope: $scope) { buckets { value sampleSize } total isPartial gaps { code } }
}`

describe('Chatwoot as recorded', () => {
  let upstream: RawUpstream
  let gateway: TestGateway

  beforeEach(async () => {
    upstream = await startRawUpstream(handler)
    gateway = startGateway([chatwootSource(upstream.url)], () => now)
  })

  afterEach(async () => {
    await gateway.close()
    await upstream.close()
  })

  const askedReports = () =>
    upstream.requests.filter(({ path }) => path.startsWith(reports)).map(({ path, query }) => toKey(path, `${query}`))

  const series = recordings.flatMap(toSeries)

  it('was recorded with the requests that the gateway sends', () => {
    expect(series.length).toBeGreaterThan(60)
    expect(new Set(series.map(({ metric }) => metric)).size).toBe(7)
  })

  it.each(series)('is read figure by figure: $name', async ({ key, metric, scope, body }) => {
    const { data, errors } = await gateway.query(document, { metric, scope })
    expect(errors).toBeUndefined()
    expect(data.report).toMatchObject({ buckets: toBuckets(body).map(nearly), isPartial: false, gaps: [] })
    expect(askedReports()).toEqual([key])
  })

  const firstHalf = { days: { first: '2026-01-01', last: '2026-06-30' } }
  it.each(['account', 'agent', 'label'])('reports metrics of bots in one call for one bucket: %s', async (type) => {
    const recording = recordings.find(({ name }) => name.endsWith(`-bot-summary-${type}`))
    const id = new URLSearchParams(recording?.request.query).get('id') ?? ''
    const scope = { range: firstHalf, granularity: 'YEAR', timeZone: 'UTC', filter: filters[type]?.(id) }
    const told = JSON.parse(recording?.body ?? '{}')
    const resolved = await gateway.query(document, { metric: 'BOT_RESOLUTIONS', scope })
    const handedOver = await gateway.query(document, { metric: 'BOT_HANDOFFS', scope })
    expect(resolved.data.report.total).toBe(told.bot_resolutions_count)
    expect(handedOver.data.report.total).toBe(told.bot_handoffs_count)
    expect(askedReports()).toEqual([toKey(`${reports}/bot_summary`, recording?.request.query ?? '')])
  })

  it('gets no request for the list of inboxes, which contains secrets, for a series', async () => {
    const scope = { range: firstHalf, filter: { inbox: 'support:inbox:1' } }
    // Surveys answer an inbox that nobody knows with zeros: for them its id is looked up.
    const series = metricNames.filter((metric) => !['RATINGS_GOOD', 'RATINGS_BAD', 'SATISFACTION'].includes(metric))
    for (const metric of series) await gateway.query(document, { metric, scope })
    expect(upstream.requests).not.toHaveLength(0)
    expect(upstream.requests.map(({ path }) => path)).not.toContain('/api/v1/accounts/1/inboxes')
  })
})
