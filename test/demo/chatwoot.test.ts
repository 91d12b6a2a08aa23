import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startChatwoot } from '../../src/demo/chatwoot/server.ts'
import type { DemoUpstream } from '../../src/demo/upstream.ts'
import { type Recording, readGroundTruth, readRecordings } from '../support/chatwoot-recordings.ts'
import { findComparison } from './chatwoot-comparisons.ts'

const rows = readGroundTruth()
const recordings = readRecordings()
const tokens = { admin: 'administrator', agent: 'agent', other: 'other', empty: 'other', bot: 'bot' } as const

/** Noon of the day, on which the recorded account and its neighbours 2 and 4 are asked. */
const startOn = (day: string) =>
  startChatwoot({
    rows,
    accountId: 1,
    otherAccountIds: [2, 4],
    tokens,
    now: () => Date.parse(`${day}T12:00:00Z`),
    reportsPerMinute: Number.POSITIVE_INFINITY,
  })

async function ask(upstream: DemoUpstream, { request }: Recording) {
  const token = request.auth === 'none' ? {} : { 'api-access-token': request.auth }
  const answer = await fetch(`${upstream.url}${request.path}?${request.query}`, {
    method: request.method,
    headers: { ...request.headers, ...token },
  })
  return { status: answer.status, contentType: answer.headers.get('content-type'), body: await answer.text() }
}

type Entry = Readonly<Record<string, unknown>>

const readList = (body: string): Entry[] => {
  const list: Entry[] | { payload: Entry[] } = JSON.parse(body)
  return Array.isArray(list) ? list : list.payload
}

async function get(upstream: DemoUpstream, path: string, token: string) {
  const answer = await fetch(`${upstream.url}${path}`, { headers: { 'api-access-token': token } })
  return { status: answer.status, body: await answer.text() }
}

const listed = /\/(agents|inboxes|teams)$/

const compared = recordings.flatMap((recording) => {
  const { request, status } = recording
  const found = findComparison(request.path)
  if (status === 429 || !(found || (listed.test(request.path) && status !== 200))) return []
  // What is no JSON, as the empty body of a refusal, was recorded as a text in JSON.
  const body = recording.contentType === 'application/json' ? JSON.parse(recording.body) : recording.body
  return [{ ...recording, body, read: status === 200 && found ? found : (text: string) => text }]
})

it('all recorded reports, summaries, live reports, surveys and error responses are compared', () => {
  expect(compared).toHaveLength(2143)
})

describe.each(['2026-11-20', '2026-07-15'])('the demo Chatwoot on %s', (day) => {
  let upstream: DemoUpstream
  beforeAll(async () => {
    upstream = await startOn(day)
  })
  afterAll(() => upstream.close())

  it.each(compared.filter(({ askedOn }) => askedOn === day))(
    'returns the recorded response byte for byte: $name',
    async (recording) => {
      const { status, contentType, body, read } = recording
      const answer = await ask(upstream, recording)
      const sent = recording.request.method === 'HEAD' ? '' : body
      expect({ ...answer, body: read(answer.body) }).toEqual({ status, contentType, body: read(sent) })
    },
  )
})

describe('the lists', () => {
  let upstream: DemoUpstream
  beforeAll(async () => {
    upstream = await startOn('2026-11-20')
  })
  afterAll(() => upstream.close())

  /** Settings of a row that its reports do not depend on are not in the recorded rows. */
  const kept = {
    agents: ['id', 'account_id', 'email', 'provider', 'name', 'role'],
    teams: ['id', 'name', 'account_id'],
    inboxes: ['id', 'name', 'channel_type', 'working_hours_enabled', 'timezone', 'working_hours'],
  } as const

  it.each(['agents', 'teams', 'inboxes'] as const)('name the same %s in the same order and form', async (list) => {
    const recording = recordings.find(
      ({ request, status }) => request.path === `/api/v1/accounts/1/${list}` && status === 200,
    )
    if (!recording) throw new Error('not recorded')
    const recorded = readList(recording.body)
    const given = readList((await ask(upstream, recording)).body)
    const pick = (entry: Entry) => kept[list].map((name) => entry[name])
    expect(given.map(pick)).toEqual(recorded.map(pick))
    const known = Object.keys(recorded[0] ?? {})
    expect(known.filter((name) => Object.hasOwn(given[0] ?? {}, name))).toEqual(Object.keys(given[0] ?? {}))
  })

  it('return an inbox with its secret', async () => {
    const answer = await get(upstream, '/api/v1/accounts/1/inboxes', 'admin')
    expect(answer.body).toContain('"hmac_token":"invented-secret-of-inbox-1"')
  })

  it('show labels by title', async () => {
    const answer = await get(upstream, '/api/v1/accounts/1/labels', 'agent')
    expect(readList(answer.body).map((label) => label.title)).toEqual([
      'bug',
      'feature-request',
      'never-used',
      'refund',
      'urgent',
    ])
  })
})
