import { afterEach, expect, it } from 'vitest'
import { chatwootSource, startGateway } from '../support/gateway.ts'
import { json, startRawUpstream } from '../support/raw-upstream.ts'
import { createAccountHandler, recordedNow } from '../support/recorded-account.ts'

const handler = createAccountHandler()
const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

/** Asks a Chatwoot that answers so for a breakdown of yesterday. */
async function ask(metric: string, by: string, body: string) {
  const upstream = await startRawUpstream((request) =>
    /summary_reports|outgoing/.test(request.path) ? json(body) : handler(request),
  )
  const gateway = startGateway([chatwootSource(upstream.url)], () => recordedNow)
  opened.push(upstream, gateway)
  const { data, errors } = await gateway.query(`{
    report(metric: ${metric}, scope: { range: { preset: YESTERDAY } }) { breakdown(by: ${by}) { slices { label total } } }
  }`)
  return { slices: data.report.breakdown?.slices ?? null, code: errors?.[0]?.extensions?.code }
}

const bug = '"id":1,"name":"bug"'
const count = (value: string, name = 'conversations_count') => `[{${bug},"${name}":${value}}]`

it.each([
  ['HTML', '<!doctype html>'],
  ['an object', '{}'],
  ['null', 'null'],
  ['an error', '{"error":"Internal Server Error"}'],
  ['a row that is a number', '[3]'],
  ['a row without an id', '[{"conversations_count":3}]'],
  ['a row without figures', `[{${bug}}]`],
  ['a text for a count', count('"many"')],
  ['a negative count', count('-1')],
  ['half a conversation', count('1.5')],
  ['a number beyond all numbers', count('1e400')],
  ['a text for a mean', `[{${bug},"conversations_count":1,"avg_reply_time":"fast"}]`],
  ['a negative mean', `[{${bug},"conversations_count":1,"avg_reply_time":-1}]`],
  ['a row twice', `[{${bug},"conversations_count":1},{${bug},"conversations_count":2}]`],
])('a summary is BAD_RESPONSE when it is %s', async (_, body) => {
  for (const by of ['AGENT', 'TEAM', 'INBOX', 'TAG'])
    expect(await ask('CONVERSATIONS', by, body)).toEqual({ slices: null, code: 'BAD_RESPONSE' })
})

it.each(['{}', '[3]', count('1'), count('-1', 'outgoing_messages_count'), count('null', 'outgoing_messages_count')])(
  'a count of outgoing messages is refused that is %s',
  async (body) => {
    expect(await ask('OUTGOING_MESSAGES', 'TAG', body)).toEqual({ slices: null, code: 'BAD_RESPONSE' })
  },
)

it('resolutions that a server before 4.0.0 does not report are null, never 0', async () => {
  const { slices } = await ask('RESOLUTIONS', 'TAG', count('3'))
  expect(slices).toContainEqual({ label: 'bug', total: null })
})

it('members that the summary omits have 0, and members that the account does not list are omitted', async () => {
  const { slices } = await ask(
    'CONVERSATIONS',
    'INBOX',
    '[{"id":1,"conversations_count":3},{"id":99,"conversations_count":7}]',
  )
  expect(slices).toHaveLength(4)
  expect(slices).toContainEqual({ label: 'Website', total: 3 })
  expect(slices).toContainEqual({ label: 'Support Mail', total: 0 })
})
