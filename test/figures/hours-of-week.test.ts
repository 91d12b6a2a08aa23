import { describe, expect, it } from 'vitest'
import type { SharedMetric } from '../support/brute-force/both.ts'
import { bucketsOf, dayRange } from '../support/brute-force/calendar.ts'
import { truthOfBoth } from '../support/compare-figures.ts'
import { startCountedSources } from '../support/counted-sources.ts'
import { startGateway } from '../support/gateway.ts'
import { inventChatwootRows, inventLiveChatEvents } from '../support/invented.ts'
import { shareChatwoot } from '../support/opened-gateways.ts'
import { readWallClock } from '../support/wall-clock.ts'

const now = Date.parse('2026-11-20T12:20:00Z')
const rows = inventChatwootRows(now)
const events = inventLiveChatEvents(now)
const metrics: readonly SharedMetric[] = ['CONVERSATIONS', 'FIRST_RESPONSE_TIME', 'RESPONSE_TIME']
const days = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY']

const document = `query ($metrics: [Metric!]!, $scope: ReportScope!) { reports(metrics: $metrics, scope: $scope) {
  metric hoursOfWeek { hours { day hour value sampleSize occurrences } isPartial gaps { source { id } code } warnings { code } }
} }`

const { open: openWith, closeLater } = shareChatwoot(rows, now)
const open = (timeZone: string) => openWith(events, { timeZone })

interface Hour {
  readonly day: string
  readonly hour: number
  readonly value: number | null
  readonly sampleSize: number | null
  readonly occurrences: number
}

/** Counts what happened, hour by hour, and adds it up by the wall clock. */
function countHours(metric: SharedMetric, first: string, last: string, timeZone: string): Map<string, Hour> {
  const range = dayRange(first, last, timeZone)
  const buckets = bucketsOf(range, 'HOUR', timeZone)
  const counted = truthOfBoth(rows, events).countIn(range)({ metric, buckets, now, horizon: now / 1000 })
  const hours = new Map<string, Hour>()
  for (const [place, { start }] of buckets.entries()) {
    const clock = readWallClock(timeZone, start)
    const weekday = (new Date(`${clock.slice(0, 10)}T00:00Z`).getUTCDay() + 6) % 7
    const [day, hour] = [days[weekday] ?? '', Number(clock.slice(11, 13))]
    const known = hours.get(`${day} ${hour}`) ?? { day, hour, value: null, sampleSize: null, occurrences: 0 }
    const { value, sampleSize } = counted.buckets[place] ?? { value: null, sampleSize: null }
    const occurrences = known.occurrences + (start <= now ? 1 : 0)
    if (value === null)
      hours.set(`${day} ${hour}`, { ...known, sampleSize: known.sampleSize ?? sampleSize, occurrences })
    else if (sampleSize === null)
      hours.set(`${day} ${hour}`, { ...known, value: (known.value ?? 0) + value, occurrences })
    else {
      const events = (known.sampleSize ?? 0) + sampleSize
      const sum = (known.value ?? 0) * (known.sampleSize ?? 0) + value * sampleSize
      hours.set(`${day} ${hour}`, { ...known, value: sum / events, sampleSize: events, occurrences })
    }
  }
  return hours
}

const withoutValue = ({ value: _, ...hour }: Hour) => hour

/** LiveChat rounds the means of its hours to hundredths. */
const isNear = (one: number | null, other: number | null) =>
  one === null || other === null ? one === other : Math.abs(one - other) <= 0.011

describe.each(['Europe/Warsaw', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'])(
  'The hours of the week in %s',
  (timeZone) => {
    it.each([
      ['2026-10-01', '2026-10-31', 'a month with a DST transition in Europe and Australia'],
      ['2026-10-25', '2026-11-14', 'three weeks with a DST transition in Europe and America'],
      ['2026-11-18', '2026-11-22', 'a range in progress, with hours that have not begun and hours that do not occur'],
    ])('are those counted by the wall clock from %s to %s: %s.', async (first, last) => {
      const gateway = await open(timeZone)
      const scope = { range: { days: { first, last } }, timeZone, granularity: 'MONTH' }
      const { data, errors } = await gateway.query(document, { metrics, scope })
      expect(errors).toBeUndefined()
      for (const { metric, hoursOfWeek } of data.reports) {
        expect(hoursOfWeek).toMatchObject({ isPartial: false, gaps: [] })
        expect(hoursOfWeek.hours).toHaveLength(168)
        const counted = countHours(metric, first, last, timeZone)
        const expected = days.flatMap((day) =>
          Array.from({ length: 24 }, (_, hour) => {
            const none = { day, hour, value: null, sampleSize: null, occurrences: 0 }
            return counted.get(`${day} ${hour}`) ?? none
          }),
        )
        const hours: readonly Hour[] = hoursOfWeek.hours
        expect(hours.map(withoutValue)).toEqual(expected.map(withoutValue))
        expect(hours.filter(({ value }, place) => !isNear(value, expected[place]?.value ?? null))).toEqual([])
      }
    })
  },
)

it('In Europe/Warsaw, Sunday 02:00 of October 2026 occurs five times, and other hours of Sunday four times.', async () => {
  const gateway = await open('Europe/Warsaw')
  const scope = { range: { days: { first: '2026-10-01', last: '2026-10-31' } }, timeZone: 'Europe/Warsaw' }
  const { data } = await gateway.query(document, { metrics: ['CONVERSATIONS'], scope })
  const sundays = (data.reports[0].hoursOfWeek.hours as Hour[]).filter(({ day }) => day === 'SUNDAY')
  expect(sundays.map(({ occurrences }) => occurrences)).toEqual(
    Array.from({ length: 24 }, (_, hour) => (hour === 2 ? 5 : 4)),
  )
})

it('The hours of the week begin with the first day of the requested week.', async () => {
  const gateway = await open('UTC')
  const scope = { range: { days: { first: '2026-11-02', last: '2026-11-08' } }, weekStart: 'SUNDAY' }
  const { data } = await gateway.query(document, { metrics: ['CONVERSATIONS'], scope })
  expect(data.reports[0].hoursOfWeek.hours[0]).toMatchObject({ day: 'SUNDAY', hour: 0, occurrences: 1 })
  expect(data.reports[0].hoursOfWeek.hours[167]).toMatchObject({ day: 'SATURDAY', hour: 23, occurrences: 1 })
})

it('A source that cannot report hours of the range is a gap of the hours, not of the report.', async () => {
  const gateway = await open('UTC')
  const scope = { range: { days: { first: '2026-08-01', last: '2026-10-31' } }, granularity: 'MONTH' }
  const { data } = await gateway.query(
    `query ($scope: ReportScope!) { report(metric: CONVERSATIONS, scope: $scope) {
      gaps { code } isPartial hoursOfWeek { isPartial gaps { source { id } code } }
    } }`,
    { scope },
  )
  expect(data.report).toEqual({
    gaps: [],
    isPartial: false,
    hoursOfWeek: { isPartial: true, gaps: [{ source: { id: 'sales' }, code: 'RANGE_TOO_LONG' }] },
  })
})

it('A range with more than 10,000 hours is BAD_USER_INPUT for the hours alone, and they cause no upstream call.', async () => {
  const gateway = await open('UTC')
  const scope = { range: { days: { first: '2024-01-01', last: '2026-10-31' } }, granularity: 'YEAR' }
  const { data, errors } = await gateway.query(
    'query ($scope: ReportScope!) { report(metric: CONVERSATIONS, scope: $scope) { id hoursOfWeek { isPartial } } }',
    { scope },
  )
  expect(data.report).toEqual({ id: expect.any(String), hoursOfWeek: null })
  expect(errors?.[0]).toMatchObject({
    message: 'scope.range: has more than 10000 hours; hoursOfWeek needs a shorter range',
    extensions: { code: 'BAD_USER_INPUT' },
  })
})

it('The hours of the week and the report by the hour are read with the same calls.', async () => {
  const scope = { range: { days: { first: '2026-11-09', last: '2026-11-10' } }, granularity: 'HOUR', timeZone: 'UTC' }
  const count = async (fields: string) => {
    const counted = await startCountedSources(rows, events, now, 'UTC')
    const gateway = startGateway(counted.sources, () => now)
    closeLater(counted, gateway)
    const { errors } = await gateway.query(
      `query ($scope: ReportScope!) { report(metric: CONVERSATIONS, scope: $scope) { ${fields} } }`,
      { scope },
    )
    expect(errors).toBeUndefined()
    return counted.countCalls()
  }
  const alone = await count('total buckets { value }')
  expect(alone).toEqual({ '/reports': 1, '/reports/chats/total_chats': 2 })
  expect(await count('total buckets { value } hoursOfWeek { hours { value } }')).toEqual(alone)
  expect(await count('hoursOfWeek { hours { value } }')).toEqual(alone)
})
