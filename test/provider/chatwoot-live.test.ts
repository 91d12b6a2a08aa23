import { afterEach, describe, expect, it } from 'vitest'
import { readRecordings } from '../support/chatwoot-recordings.ts'
import { chatwootSource, startGateway } from '../support/gateway.ts'
import { json, type RawAnswer, startRawUpstream } from '../support/raw-upstream.ts'
import { createAccountHandler, listRecorded, recordedNow } from '../support/recorded-account.ts'

const base = '/api/v2/accounts/1'
const account = createAccountHandler()
const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

const missing = json({ status: 404, error: 'Not Found' }, 404)

/** Asks an account that answers so below its reports, and as recorded elsewhere, for what is going on. */
async function ask(answers: Readonly<Record<string, RawAnswer>>, fields: string, filter: object = {}) {
  const upstream = await startRawUpstream((request) => {
    const path = request.path.replace(base, '')
    return (
      answers[`${path}?${request.query}`] ??
      answers[path] ??
      (request.path.startsWith(base) ? missing : account(request))
    )
  })
  const gateway = startGateway([chatwootSource(upstream.url)], () => recordedNow)
  opened.push(upstream, gateway)
  const { data, errors } = await gateway.query(
    `query ($scope: ReportScope!) { queueStats(scope: $scope) { live { ${fields} } } }`,
    { scope: { range: { preset: 'TODAY' }, filter } },
  )
  const asked = upstream.requests
    .filter(({ path }) => path.startsWith(base))
    .map(({ path, query }) => `${path.replace(base, '')}?${query}`)
  return { live: data.queueStats?.live, code: errors?.[0]?.extensions?.code, asked }
}

const now = '/live_reports/conversation_metrics'
const grouped = '/live_reports/grouped_conversation_metrics'
const before = '/reports/conversations'
const totals = 'open unattended unassigned pending'
const agents = 'byAgent { agent { email name } open unattended }'

describe('live counts of Chatwoot', () => {
  const recorded = readRecordings().filter(({ request, status }) => request.path.endsWith(now) && status === 200)

  it.each(recorded)('are read figure by figure, in one call: $name', async ({ request, body }) => {
    const team = new URLSearchParams(request.query).get('team_id')
    const { live, asked } = await ask(
      { [now]: json(body) },
      totals,
      team === null ? {} : { team: `support:team:${team}` },
    )
    expect(live).toEqual(JSON.parse(body))
    expect(asked).toEqual([team === null ? `${now}?` : `${now}?team_id=${team}`])
  })

  it('are an error for an unknown team, which is not mistaken for an older server', async () => {
    const { live, code, asked } = await ask({ [before]: json('{"open":1}') }, totals, { team: 'support:team:999' })
    expect([live, code]).toEqual([null, 'NOT_FOUND'])
    expect(asked).toEqual([`${now}?team_id=999`])
  })

  it.each([
    '[]',
    '{}',
    'null',
    '{"open":1}',
    '{"open":-1,"unattended":0,"unassigned":0}',
    '{"open":"1","unattended":0,"unassigned":0}',
  ])('are BAD_RESPONSE in another form: %s', async (body) => {
    expect(await ask({ [now]: json(body) }, totals)).toMatchObject({ live: null, code: 'BAD_RESPONSE' })
  })
})

const load = json({ open: 9, unattended: 4, unassigned: 2, pending: 1 })

describe('live counts of Chatwoot by agent', () => {
  /** Recorded by team, which differs in the last word alone. */
  const [recorded] = listRecorded('live_reports/grouped_conversation_metrics')
  const groups = json((recorded?.body ?? '').replaceAll('"team_id"', '"assignee_id"'))

  it('take one more call, and are 0 for agents without an open conversation', async () => {
    const { live, asked } = await ask({ [now]: load, [grouped]: groups }, agents)
    const find = (email: string) =>
      live.byAgent.find((one: { readonly agent: { readonly email: string } }) => one.agent.email === email)
    expect(find('user1@oracle.test')).toEqual({
      agent: { email: 'user1@oracle.test', name: 'Ada Admin' },
      open: 918,
      unattended: 546,
    })
    expect(find('user2@oracle.test')).toMatchObject({ open: 1191, unattended: 745 })
    expect(find('user4@oracle.test')).toMatchObject({ open: 0, unattended: 0 })
    expect(live.byAgent).toHaveLength(8)
    expect(asked).toEqual([`${now}?`, `${grouped}?group_by=assignee_id`])
  })

  it.each([
    '{}',
    '[3]',
    '[{"assignee_id":1}]',
    '[{"assignee_id":1,"open":-1,"unattended":0}]',
    '{"error":"invalid group_by"}',
  ])('are BAD_RESPONSE in another form, and the totals are returned: %s', async (body) => {
    expect(await ask({ [now]: load, [grouped]: json(body) }, `open ${agents}`)).toMatchObject({
      live: { open: 9, byAgent: null },
      code: 'BAD_RESPONSE',
    })
  })
})

describe('a server before 4.0.3', () => {
  const [page] = listRecorded('reports/conversations').filter(({ query }) => query.toString() === 'type=agent')

  it('reports live counts at another endpoint, without pending ones', async () => {
    const { live, asked } = await ask({ [before]: load }, totals)
    expect(live).toEqual({ open: 9, unattended: 4, unassigned: 2, pending: null })
    expect(asked).toEqual([`${now}?`, `${before}?type=account`])
  })

  it('lists agents on pages', async () => {
    const answers = { [before]: load, [`${before}?type=agent&page=1`]: json(page?.body) }
    const { live, asked } = await ask(answers, agents)
    const told: readonly { email: string; name: string; metric: object }[] = JSON.parse(page?.body ?? '')
    expect(live.byAgent).toEqual(told.map(({ email, name, metric }) => ({ agent: { email, name }, ...metric })))
    expect(asked).toEqual([`${now}?`, `${before}?type=account`, `${before}?type=agent&page=1`])
  })

  it.each(['{}', '[{"email":"a@x"}]', '[{"email":"a@x","metric":{"open":-1,"unattended":0}}]'])(
    'are BAD_RESPONSE in another form: %s',
    async (body) => {
      const answers = { [before]: load, [`${before}?type=agent&page=1`]: json(body) }
      expect(await ask(answers, agents)).toMatchObject({ live: { byAgent: null }, code: 'BAD_RESPONSE' })
    },
  )
})
