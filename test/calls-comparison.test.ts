import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SourceConfig } from '../src/config/config.ts'
import type { DemoUpstream } from '../src/demo/upstream.ts'
import { askEntities, toAgent } from './support/ask-entities.ts'
import { startChatwootSource, startGateway, startLiveChatSource, type TestGateway } from './support/gateway.ts'
import { inventChatwootRows, inventLiveChatEvents } from './support/invented.ts'

const now = Date.parse('2026-11-20T13:20:00Z')
const rows = inventChatwootRows(now)
let upstreams: readonly DemoUpstream[]
let sources: readonly SourceConfig[]
let gateway: TestGateway
let clock = now
let before: readonly number[]

beforeAll(async () => {
  const [support, chatwoot] = await startChatwootSource(rows, now)
  const [sales, livechat] = await startLiveChatSource(inventLiveChatEvents(now), now)
  upstreams = [chatwoot, livechat]
  sources = [support, sales]
})

afterAll(() => Promise.all(upstreams.map((upstream) => upstream.close())))

beforeEach(() => {
  clock = now
  gateway = startGateway(sources, () => clock)
  before = upstreams.map(({ requests }) => requests.length)
})

afterEach(() => gateway.close())

/** Loaders calls of this test, of Chatwoot and of LiveChat. */
const calls = () => upstreams.map(({ requests }, place) => requests.length - (before[place] ?? 0))

const report = (metric: string, preset: string, fields: string, rest = '') =>
  `report(metric: ${metric}, scope: { range: { preset: ${preset} }, timeZone: "Europe/Warsaw" ${rest} }) { ${fields} }`

const month = (fields: string) => `{ ${report('CONVERSATIONS', 'THIS_MONTH', fields)} }`
const several = (...metrics: readonly string[]) =>
  metrics.map((metric) => `${metric}: ${report(metric, 'THIS_MONTH', 'total comparison { report { total } }')}`)

const team = 'filter: { team: "support:team:1" }'
const ofTeam = (fields: string, preset = 'LAST_MONTH') => report('CONVERSATIONS', preset, fields, team)

const compared = 'total comparison { report { total } }'
const daily = 'total buckets { value }'
const both = 'comparison { absolute relative report { total } }'
const toYear = 'comparison(to: PREVIOUS_YEAR) { report { total } }'

describe('a comparison costs', () => {
  it.each<[string, string, number, number]>([
    ['nothing more than the report: the month before is one call with it', month(compared), 1, 1],
    ['in LiveChat the hours of the two cut days, for what is to be compared so far', month(`total ${both}`), 1, 3],
    [
      'two stretches and their cut days when nothing but the difference is asked',
      month('comparison { absolute }'),
      2,
      4,
    ],
    ['nothing more when the month is over', `{ ${report('CONVERSATIONS', 'LAST_MONTH', `total ${both}`)} }`, 1, 1],
    ['one call of the year before, which is not next to this one', month(`total ${toYear}`), 2, 2],
    ['no call but its own when the report itself is not selected', month('comparison { report { total } }'), 1, 1],
    ['nothing when only the earlier range is selected', month('comparison { report { range { start } } }'), 0, 0],
    ['nothing when it is skipped', month('total comparison @skip(if: true) { absolute }'), 1, 1],
    ['as much in a fragment', `${month('...Parts')} fragment Parts on Report { ${compared} }`, 1, 1],
    [
      "one call of a member's total and of the buckets before it",
      `{ ${ofTeam(`total comparison { report { ${daily} } }`)} }`,
      1,
      0,
    ],
    ['one the other way round', `{ ${ofTeam(`${daily} comparison { report { total } }`)} }`, 1, 0],
    ['one of two ranges that lie side by side', `{ a: ${ofTeam('total')} b: ${ofTeam(daily, 'THIS_MONTH')} }`, 1, 0],
    ['one call a dataset', `{ ${several('CONVERSATIONS', 'FIRST_RESPONSE_TIME', 'RESPONSE_TIME').join(' ')} }`, 3, 3],
    ['one call for metrics of one dataset', `{ ${several('QUEUED_VISITORS', 'ABANDONMENT_RATE').join(' ')} }`, 0, 1],
    ['a call a period of bots when totals are asked', `{ ${report('BOT_HANDOFFS', 'LAST_WEEK', compared)} }`, 2, 0],
    [
      'a call more a bucket',
      `{ ${report('BOT_HANDOFFS', 'LAST_WEEK', `total comparison { report { ${daily} } }`)} }`,
      9,
      0,
    ],
  ])('%s', async (_, document, ofChatwoot, ofLiveChat) => {
    const { errors } = await gateway.query(document)
    expect(errors).toBeUndefined()
    expect(calls()).toEqual([ofChatwoot, ofLiveChat])
  })

  it('two calls for all members of what is to be compared so far, and not two each', async () => {
    const { data, errors } = await askEntities(
      gateway,
      `... on Agent { ${report('CONVERSATIONS', 'THIS_MONTH', 'comparison { absolute }', 'filter: { sources: ["support"] }')} }`,
      rows.agents.slice(0, 9).map(({ email }) => toAgent(email)),
    )
    expect(errors).toBeUndefined()
    expect(data._entities).toHaveLength(9)
    for (const one of data._entities) expect(one.report.comparison.absolute).toEqual(expect.any(Number))
    const paths = upstreams[0]?.requests.slice(before[0]).map(({ path }) => path.split('/').slice(5).join('/'))
    expect(paths?.sort()).toEqual(['agents', 'summary_reports/agent', 'summary_reports/agent'])
  })

  it('nothing, and compares nothing, before the first hour of a day is over', async () => {
    clock = Date.parse('2026-11-19T23:59:00Z')
    const { data } = await gateway.query(`{ ${report('CONVERSATIONS', 'TODAY', both)} }`)
    expect(data.report.comparison).toMatchObject({ absolute: null, relative: null })
    expect(data.report.comparison.report.total).toBeGreaterThan(0)
    expect(calls()).toEqual([1, 1])
  })

  it('nothing when it is asked for again at once', async () => {
    const document = month(`total ${both}`)
    const first = await gateway.query(document)
    const cold = calls()
    expect(await gateway.query(document)).toEqual(first)
    expect(calls()).toEqual(cold)
  })
})
