import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoUpstream } from '../../src/demo/upstream.ts'
import type { Metric } from '../generated/graphql.ts'
import { type Recording, readGroundTruth, readRecordings } from '../support/chatwoot-recordings.ts'
import { chatwootSource, startChatwootSource, startGateway, type TestGateway } from '../support/gateway.ts'
import { cutQuestions, rangeQuestions } from '../support/range-questions.ts'
import { json, type RawUpstream, startRawUpstream } from '../support/raw-upstream.ts'
import { createAccountHandler, isAskable, listRecorded, recordedNow, toRange } from '../support/recorded-account.ts'

const rows = readGroundTruth()
const fields = {
  CONVERSATIONS: 'conversations_count',
  INCOMING_MESSAGES: 'incoming_messages_count',
  OUTGOING_MESSAGES: 'outgoing_messages_count',
  RESOLUTIONS: 'resolutions_count',
  FIRST_RESPONSE_TIME: 'avg_first_response_time',
  RESOLUTION_TIME: 'avg_resolution_time',
  RESPONSE_TIME: 'reply_time',
} as const satisfies Partial<Record<Metric, string>>
const metrics = Object.keys(fields) as (keyof typeof fields)[]

/** Summaries take no notice of how a series would be cut, and the gateway does not say it. */
function dropSeriesParameters(recording: Recording): Recording {
  const { path, query } = recording.request
  if (!path.endsWith('/summary')) return recording
  const parameters = new URLSearchParams(query)
  parameters.delete('group_by')
  parameters.delete('timezone_offset')
  return { ...recording, request: { ...recording.request, query: `${parameters}` } }
}

/** Real answers alone: whatever was not recorded fails. */
let recorded: RawUpstream
let demo: DemoUpstream
let ofRecordings: TestGateway
let ofSeries: TestGateway
let ofSummaries: TestGateway

beforeAll(async () => {
  recorded = await startRawUpstream(createAccountHandler(readRecordings().map(dropSeriesParameters)))
  const [source, upstream] = await startChatwootSource(rows, recordedNow)
  demo = upstream
  ofRecordings = startGateway([chatwootSource(recorded.url)], () => recordedNow)
  ofSeries = startGateway([source], () => recordedNow, { deadline: 60_000 })
  ofSummaries = startGateway([source], () => recordedNow, { deadline: 60_000 })
})

afterAll(async () => {
  await Promise.all([ofRecordings, ofSeries, ofSummaries].map((gateway) => gateway.close()))
  await Promise.all([recorded.close(), demo.close()])
})

/** The totals of several metrics, with buckets from series and without them from summaries. */
async function askTotals(gateway: TestGateway, names: readonly Metric[], scope: object, beside = '') {
  const document = `query ($metrics: [Metric!]!, $scope: ReportScope!) {
    reports(metrics: $metrics, scope: $scope) { total isPartial gaps { code } ${beside} }
  }`
  const { data, errors } = await gateway.query(document, { metrics: names, scope })
  expect(errors).toBeUndefined()
  return data.reports.map(({ total, isPartial, gaps }: Record<string, unknown>) => ({ total, isPartial, gaps }))
}

const closeTo = (value: unknown) => (typeof value === 'number' ? expect.closeTo(value, 6) : value)
const toAnswer = (total: unknown) => ({ total: closeTo(total), isPartial: false, gaps: [] })

const filters: Readonly<Record<string, (id: number) => object>> = {
  account: () => ({}),
  agent: (id) => ({ agentEmail: rows.agents.find((agent) => agent.id === id)?.email }),
  team: (id) => ({ team: `support:team:${id}` }),
  inbox: (id) => ({ inbox: `support:inbox:${id}` }),
  label: (id) => ({ tags: [rows.labels.find((label) => label.id === id)?.title] }),
}

const recordings = listRecorded('reports/summary')
  .filter(isAskable)
  .map(({ query, ...recording }) => {
    const type = query.get('type') ?? ''
    const businessHours = query.get('business_hours') === 'true'
    const taken = metrics.filter((metric) => type !== 'agent' || metric !== 'INCOMING_MESSAGES')
    const filter = { ...filters[type]?.(Number(query.get('id'))), businessHours }
    return { ...recording, query, type, businessHours, metrics: taken, filter }
  })
const ofAllHours = recordings.filter(({ businessHours }) => !businessHours)

describe('a recorded summary of Chatwoot', () => {
  it.each(recordings)('has the counts of the series, and their means of all hours: $name', async (recording) => {
    const { body, businessHours, filter, start, end } = recording
    const { previous, ...present } = JSON.parse(body)
    const equal = recording.metrics.filter((metric) => !businessHours || fields[metric].endsWith('_count'))
    for (const [figures, span] of [
      [present, { start, end }],
      [previous, { start: start - (end - start), end: start }],
    ]) {
      const scope = { range: toRange(span), timeZone: 'UTC', filter }
      const told = await askTotals(ofSeries, equal, scope, 'buckets { value }')
      expect(told).toEqual(equal.map((metric) => toAnswer(figures[fields[metric]])))
    }
  })

  it.each(ofAllHours)('is what the totals are read from: $name', async ({ body, metrics: names, filter, ...span }) => {
    const before = recorded.requests.length
    const figures = JSON.parse(body)
    const told = await askTotals(ofRecordings, names, { range: toRange(span), timeZone: 'UTC', filter })
    expect(told).toEqual(names.map((metric) => toAnswer(figures[fields[metric]])))
    const asked = recorded.requests.slice(before).filter(({ path }) => path.includes('/reports'))
    expect(asked.length).toBeLessThanOrEqual(1)
    for (const { path } of asked) expect(path).toBe('/api/v2/accounts/1/reports/summary')
  })

  it('was asked for every dimension, with means of nothing', () => {
    expect(new Set(ofAllHours.map(({ type }) => type))).toEqual(new Set(Object.keys(filters)))
    expect(ofAllHours.some(({ body }) => /"reply_time": ?null/.test(body))).toBe(true)
  })
})

const dimensions = [{}, filters.agent?.(3), filters.team?.(2), filters.inbox?.(1), filters.label?.(1)]

describe.each(dimensions)('totals of %j without buckets', (filter) => {
  it.each([...rangeQuestions, ...cutQuestions])(
    'equal those with them: %j by the %s in %s',
    async (range, granularity, timeZone) => {
      const taken = metrics.filter((metric) => !(filter && 'agentEmail' in filter) || metric !== 'INCOMING_MESSAGES')
      const scope = { range, granularity, timeZone, filter }
      const told = await askTotals(ofSeries, taken, scope, 'buckets { value }')
      expect(await askTotals(ofSummaries, taken, scope)).toEqual(
        told.map(({ total }: { readonly total: unknown }) => toAnswer(total)),
      )
    },
  )
})

it('the earlier period of a comparison equals that of the series', async () => {
  const document = (fields: string) =>
    `{ ${metrics
      .map(
        (metric) => `${metric}: report(metric: ${metric}, scope: {
    range: { days: { first: "2026-11-02", last: "2026-11-08" } }, timeZone: "Europe/Warsaw" }) { ${fields} }`,
      )
      .join(' ')} }`
  const compared = 'comparison { relative absolute report { total } } total'
  const [series, summaries] = await Promise.all([
    ofSeries.query(document(`${compared} buckets { value } comparison { report { buckets { value } } }`)),
    ofSummaries.query(document(compared)),
  ])
  for (const metric of metrics) {
    const { total, comparison } = series.data[metric]
    expect(summaries.data[metric]).toEqual({
      total: closeTo(total),
      comparison: {
        absolute: closeTo(comparison.absolute),
        relative: closeTo(comparison.relative),
        report: { total: closeTo(comparison.report.total) },
      },
    })
  }
})

describe('a server whose summary has another form', () => {
  const whole = Object.fromEntries(Object.values(fields).map((name) => [name, 3]))

  it.each([
    ['means as texts, before 2.17', { ...whole, avg_resolution_time: '93.0', previous: whole }],
    ['no earlier span, before 2.3', whole],
    ['a negative count', { ...whole, conversations_count: -1, previous: whole }],
  ])('gets requests for its series instead: %s', async (_, body) => {
    const upstream = await startRawUpstream(({ path }) =>
      json(path.endsWith('/summary') ? body : [{ value: 7, timestamp: Date.UTC(2026, 10, 2) / 1000 }]),
    )
    const gateway = startGateway([chatwootSource(upstream.url)], () => recordedNow)
    const scope = { range: { days: { first: '2026-11-02', last: '2026-11-02' } } }
    expect(await askTotals(gateway, ['CONVERSATIONS', 'RESOLUTIONS'], scope)).toEqual([toAnswer(7), toAnswer(7)])
    await Promise.all([gateway.close(), upstream.close()])
  })

  it.each([
    ['0', null],
    ['0.0', 0],
  ])('shows by the form of %s whether a mean is missing or zero', async (mean, total) => {
    const body = JSON.stringify({ ...whole, previous: whole }).replaceAll('"reply_time":3', `"reply_time":${mean}`)
    const upstream = await startRawUpstream(() => json(body))
    const gateway = startGateway([chatwootSource(upstream.url)], () => recordedNow)
    const scope = { range: { days: { first: '2026-11-02', last: '2026-11-02' } } }
    expect(await askTotals(gateway, ['CONVERSATIONS', 'RESPONSE_TIME'], scope)).toEqual([toAnswer(3), toAnswer(total)])
    await Promise.all([gateway.close(), upstream.close()])
  })
})
