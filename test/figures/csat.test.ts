import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoUpstream } from '../../src/demo/upstream.ts'
import { dayRange } from '../support/brute-force/calendar.ts'
import type { ChatwootMetric } from '../support/brute-force/chatwoot.ts'
import { askedGranularities, reach, shiftDate, zonesAndDays } from '../support/clock-changes.ts'
import { compareFigures, truthOfChatwoot } from '../support/compare-figures.ts'
import { chatwootChoices, joinChoices } from '../support/filter-choices.ts'
import { startChatwootSource, startGateway, type TestGateway } from '../support/gateway.ts'
import { inventChatwootRows } from '../support/invented.ts'

const now = Date.parse('2026-11-20T12:20:00Z')
const rows = inventChatwootRows(now)
const truth = truthOfChatwoot(rows)
const metrics: readonly ChatwootMetric[] = ['RATINGS_GOOD', 'RATINGS_BAD', 'SATISFACTION']

const zones = ['Europe/Warsaw', 'America/Havana', 'Asia/Kolkata', 'Australia/Lord_Howe']
const questions = zonesAndDays.filter(([zone]) => zones.includes(zone))

const [agent, team, inbox] = (['AGENT', 'TEAM', 'INBOX'] as const).map((kind) => chatwootChoices.get(kind)?.[0])
const choices = {
  everything: joinChoices([]),
  'an agent': joinChoices([agent]),
  'a team': joinChoices([team]),
  'an inbox': joinChoices([inbox]),
  'all three': joinChoices([agent, team, inbox]),
}

let gateway: TestGateway
let upstream: DemoUpstream

beforeAll(async () => {
  const [source, server] = await startChatwootSource(rows, now)
  upstream = server
  gateway = startGateway([source], () => now, { deadline: 60_000 })
})

afterAll(async () => {
  await gateway.close()
  await upstream.close()
})

describe.each(Object.entries(choices))('ratings of %s', (_, { asked, filter }) => {
  describe.each(askedGranularities)('by the %s', (granularity) => {
    const compare = (timeZone: string, first: string, last: string) => {
      const scope = { range: { days: { first, last } }, granularity, timeZone, filter: asked }
      return compareFigures(gateway, truth, metrics, { scope, range: dayRange(first, last, timeZone), filter }, now)
    }

    it.each(questions)('agree with the brute force in %s around %s', async (timeZone, day) => {
      const days = reach[granularity]
      expect(await compare(timeZone, shiftDate(day, -days), shiftDate(day, days))).toEqual([])
    })

    it.each(zones)('are those until now of a range in progress in %s', async (timeZone) => {
      expect(await compare(timeZone, '2026-11-19', '2026-11-22')).toEqual([])
    })
  })
})

it('a rating of 3 is neither good nor bad', async () => {
  const threes = { ...rows, responses: rows.responses.map((response) => ({ ...response, rating: 3 })) }
  const [source, server] = await startChatwootSource(threes, now)
  const neutral = startGateway([source], () => now)
  const { data } = await neutral.query(`{
    reports(metrics: [RATINGS_GOOD, RATINGS_BAD, SATISFACTION], scope: { range: { preset: LAST_MONTH } }) { total sampleSize }
  }`)
  await neutral.close()
  await server.close()
  const zero = { total: 0, sampleSize: null }
  expect(data.reports).toEqual([zero, zero, { total: null, sampleSize: 0 }])
})
