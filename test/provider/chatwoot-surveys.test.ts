import { afterEach, describe, expect, it } from 'vitest'
import { chatwootSource, startGateway } from '../support/gateway.ts'
import { json, type RawHandler, startRawUpstream } from '../support/raw-upstream.ts'
import { createAccountHandler, listRecorded, recordedNow } from '../support/recorded-account.ts'

const path = '/api/v1/accounts/1/csat_survey_responses'
const lists = createAccountHandler()
const recordings = listRecorded('csat_survey_responses')
const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

/** An account whose surveys are answered so. */
async function open(surveys: RawHandler) {
  const upstream = await startRawUpstream((request) =>
    request.path.startsWith(path) ? surveys(request) : lists(request),
  )
  const gateway = startGateway([chatwootSource(upstream.url)], () => recordedNow)
  opened.push(upstream, gateway)
  return { gateway, upstream }
}

const document = `query ($scope: ReportScope!) {
  reports(metrics: [RATINGS_GOOD, RATINGS_BAD, SATISFACTION], scope: $scope) { total sampleSize buckets { start value } gaps { code } }
}`

const day = { days: { first: '2026-03-10', last: '2026-03-10' } }
const [since, until] = ['2026-03-10', '2026-03-11'].map((date) => String(Date.parse(date) / 1000)) as [string, string]

describe('recorded counts of ratings', () => {
  const counts = recordings.filter((recording) => recording.path.endsWith('/metrics'))
  const filters: readonly (readonly [name: string, filter: object])[] = [
    ['user_ids[]', { agentEmail: 'user3@oracle.test' }],
    ['team_id', { team: 'support:team:2' }],
    ['inbox_id', { inbox: 'support:inbox:1' }],
  ]

  it.each(counts)('are read as good and bad: $name', async ({ body }) => {
    const { gateway } = await open(() => json(body))
    const { data } = await gateway.query(document, { scope: { range: day } })
    const { ratings_count: told }: { ratings_count: Readonly<Record<string, number>> } = JSON.parse(body)
    const [good, bad] = [(told[4] ?? 0) + (told[5] ?? 0), (told[1] ?? 0) + (told[2] ?? 0)]
    expect(
      data.reports.map(({ total, sampleSize }: { total: number; sampleSize: number }) => [total, sampleSize]),
    ).toEqual([
      [good, null],
      [bad, null],
      [good + bad === 0 ? null : good / (good + bad), good + bad],
    ])
  })

  it.each(filters)('are requested with the recorded parameters: %s', async (name, filter) => {
    const recorded = counts.find(({ query }) => query.has(name) && query.get(name) !== '8')
    const { gateway, upstream } = await open(() => json(recorded?.body))
    await gateway.query(document, { scope: { range: day, filter } })
    const asked = upstream.requests.filter((request) => request.path.startsWith(path))
    expect(asked.map(({ query }) => Object.fromEntries(query))).toEqual([
      { since, until, [name]: recorded?.query.get(name) },
    ])
  })
})

interface Response {
  readonly rating: number
  readonly created_at: number
  readonly assigned_agent?: { readonly email: string }
}

/** Recorded pages of the list, each as if it were all of the account's. */
const pages = recordings
  .filter((recording) => recording.path === path && recording.body !== '[]')
  .map(({ name, body }) => ({ name, body, responses: JSON.parse(body) as readonly Response[] }))

const toDate = (response: Response) => new Date(response.created_at * 1000).toISOString().slice(0, 10)
const isGood = ({ rating }: Response) => rating >= 4
const isBad = ({ rating }: Response) => rating <= 2

describe('a recorded page of ratings', () => {
  const onPage = (responses: readonly Response[], body: string): RawHandler => {
    const counts = [1, 2, 3, 4, 5].map((rating) => [rating, responses.filter((one) => one.rating === rating).length])
    const metrics = { total_count: responses.length, ratings_count: Object.fromEntries(counts) }
    return (request) => json(request.path.endsWith('/metrics') ? metrics : body)
  }

  it.each(pages)('is sorted into days: $name', async ({ body, responses }) => {
    const dates = responses.map(toDate).sort()
    const { gateway } = await open(onPage(responses, body))
    const scope = { range: { days: { first: dates[0], last: dates.at(-1) } }, timeZone: 'UTC' }
    const { data } = await gateway.query(document, { scope })
    for (const [place, isCounted] of [isGood, isBad].entries())
      for (const { start, value } of data.reports[place].buckets) {
        const ofDay = responses.filter((response) => toDate(response) === start.slice(0, 10))
        expect([start, value]).toEqual([start, ofDay.filter(isCounted).length])
      }
  })

  it.each(pages)('is assigned to agents, including former ones: $name', async ({ body, responses }) => {
    const dates = responses.map(toDate).sort()
    const { gateway } = await open(onPage(responses, body))
    const scope = { range: { days: { first: dates[0], last: dates.at(-1) } }, timeZone: 'UTC' }
    const { data } = await gateway.query(
      'query ($scope: ReportScope!) { ranking(scope: $scope, first: 500) { entries { agent { email } good bad } } }',
      { scope },
    )
    const emails = [...new Set(responses.flatMap(({ assigned_agent: agent }) => agent?.email ?? []))]
    const told = emails.flatMap((email) => {
      const own = responses.filter((response) => response.assigned_agent?.email === email)
      const [good, bad] = [own.filter(isGood).length, own.filter(isBad).length]
      return good + bad > 0 ? [{ agent: { email }, good, bad }] : []
    })
    const byEmail = (list: typeof told) => list.toSorted((one, other) => (one.agent.email < other.agent.email ? -1 : 1))
    expect(byEmail(data.ranking.entries)).toEqual(byEmail(told))
  })
})
