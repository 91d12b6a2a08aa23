import { afterEach, expect, it } from 'vitest'
import { chatwootSource, startGateway } from '../support/gateway.ts'
import { json, type RawAnswer, startRawUpstream } from '../support/raw-upstream.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

/** Asks for the good ratings of two days of an account that answers so. */
async function ask(metrics: RawAnswer, page: RawAnswer = json('[]')) {
  const upstream = await startRawUpstream(({ path }) => (path.endsWith('/metrics') ? metrics : page))
  const gateway = startGateway([chatwootSource(upstream.url)], () => now)
  opened.push(upstream, gateway)
  const { data, errors } = await gateway.query(`{
    report(metric: RATINGS_GOOD, scope: { range: { days: { first: "2026-03-10", last: "2026-03-11" } } }) { buckets { value } }
  }`)
  return {
    values: data.report?.buckets.map(({ value }: { readonly value: number }) => value),
    code: errors?.[0]?.extensions?.code,
  }
}

const counted = (total: string, ratings: string) => `{"total_count":${total},"ratings_count":${ratings}}`
const at = (time: string) => Date.parse(`2026-03-${time}Z`) / 1000
const response = (rating: string, createdAt: number | string, rest = '') =>
  `{"id":1,"rating":${rating},"created_at":${createdAt}${rest}}`

it.each([
  ['HTML', '<!doctype html>'],
  ['null', 'null'],
  ['a list', '[]'],
  ['an empty object', '{}'],
  ['without a total', '{"ratings_count":{"5":1}}'],
  ['without ratings', '{"total_count":1}'],
  ['negative in all', counted('-1', '{}')],
  ['of a text', counted('"1"', '{}')],
  ['of a negative rating', counted('1', '{"5":-1}')],
  ['of half a rating', counted('1', '{"5":0.5}')],
  ['of six stars', counted('1', '{"6":1}')],
  ['of ratings in a list', counted('1', '[1]')],
  ['of fewer than their ratings', counted('0', '{"5":1}')],
  ['of more than their ratings', counted('2', '{"5":1}')],
])('a count of ratings is BAD_RESPONSE when it is %s', async (_, body) => {
  expect(await ask(json(body))).toEqual({ values: undefined, code: 'BAD_RESPONSE' })
})

it.each([
  ['an object', '{"data":[]}'],
  ['a rating of six', `[${response('6', at('10T12:00'))}]`],
  ['a rating of 0', `[${response('0', at('10T12:00'))}]`],
  ['a rating that is null', `[${response('null', at('10T12:00'))}]`],
  ['a time that is a text', `[${response('5', '"2026-03-10"')}]`],
  ['a time before the range', `[${response('5', at('09T23:59'))}]`],
  ['a time at its end', `[${response('5', at('12T00:00'))}]`],
  ['fewer than were counted', '[]'],
  [
    'more than a page holds',
    `[${Array.from({ length: 26 }, (_, id) => response('5', at('10T12:00')).replace('1', String(id)))}]`,
  ],
  ['a rating twice', `[${response('5', at('10T12:00'))},${response('5', at('10T12:00'))}]`],
])('a page of ratings is BAD_RESPONSE when it has %s', async (_, body) => {
  expect(await ask(json(counted('1', '{"5":1}')), json(body))).toEqual({ values: undefined, code: 'BAD_RESPONSE' })
})

it.each([
  [
    'more fields than are needed',
    response('5', at('10T12:00'), ',"contact":{"id":3},"assigned_agent":{"email":"a@x"}'),
  ],
  ['no agent', response('4', at('10T00:00'))],
  ['an agent that is null', response('5', at('10T23:59'), ',"assigned_agent":null')],
  ['no feedback', response('5', at('10T12:00'), ',"feedback_message":null')],
])('a rating is counted when it has %s', async (_, row) => {
  expect(await ask(json(counted('1', '{"5":1}')), json(`[${row}]`))).toEqual({ values: [1, 0], code: undefined })
})
