import { afterEach, describe, expect, it } from 'vitest'
import { startGateway } from '../support/gateway.ts'
import { json, type RawRequest, startRawUpstream } from '../support/raw-upstream.ts'
import { now } from './fixtures.ts'
import { fixtures } from './fixtures-livechat.ts'

const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

/** Asks for one day of an organisation that answers so. */
async function ask(toBody: (request: RawRequest) => unknown, metric: string, date: string, scope: object = {}) {
  const upstream = await startRawUpstream((request) => json(toBody(request)))
  const timeZone = 'timeZone' in scope ? String(scope.timeZone) : 'UTC'
  const gateway = startGateway([{ ...fixtures.source(upstream.url), timeZone }], () => now)
  opened.push(upstream, gateway)
  const document = `query ($metric: Metric!, $scope: ReportScope!) {
    report(metric: $metric, scope: $scope) { buckets { value } total warnings { code } }
  }`
  const days = { first: date, last: date }
  const { data, errors } = await gateway.query(document, { metric, scope: { range: { days }, timeZone, ...scope } })
  const { code, gaps } = errors?.[0]?.extensions ?? {}
  return { report: data.report, code, gaps, upstream }
}

const labels = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`)
const toHours = (toBucket: (hour: number) => unknown, hours = 24) =>
  Object.fromEntries(labels.slice(0, hours).map((label, hour) => [label, toBucket(hour)]))

describe('one day of a report that cannot be grouped', () => {
  const bodies: [string, unknown, { report?: unknown; code?: string }][] = [
    ['minutes of each hour are seconds', toHours(() => ({ minutes: 2.5 })), { report: { total: 24 * 150 } }],
    [
      'hours above 1 in an hour are minutes',
      toHours((hour) => ({ hours: hour === 9 ? 42 : 0.5 })),
      { report: { total: (42 + 23 * 0.5) * 60 } },
    ],
    ['hours of 0 are 0, whatever they are', toHours(() => ({ hours: 0 })), { report: { total: 0 } }],
    ['hours up to 1 may be either, and are refused', toHours(() => ({ hours: 0.5 })), { code: 'BAD_RESPONSE' }],
    ['an hour too few is refused', toHours(() => ({ minutes: 2 }), 23), { code: 'BAD_RESPONSE' }],
    [
      'an hour that no clock shows is refused',
      { ...toHours(() => ({ minutes: 2 })), '24:00': { minutes: 2 } },
      { code: 'BAD_RESPONSE' },
    ],
    ['a day is taken as hours', { '2026-03-10': { hours: 7.85 } }, { report: { total: 28_260 } }],
  ]

  it.each(bodies)('%s', async (_, body, expected) => {
    expect(await ask(() => body, 'AVAILABILITY', '2026-03-10')).toMatchObject({ report: null, ...expected })
  })

  it('may lack the future hours of today', async () => {
    const { report } = await ask(() => toHours(() => ({ minutes: 1 }), 13), 'AVAILABILITY', '2026-04-10')
    expect(report.total).toBe(13 * 60)
  })
})

it('a count that is missing beside others is 0, and a missing mean, minimum or maximum is null', async () => {
  const day = (bucket: unknown) => () => ({ '2026-03-10': bucket })
  expect((await ask(day({ bad: 2, chats: 3 }), 'RATINGS_GOOD', '2026-03-10')).report.total).toBe(0)
  for (const nothing of [{ count: 0, seconds: 0 }, { count: 0, seconds: null }, { count: 0 }])
    expect((await ask(day({ avg_response_time: nothing }), 'RESPONSE_TIME', '2026-03-10')).report.total).toBeNull()
  const wait = { count: 0, min: { seconds: 0 }, max: { seconds: 0 }, average: { seconds: 0 } }
  for (const metric of ['QUEUE_WAITING_TIME', 'QUEUE_WAITING_TIME_MIN', 'QUEUE_WAITING_TIME_MAX'])
    expect((await ask(day({ queued: wait }), metric, '2026-03-10')).report.total).toBeNull()
})

it.each([
  ['CONVERSATIONS', { total: 18 }, 'a bucket has the keys total instead of chats'],
  ['CONVERSATIONS', {}, 'a bucket has no keys instead of chats'],
  [
    'RESPONSE_TIME',
    { response_time: { count: 1, seconds: 2 } },
    'a bucket has the keys response_time instead of avg_response_time',
  ],
  [
    'TICKETS_CREATED',
    { begin: '2026-03-10', end: '2026-03-10' },
    'a bucket has the keys begin, end instead of new_tickets',
  ],
])(
  '%s in a bucket of another shape, %j, is BAD_RESPONSE that names the keys, never 0',
  async (metric, bucket, message) => {
    const { report, code, gaps } = await ask(() => ({ '2026-03-10': bucket }), metric, '2026-03-10')
    expect([report, code]).toEqual([null, 'BAD_RESPONSE'])
    expect(JSON.stringify(gaps)).toContain(message)
  },
)

it.each([
  ['a number', 7],
  ['a list', [{ count: 7 }]],
  ['a text', 'none'],
  ['null', null],
])('rejects a count of %s', async (_, queued) => {
  const { code } = await ask(() => ({ '2026-03-10': { queued } }), 'QUEUED_VISITORS', '2026-03-10')
  expect(code).toBe('BAD_RESPONSE')
})

describe('the hours of a DST-transition day', () => {
  /** Each hour tells its day of the month and itself: 2923 is the hour from 23:00 of the 29th. */
  const toChats = ({ query }: RawRequest) => {
    const date = query.get('date_from') ?? ''
    if (query.get('group_by') === 'day') return { [date]: { chats: 50_000 } }
    return toHours((hour) => ({ chats: Number(date.slice(8)) * 100 + hour }))
  }
  const from = (first: number, count: number) => Array.from({ length: count }, (_, place) => first + place)

  it.each([
    ['Europe/Warsaw', '2026-03-29', 'UTC', [...from(2823, 1), ...from(2900, 22)]],
    ['Europe/Warsaw', '2025-10-26', 'UTC', [...from(2522, 2), ...from(2600, 23)]],
    ['Australia/Adelaide', '2026-04-05', 'Asia/Kolkata', [...from(419, 5), ...from(500, 20)]],
  ])('in %s on %s are read in a fixed-offset zone', async (timeZone, date, zone, values) => {
    const { report, upstream } = await ask(toChats, 'CONVERSATIONS', date, { timeZone, granularity: 'HOUR' })
    expect(report.buckets.map(({ value }: { value: number }) => value)).toEqual(values)
    expect(new Set(upstream.requests.map(({ query }) => query.get('timezone')))).toEqual(new Set([zone]))
  })

  it('on Lord Howe leave half an hour, which is what the day has more', async () => {
    const scope = { timeZone: 'Australia/Lord_Howe', granularity: 'HOUR' }
    const { report, upstream } = await ask(toChats, 'CONVERSATIONS', '2026-04-05', scope)
    expect(report).toMatchObject({ total: 50_000, warnings: [{ code: 'ESTIMATED' }] })
    const zones = new Set(upstream.requests.map(({ query }) => query.get('timezone')))
    expect(zones).toEqual(new Set(['UTC', 'Asia/Kolkata', 'Australia/Lord_Howe']))
  })

  it('are assigned to the first occurrence when a report has no time zone parameter', async () => {
    const body = toHours((hour) => ({ avg_response_time: { count: 1, seconds: hour } }))
    const scope = { timeZone: 'Australia/Sydney', granularity: 'HOUR' }
    const { report } = await ask(() => body, 'RESPONSE_TIME', '2026-04-05', scope)
    expect(report.buckets.map(({ value }: { value: number }) => value)).toEqual([0, 1, 2, null, ...from(3, 21)])
    expect(report.warnings).toEqual([{ code: 'ESTIMATED' }])
  })
})
