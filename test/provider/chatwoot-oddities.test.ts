import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { readRecordings } from '../support/chatwoot-recordings.ts'
import { chatwootSource, startGateway } from '../support/gateway.ts'
import { json, type RawHandler, type RawUpstream, startRawUpstream } from '../support/raw-upstream.ts'
import { createRecordedHandler } from '../support/recorded-upstream.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const recordings = readRecordings()
const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

const document = `query ($metric: Metric!, $scope: ReportScope!) {
  report(metric: $metric, scope: $scope) { buckets { value sampleSize } total isPartial gaps { code retryAfter } }
}`

const day = { days: { first: '2026-03-10', last: '2026-03-10' } }
const midnight = Date.parse('2026-03-10T00:00:00Z') / 1000

/** Asks for one day of a Chatwoot that answers so. */
async function ask(handler: RawHandler, metric: string, filter: object = {}) {
  const upstream: RawUpstream = await startRawUpstream(handler)
  const gateway = startGateway([chatwootSource(upstream.url)], () => now)
  opened.push(upstream, gateway)
  const { data, errors } = await gateway.query(document, { metric, scope: { range: day, timeZone: 'UTC', filter } })
  const { code, gaps } = errors?.[0]?.extensions ?? {}
  return { report: data.report, code, gaps, upstream }
}

describe('a mean', () => {
  it.each([
    ['0 of no event is nothing measured', '0', 0, { value: null, sampleSize: 0 }],
    ['0 of events without a value is nothing measured', '0', 41, { value: null, sampleSize: null }],
    ['0.0 is a mean of zero', '0.0', 3, { value: 0, sampleSize: 3 }],
    ['null is nothing measured', 'null', 0, { value: null, sampleSize: 0 }],
    ['a number is itself', '4073.8512396694214', 9, { value: 4073.8512396694214, sampleSize: 9 }],
    ['a numeric text is its number', '"4073.5"', 9, { value: 4073.5, sampleSize: 9 }],
  ])('of %s', async (_, value, count, bucket) => {
    const body = `[{"value":${value},"timestamp":${midnight},"count":${count}}]`
    const { report } = await ask(() => json(body), 'FIRST_RESPONSE_TIME')
    expect(report.buckets).toMatchObject([bucket])
  })

  it.each(['', ',"count":null', ',"count":-1', ',"count":2.5'])(
    'without a number of its events is refused, for it cannot be merged: %s',
    async (count) => {
      const body = `[{"value":12.5,"timestamp":${midnight}${count}}]`
      expect(await ask(() => json(body), 'RESPONSE_TIME')).toMatchObject({ report: null, code: 'BAD_RESPONSE' })
    },
  )
})

it.each(['0', '"0"', '0.0'])('a count of %s is 0, never null', async (value) => {
  const { report } = await ask(() => json(`[{"value":${value},"timestamp":${midnight}}]`), 'CONVERSATIONS')
  expect(report.buckets).toMatchObject([{ value: 0, sampleSize: null }])
})

describe('a recorded error response', () => {
  const codes: Readonly<Record<number, string>> = {
    200: 'METRIC_UNSUPPORTED',
    401: 'UNAUTHENTICATED',
    404: 'NOT_FOUND',
    422: 'BAD_RESPONSE',
    500: 'UNAVAILABLE',
  }
  const refused = recordings
    .filter(({ request, status, body }) => /\/reports$/.test(request.path) && (status !== 200 || body === '{}'))
    .map(({ name, status, body }) => ({ name, status, body, code: codes[status] }))

  it.each(refused)('is the gap $code: $name', async ({ status, body, code }) => {
    expect(await ask(() => json(body, status), 'CONVERSATIONS')).toMatchObject({ report: null, code })
  })

  it('for too many calls pauses the source until the next epoch minute', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: now + 17_000 })
    onTestFinished(() => void vi.useRealTimers())
    const { status, body } = recordings.find((one) => one.status === 429) ?? { status: 0, body: '' }
    const agents = { agentEmail: 'user3@oracle.test' }
    const handler = createRecordedHandler(recordings)
    const { gaps, upstream } = await ask(
      (request) => (request.path.endsWith('/reports') ? { status, body } : handler(request)),
      'CONVERSATIONS',
      agents,
    )
    expect(gaps).toMatchObject([{ code: 'RATE_LIMITED', retryAfter: 'PT43S' }])
    expect(upstream.requests.map(({ path }) => path.split('/').at(-1))).toEqual(['agents', 'reports'])
  })

  it('of a query that took Chatwoot too long is a time-out', async () => {
    const body = { error: 'The request took too long to complete. Please try again.' }
    expect(await ask(() => json(body, 422), 'CONVERSATIONS')).toMatchObject({ report: null, code: 'TIMEOUT' })
  })
})

describe('the entity of a filter', () => {
  const recorded = createRecordedHandler(recordings)
  const unknown = { total: null, isPartial: false, gaps: [{ code: 'NOT_FOUND', retryAfter: null }] }
  const onReports =
    (answer: RawHandler): RawHandler =>
    (request) =>
      request.path.endsWith('/reports') ? answer(request) : recorded(request)
  const counted = onReports(() => json([{ value: 7, timestamp: midnight }]))

  it.each([
    ['an agent by e-mail in any case', { agentEmail: 'USER3@Oracle.TEST' }, { type: 'agent', id: '3' }],
    ['a label by title in any case', { tags: ['BUG'] }, { type: 'label', id: '1' }],
    ['an inbox by id', { inbox: 'support:inbox:2' }, { type: 'inbox', id: '2' }],
    ['a team by id', { team: 'support:team:2' }, { type: 'team', id: '2' }],
  ])('is found: %s', async (_, filter, dimension) => {
    const { report, upstream } = await ask(counted, 'CONVERSATIONS', filter)
    expect(report.total).toBe(7)
    expect(Object.fromEntries(upstream.requests.at(-1)?.query ?? [])).toMatchObject(dimension)
  })

  it.each([{ agentEmail: 'nobody@oracle.test' }, { tags: ['nothing'] }])(
    'is unknown, and nothing is asked about him: %o',
    async (filter) => {
      const { report, upstream } = await ask(counted, 'CONVERSATIONS', filter)
      expect(report).toMatchObject(unknown)
      expect(upstream.requests.map(({ path }) => path.split('/').at(-1))).not.toContain('reports')
    },
  )

  it.each(['team', 'inbox'])('is unknown, and the report complete, when Chatwoot returns 404: %s', async (kind) => {
    const foreign = recordings.find(({ name }) => name.endsWith('odd-inbox-unknown-id'))
    const handler = onReports(() => json(foreign?.body, foreign?.status))
    expect((await ask(handler, 'CONVERSATIONS', { [kind]: `support:${kind}:999` })).report).toMatchObject(unknown)
  })
})

describe('a series row of an undocumented form is BAD_RESPONSE', () => {
  it.each([
    ['a row that is null', 'CONVERSATIONS', 'null'],
    ['a row that is a list', 'CONVERSATIONS', `[1, ${midnight}]`],
    ['a row without a timestamp', 'CONVERSATIONS', '{"value":1}'],
    ['a timestamp in text', 'CONVERSATIONS', `{"value":1,"timestamp":"${midnight}"}`],
    ['a row without a value', 'CONVERSATIONS', `{"timestamp":${midnight}}`],
    ['a count that is null', 'CONVERSATIONS', `{"value":null,"timestamp":${midnight}}`],
    ['a count with a fraction', 'CONVERSATIONS', `{"value":1.5,"timestamp":${midnight}}`],
    ['a negative count', 'CONVERSATIONS', `{"value":-1,"timestamp":${midnight}}`],
    ['a count above 2^53', 'CONVERSATIONS', `{"value":9007199254740994,"timestamp":${midnight}}`],
    ['a count in text that is not a plain number', 'CONVERSATIONS', `{"value":"1e3","timestamp":${midnight}}`],
    ['a mean that is an object', 'RESPONSE_TIME', `{"value":{},"timestamp":${midnight},"count":1}`],
    ['an infinite mean', 'RESPONSE_TIME', `{"value":1e400,"timestamp":${midnight},"count":1}`],
  ])('%s', async (_, metric, row) => {
    expect(await ask(() => json(`[${row}]`), metric)).toMatchObject({ report: null, code: 'BAD_RESPONSE' })
  })
})
