import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultServing } from '../../src/config/serving.ts'
import { compareCpuTime } from '../support/compare-cpu-time.ts'
import { type ListeningGateway, startListeningGateway } from '../support/listening-gateway.ts'
import { postHead, sendRaw } from '../support/raw-request.ts'

const { limits } = defaultServing
const now = Date.parse('2026-11-20T12:00:00Z')

let gateway: ListeningGateway

beforeAll(async () => {
  gateway = await startListeningGateway([], () => now)
})

afterAll(() => gateway.close())

async function ask(query: string, variables?: unknown) {
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  const response = await fetch(gateway.url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
  return { status: response.status, body: await response.json() }
}
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)
const times = (count: number, write: (index: number) => string) => numbers(count).map(write).join(' ')
const scope = '{ range: { preset: TODAY } }'

/** A report beside an earlier one, and so on four times: nine levels of fields, and what is selected in the last. */
const nested = (fields: string) =>
  `{ report(metric: CONVERSATIONS, scope: ${scope}) { ${'comparison { report { '.repeat(4)} ${fields} ${'} } '.repeat(4)} } }`
const included = (count: number) => times(count, () => '... @include(if: true) { id }')
const deferred = (within: string) => `... @defer { ${within} }`

type Case = readonly [what: string, allowed: string, refused: string, words: string]

const cases: readonly Case[] = [
  [
    'aliases',
    `{ ${times(30, (i) => `a${i}: sources { id }`)} }`,
    `{ ${times(31, (i) => `a${i}: sources { id }`)} }`,
    '31 aliases; at most 30',
  ],
  [
    'aliases of __typename',
    `{ ${times(30, (i) => `a${i}: __typename`)} }`,
    `{ ${times(31, (i) => `a${i}: __typename`)} }`,
    '31 aliases; at most 30',
  ],
  [
    'aliases in fragments, for each time that they are spread',
    `{ ${times(3, () => '...F')} } fragment F on Query { ${times(10, (i) => `a${i}: __typename`)} }`,
    `{ ${times(4, () => '...F')} } fragment F on Query { ${times(10, (i) => `a${i}: __typename`)} }`,
    '40 aliases; at most 30',
  ],
  [
    'root fields',
    `{ ${times(30, () => '__typename')} }`,
    `{ ${times(31, () => '__typename')} }`,
    '31 root fields; at most 30',
  ],
  [
    'root fields that fragments bring',
    `{ ...A __typename } fragment A on Query { ...B } fragment B on Query { ${times(29, () => '__typename')} }`,
    `{ ...A ... { __typename } } fragment A on Query { ...B } fragment B on Query { ${times(30, () => '__typename')} }`,
    '31 root fields; at most 30',
  ],
  [
    'levels of fields',
    nested('bySource { source { id } }'),
    nested('bySource { source { teams { id } } }'),
    '13 levels of fields; at most 12',
  ],
  ['directives', `{ sources { ${included(50)} } }`, `{ sources { ${included(51)} } }`, '51 directives; at most 50'],
  [
    'deferred fragments',
    `{ ${times(5, () => deferred('__typename'))} }`,
    `{ ${times(6, () => deferred('__typename'))} }`,
    '6 deferred fragments; at most 5',
  ],
  [
    'levels of deferred fragments',
    `{ ${deferred(deferred('__typename'))} }`,
    `{ ${deferred(deferred(deferred('__typename')))} }`,
    '3 levels of deferred fragments; at most 2',
  ],
]

describe('robustness, request: limits of documents', () => {
  it.each(cases)(
    'A document may have the configured number of %s, and no more.',
    async (_, allowed, refused, words) => {
      expect(JSON.stringify(await ask(allowed))).not.toContain('DOCUMENT_TOO_LARGE')
      expect(await ask(refused)).toEqual({
        status: 200,
        body: {
          errors: [{ message: `The operation has ${words} are allowed.`, extensions: { code: 'DOCUMENT_TOO_LARGE' } }],
        },
      })
    },
  )

  it('A document may have 1,000 tokens, of which a string is one, and no more.', async () => {
    const { body } = await ask(`{ ${times(998, () => 'a')} }`)
    expect(body.errors[0].message).toContain('root fields')
    const { body: refused } = await ask(`{ ${times(999, () => 'a')} }`)
    expect(refused.errors[0].message).toContain('more that 1000 tokens')
  })

  it('The introspection query of tools is accepted.', async () => {
    const { body } = await ask(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true }))
    expect(body.errors).toBeUndefined()
  })
})

const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

/** Ten times the input costs about ten times as much where the work is linear, and a hundred times where it is quadratic. */
const linear = 25

type Costly = readonly [what: string, write: (size: number) => string, size: number, tenth: number]

/** At its size, each costs as much validation as a thousand tokens can; at the tenth, it has a tenth of the tokens. */
const costly: readonly Costly[] = [
  ['one field many times', (size) => `{ sources { ${times(size, () => 'id')} } }`, 980, 98],
  ['fragments that spread each other', (size) => fanOut(size, (i) => `...F${i + 1} ...F${i + 1}`), 60, 6],
  ['fragments that all spread all', (size) => fanOut(size, () => times(size, (i) => `...F${i}`)), 22, 7],
  [
    'fields with many arguments that overlap',
    (size) => `{ sources { ${times(size, (i) => `teams @include(if: $v${i % 2}) { id }`)} } }`,
    160,
    16,
  ],
  ['inline fragments that overlap', (size) => `{ ${times(size, () => '... { sources { id name } }')} }`, 120, 12],
  ['fields of many names in pairs', (size) => `{ sources { ${times(size, (i) => `x${i}: id x${i}: id`)} } }`, 240, 24],
  [
    'fields within fields in pairs',
    (size) => `{ ${'sources { agents { sources { id } } '.repeat(size)} ${'}'.repeat(size)} }`,
    60,
    6,
  ],
]

function fanOut(count: number, spread: (index: number) => string): string {
  const fragments = times(count, (i) => `fragment F${i} on Query { ${spread(i)} __typename }`)
  return `{ ...F0 } ${fragments} fragment F${count} on Query { __typename }`
}

describe('robustness, security: documents that are expensive on purpose', () => {
  it.each(costly)(
    'Validating ten times the tokens takes about ten times as long: %s.',
    async (_, write, size, tenth) => {
      // The text differs each time, because the result of validation is cached.
      const validate = (tokens: number) => (attempt: number) => ask(`${write(tokens)} # ${attempt}`)
      expect(await compareCpuTime(validate(size), validate(tenth))).toBeLessThan(linear)
    },
  )

  it.each<[what: string, write: (size: number) => Record<string, unknown>, size: number]>([
    ['fields of an input', (size) => ({ scope: Object.fromEntries(numbers(size).map((i) => [`f${i}`, i])) }), 20_000],
    ['values of an enum', (size) => ({ metrics: Array(size).fill('NONE') }), 100_000],
    ['nulls', (size) => ({ metrics: Array(size).fill(null) }), 100_000],
    ['ids', (size) => ({ scope: { range: { preset: 'TODAY' }, filter: { sources: Array(size).fill({}) } } }), 100_000],
    ['entities', (size) => ({ representations: Array(size).fill(null) }), 100_000],
  ])('Variables with many wrong %s are rejected in linear time with a short error.', async (_, write, size) => {
    const document = `query (
      $scope: ReportScope! = ${scope}, $metrics: [Metric!]! = [], $representations: [_Any!]! = []
    ) {
      reports(metrics: $metrics, scope: $scope) { total }
      _entities(representations: $representations) { __typename }
    }`
    const { status, body } = await ask(document, write(size))
    expect(status).toBe(400)
    expect(body.errors.length).toBeLessThanOrEqual(4)
    expect(body.errors[0].extensions.code).toBe('BAD_USER_INPUT')
    expect(JSON.stringify(body).length).toBeLessThan(3_000)
    const reject = (length: number) => () => ask(document, write(length))
    expect(await compareCpuTime(reject(size), reject(size / 10))).toBeLessThan(linear)
  })

  it.each([
    ['selections', JSON.stringify({ query: `${'{a'.repeat(20_000)}${'}'.repeat(20_000)}` })],
    ['lists in the document', JSON.stringify({ query: `{ source(id: ${deep(20_000)}) { id } }` })],
    ['lists of a type', JSON.stringify({ query: `query ($a: ${deep(20_000)}) { __typename }` })],
    ['variables', `{ "query": "query ($id: ID!) { source(id: $id) { id } }", "variables": { "id": ${deep(20_000)} } }`],
    [
      'entities',
      `{ "query": "query ($of: [_Any!]!) { _entities(representations: $of) { __typename } }", "variables": { "of": [{ "__typename": "Agent", "email": ${deep(20_000)} }] } }`,
    ],
  ])('20,000 nested levels do not overflow the stack: %s.', async (_, body) => {
    const response = await fetch(gateway.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    const { errors } = await response.json()
    expect(errors.length).toBeGreaterThan(0)
    expect(errors.map(({ extensions }: { extensions?: { code?: string } }) => extensions?.code)).not.toContain(
      'INTERNAL_SERVER_ERROR',
    )
  })

  it('__proto__ and constructor in variables or documents change no prototype.', async () => {
    const evil = '{ "__proto__": { "polluted": 1 }, "constructor": { "prototype": { "polluted": 1 } } }'
    const bodies = [
      `{ "query": "{ __typename }", "variables": ${evil}, "extensions": ${evil} }`,
      `{ "query": "query ($s: ReportScope!) { queueStats(scope: $s) { granularity } }", "variables": { "s": ${evil} } }`,
      `{ "query": "query ($of: [_Any!]!) { _entities(representations: $of) { __typename } }", "variables": { "of": [${evil}] } }`,
      JSON.stringify({ query: '{ _entities(representations: [{ __proto__: { polluted: 1 } }]) { __typename } }' }),
      `{ "query": "{ __typename }", "__proto__": { "polluted": 1 } }`,
    ]
    for (const body of bodies)
      await fetch(gateway.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    expect(await ask('{ __typename }')).toEqual({ status: 200, body: { data: { __typename: 'Query' } } })
  })
})

const json = 'Content-Type: application/json'
const body = '{ "query": "{ __typename }" }'
const statusOf = (answered: string) => Number(answered.split(' ')[1])

describe('robustness, request: a body', () => {
  it('A body may have 1 MB; one with a larger content-length is rejected with 413 before it is read.', async () => {
    const filled = (length: number) => body.replace('{ ', `{ ${' '.repeat(length - body.length)}`)
    expect(statusOf(await sendRaw(gateway.url, postHead(limits.bodyBytes, json), filled(limits.bodyBytes)))).toBe(200)
    expect(statusOf(await sendRaw(gateway.url, postHead(limits.bodyBytes + 1, json)))).toBe(413)
  })

  it('A chunked body of more than 1 MB is rejected with 413.', async () => {
    const piece = `${(100_000).toString(16)}\r\n${' '.repeat(100_000)}\r\n`
    const answered = await sendRaw(
      gateway.url,
      postHead('chunked', json),
      ...Array<string>(11).fill(piece),
      '0\r\n\r\n',
    )
    expect(statusOf(answered)).toBe(413)
  })

  it.each([
    ['text', 'text/plain'],
    ['text that ends as JSON does', 'text/plain; application/json'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['a form in parts', 'multipart/form-data; boundary=x'],
    ['a document alone', 'application/graphql'],
    ['JSON in UTF-7', 'application/json; charset=utf-7'],
    ['JSON in UTF-16', 'application/json; charset=utf-16'],
    ['JSON in two charsets', 'application/json; charset=utf-8; charset=utf-16'],
    ['JSON with another parameter', 'application/json; boundary=x'],
    ['JSON or text', 'application/json, text/plain'],
    ['nothing that it names', ''],
  ])('A body is rejected with 415 if it is %s.', async (_, type) => {
    expect(statusOf(await sendRaw(gateway.url, postHead(body.length, `Content-Type: ${type}`), body))).toBe(415)
  })

  it.each(['application/json', 'application/json; charset=utf-8', 'application/json;charset="UTF-8"'])(
    'A body is accepted as %s.',
    async (type) => {
      expect(statusOf(await sendRaw(gateway.url, postHead(body.length, `Content-Type: ${type}`), body))).toBe(200)
    },
  )

  it.each(['gzip', 'br', 'deflate, gzip', 'gzip, gzip, gzip', 'identity, gzip', 'nonsense'])(
    'A body is rejected with 415 if its content-encoding is %s.',
    async (encoding) => {
      const answered = await sendRaw(gateway.url, postHead(body.length, json, `Content-Encoding: ${encoding}`), body)
      expect(statusOf(answered)).toBe(415)
    },
  )

  it.each([
    ['no JSON', '{ "query": "{ s3cret }'],
    ['a list', '[{ "query": "{ s3cret }" }]'],
    ['a text', '"s3cret"'],
    ['nothing', ''],
    ['null', 'null'],
  ])('A body is rejected with 400 and not quoted if it is %s.', async (_, sent) => {
    const answered = await sendRaw(
      gateway.url,
      postHead(sent.length, json, 'Accept: application/graphql-response+json'),
      sent,
    )
    expect(statusOf(answered)).toBe(400)
    expect(answered).not.toContain('s3cret')
  })

  it('An error that quotes a value of the request is truncated.', async () => {
    const { body: answer } = await ask(
      'query ($id: Int!) { ranking(first: $id, scope: { range: { preset: TODAY } }) { hasMore } }',
      { id: 'x'.repeat(100_000) },
    )
    expect(answer.errors[0].message.length).toBeLessThan(600)
  })

  it.each(['[::', 'a b', '%%%', ''])(
    'A request with an invalid host is rejected with 400 and no body: %j.',
    async (host) => {
      const answered = await sendRaw(
        gateway.url,
        `POST /graphql HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      )
      expect(statusOf(answered)).toBe(400)
      expect(answered).not.toMatch(/Error|node_modules|\.[jt]s/)
    },
  )

  it('A GET request whose variables are not JSON is rejected.', async () => {
    const response = await fetch(`${gateway.url}?query={__typename}&variables=s3cret`, {
      headers: { accept: 'application/graphql-response+json' },
    })
    expect(response.status).toBe(400)
    expect(await response.text()).not.toContain('s3cret')
  })
})
