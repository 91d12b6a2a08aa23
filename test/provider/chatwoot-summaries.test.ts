import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chatwootSource, startGateway, type TestGateway } from '../support/gateway.ts'
import { type RawUpstream, startRawUpstream } from '../support/raw-upstream.ts'
import { createAccountHandler, isAskable, listRecorded, recordedNow, toRange } from '../support/recorded-account.ts'
import { toKey } from '../support/recorded-upstream.ts'

const handler = createAccountHandler()
const v2 = '/api/v2/accounts/1'

let upstream: RawUpstream
let gateway: TestGateway

beforeEach(async () => {
  upstream = await startRawUpstream(handler)
  gateway = startGateway([chatwootSource(upstream.url)], () => recordedNow)
})

afterEach(async () => {
  await gateway.close()
  await upstream.close()
})

const figures = {
  CONVERSATIONS: 'conversations_count',
  RESOLUTIONS: 'resolved_conversations_count',
  FIRST_RESPONSE_TIME: 'avg_first_response_time',
  RESPONSE_TIME: 'avg_reply_time',
  RESOLUTION_TIME: 'avg_resolution_time',
  OUTGOING_MESSAGES: 'outgoing_messages_count',
} as const
type Metric = keyof typeof figures

const counts: readonly Metric[] = ['CONVERSATIONS', 'RESOLUTIONS']
const means: readonly Metric[] = ['FIRST_RESPONSE_TIME', 'RESPONSE_TIME', 'RESOLUTION_TIME']

const document = `query ($metrics: [Metric!]!, $scope: ReportScope!, $by: Dimension!) {
  reports(metrics: $metrics, scope: $scope) {
    breakdown(by: $by, first: 500, order: LABEL) {
      slices { label agent { email } team { id } inbox { id } tag total } isPartial gaps { code message } warnings { code }
    }
  }
}`

interface Slice {
  readonly agent: { readonly email: string } | null
  readonly team: { readonly id: string } | null
  readonly inbox: { readonly id: string } | null
  readonly tag: string | null
  readonly total: number | null
}

async function ask(metrics: readonly Metric[], by: string, scope: object) {
  const { data, errors } = await gateway.query(document, { metrics, by, scope: { timeZone: 'UTC', ...scope } })
  const breakdowns = data.reports.map((report: { readonly breakdown: unknown }) => report?.breakdown)
  return { breakdowns, errors }
}

/** The number by which Chatwoot knows a slice; a label's is its name. */
const toNumber = ({ agent, team, inbox, tag }: Slice): string =>
  tag ?? (team ?? inbox)?.id.split(':')[2] ?? /\d+/.exec(agent?.email ?? '')?.[0] ?? ''

const asked = () =>
  upstream.requests.filter(({ path }) => path.startsWith(v2)).map(({ path, query }) => toKey(path, `${query}`))

const dimensions = { agent: 'AGENT', team: 'TEAM', inbox: 'INBOX', label: 'TAG' } as const
type Word = keyof typeof dimensions

interface Row extends Readonly<Record<string, number | string | null>> {
  readonly id: number | null
  readonly name: string | null
}

/** Totals by number, as recorded. */
const toTotals = (body: string, metric: Metric, word: Word) =>
  new Map(
    (JSON.parse(body) as readonly Row[]).map((row) => [
      String(word === 'label' ? row.name : row.id),
      row[figures[metric]],
    ]),
  )

const summaries = listRecorded('summary_reports/')
  .filter(isAskable)
  .flatMap((recording) => {
    const word = recording.path.split('/').at(-1) as Word
    return word in dimensions ? [{ ...recording, word }] : []
  })

describe('a recorded summary', () => {
  it.each(summaries)('is read figure by figure, in one call: $name', async ({ word, key, query, body, ...span }) => {
    const metrics = word === 'label' ? counts : [...counts, ...means]
    const filter = { businessHours: query.get('business_hours') === 'true' }
    const { breakdowns, errors } = await ask(metrics, dimensions[word], { range: toRange(span), filter })
    expect(errors).toBeUndefined()
    for (const [place, metric] of metrics.entries()) {
      const { slices, ...notices } = breakdowns[place]
      expect(notices).toEqual({ isPartial: false, gaps: [], warnings: [] })
      expect(slices.length).toBeGreaterThan(2)
      const totals = toTotals(body, metric, word)
      for (const slice of slices)
        expect([metric, toNumber(slice), slice.total]).toEqual([metric, toNumber(slice), totals.get(toNumber(slice))])
    }
    expect(asked()).toEqual([key])
  })

  it('was asked for every dimension, with means of zero and with nothing measured', () => {
    expect(new Set(summaries.map(({ word }) => word))).toEqual(new Set(Object.keys(dimensions)))
    expect(summaries.some(({ body }) => /"avg_\w+": ?0\.0/.test(body))).toBe(true)
    expect(summaries.some(({ body }) => /"avg_\w+": ?null/.test(body))).toBe(true)
  })
})

const outgoing = listRecorded('reports/outgoing_messages_count').filter(isAskable)

it.each(outgoing)(
  'outgoing messages are read in one call; who is left out sent none: $name',
  async ({ query, body, key, ...span }) => {
    const word = query.get('group_by') as Word
    const { breakdowns } = await ask(['OUTGOING_MESSAGES'], dimensions[word], { range: toRange(span) })
    const totals = toTotals(body, 'OUTGOING_MESSAGES', word)
    expect(breakdowns[0].slices.length).toBeGreaterThan(2)
    for (const slice of breakdowns[0].slices) expect(slice.total).toBe(totals.get(toNumber(slice)) ?? 0)
    expect(asked()).toEqual([key])
  },
)

it('means of labels are not read from the summary, which averages other events', async () => {
  await ask(means, 'TAG', { range: { days: { first: '2026-07-02', last: '2026-07-06' } } })
  expect(asked()).toHaveLength(3 * 5)
  for (const key of asked()) expect(key).toMatch(/^\/api\/v2\/accounts\/1\/reports\?.*type=label/)
})
