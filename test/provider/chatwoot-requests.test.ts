import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toTimeZone } from '../../src/report/time/zone.ts'
import { startGateway, type TestGateway } from '../support/gateway.ts'
import { type RawUpstream, startRawUpstream } from '../support/raw-upstream.ts'
import { now } from './fixtures.ts'
import { fixtures } from './fixtures-chatwoot.ts'

let upstream: RawUpstream
let gateway: TestGateway

beforeEach(async () => {
  upstream = await startRawUpstream(fixtures.answer)
  gateway = startGateway([fixtures.source(upstream.url)], () => now)
})

afterEach(async () => {
  await gateway.close()
  await upstream.close()
})

async function ask(metric: string, first: string, last: string, scope: object) {
  const document = `query ($metric: Metric!, $scope: ReportScope!) {
    report(metric: $metric, scope: $scope) { buckets { value } total isPartial gaps { code } }
  }`
  const { data, errors } = await gateway.query(document, {
    metric,
    scope: { range: { days: { first, last } }, ...scope },
  })
  expect(errors).toBeUndefined()
  return data.report
}

/** What was asked: from when to when, by what, and with which offset. */
const asked = () =>
  upstream.requests.map(({ query }) => {
    const at = (name: string) => new Date(Number(query.get(name)) * 1000).toISOString().slice(5, 16)
    return [at('since'), at('until'), query.get('group_by'), query.get('timezone_offset')]
  })

describe('the requested time', () => {
  const questions: [zone: string, granularity: string, first: string, last: string, ...calls: (string | null)[][]][] = [
    ['UTC', 'DAY', '2026-03-28', '2026-03-29', ['03-28T00:00', '03-30T00:00', 'day', null]],
    ['UTC', 'MONTH', '2026-03-01', '2026-03-31', ['03-01T00:00', '04-01T00:00', 'day', null]],
    ['UTC', 'HOUR', '2026-03-28', '2026-03-28', ['03-28T00:00', '03-29T00:00', 'hour', null]],
    ['Europe/Warsaw', 'DAY', '2026-03-28', '2026-03-29', ['03-27T00:00', '03-30T00:00', 'hour', null]],
    ['Asia/Kolkata', 'DAY', '2026-03-28', '2026-03-28', ['03-27T18:30', '03-28T18:30', 'hour', '5.5']],
    ['Asia/Kathmandu', 'DAY', '2026-03-28', '2026-03-28', ['03-27T18:15', '03-28T18:15', 'hour', '5.75']],
    ['America/St_Johns', 'DAY', '2026-03-28', '2026-03-28', ['03-27T18:30', '03-29T18:30', 'hour', '5.5']],
    [
      'Australia/Lord_Howe',
      'DAY',
      '2026-04-05',
      '2026-04-05',
      ['04-04T13:00', '04-04T15:00', 'hour', null],
      ['04-04T15:00', '04-05T13:30', 'hour', '5.5'],
    ],
    ['Europe/Warsaw', 'DAY', '2026-04-10', '2026-04-10', ['04-09T00:00', '04-10T14:00', 'hour', null]],
  ]

  it.each(questions)(
    'is exact to the second: %s by %s, %s to %s',
    async (timeZone, granularity, first, last, ...calls) => {
      await ask('CONVERSATIONS', first, last, { timeZone, granularity })
      expect(asked()).toEqual(calls)
    },
  )

  it('has no offset but those that mean the same all year, in any zone of the world', async () => {
    const zones = Intl.supportedValuesOf('timeZone').filter((name) => toTimeZone(name) === name)
    for (const timeZone of zones) {
      const { buckets } = await ask('CONVERSATIONS', '2026-04-04', '2026-04-05', { timeZone })
      expect(buckets).toHaveLength(2)
    }
    expect(new Set(asked().map(([, , , offset]) => offset))).toEqual(new Set([null, '5.5', '5.75']))
  })
})

describe('metrics of bots', () => {
  it('are requested for each bucket and for the whole range, because buckets do not add up', async () => {
    const report = await ask('BOT_HANDOFFS', '2026-03-28', '2026-03-30', { timeZone: 'Europe/Warsaw' })
    expect(report).toMatchObject({ buckets: [{ value: 3 }, { value: 3 }, { value: 3 }], total: 3 })
    expect(asked().sort()).toEqual([
      ['03-27T23:00', '03-28T23:00', null, null],
      ['03-27T23:00', '03-30T22:00', null, null],
      ['03-28T23:00', '03-29T22:00', null, null],
      ['03-29T22:00', '03-30T22:00', null, null],
    ])
  })

  it('are returned for 31 buckets, and 32 cause no call', async () => {
    await ask('BOT_RESOLUTIONS', '2026-03-01', '2026-03-31', {})
    expect(upstream.requests).toHaveLength(32)
    const report = await ask('BOT_RESOLUTIONS', '2026-02-28', '2026-03-31', {})
    expect(report).toMatchObject({ total: null, isPartial: true, gaps: [{ code: 'RANGE_TOO_LONG' }] })
    expect(upstream.requests).toHaveLength(32)
  })
})

it('requests business hours only for means', async () => {
  const scope = { filter: { businessHours: true } }
  for (const metric of ['CONVERSATIONS', 'RESOLUTIONS', 'BOT_HANDOFFS', 'RESPONSE_TIME'])
    await ask(metric, '2026-03-28', '2026-03-28', scope)
  const sent = upstream.requests.map(({ query }) => [query.get('metric'), query.get('business_hours')])
  expect(sent).toEqual([
    ['conversations_count', null],
    ['resolutions_count', null],
    [null, null],
    ['reply_time', 'true'],
  ])
})
