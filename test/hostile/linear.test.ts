import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultServing } from '../../src/config/serving.ts'
import { measureJson } from '../../src/json/measure-json.ts'
import { type ListeningGateway, startListeningGateway } from '../support/listening-gateway.ts'
import { quickest } from '../support/quickest.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
let gateway: ListeningGateway

beforeAll(async () => {
  gateway = await startListeningGateway([], () => now, { isProduction: true, serving: defaultServing })
})

afterAll(() => gateway.close())

interface Sent {
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly path?: string
}

async function send({ body, headers, path = '' }: Sent) {
  const response = await request(`${gateway.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', 'apollo-require-preflight': '1', ...headers },
    body: body ?? null,
  })
  return { status: response.statusCode, text: await response.body.text() }
}

const fill = (text: string, length: number) => text.repeat(Math.ceil(length / text.length)).slice(0, length)
const list = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: Math.ceil(count) }, (_, i) => make(i))
const ask = (query: string, variables?: unknown, more: object = {}): Sent => ({
  body: JSON.stringify({ query, variables, ...more }),
})
const nested = (open: string, close: string) => (length: number) => ({
  body: `{"query":"{ __typename }","variables":{"x":${open.repeat(length / 2)}1${close.repeat(length / 2)}}}`,
})

const scope = '{ range: { preset: TODAY } }'
const report = `query ($metric: Metric!) { report(metric: $metric, scope: ${scope}) { total } }`
const narrowed = (type: string, field: string) =>
  `query ($x: ${type}) { queueStats(scope: { range: { preset: TODAY }, filter: { ${field}: $x } }) { granularity } }`
const ranged = (type: string, range: string) =>
  `query ($x: ${type}) { queueStats(scope: { range: ${range} }) { granularity } }`
const entities = 'query ($x: [_Any!]!) { _entities(representations: $x) { __typename } }'
const members = (length: number) => Object.fromEntries(list(length / 14, (index) => [`member${index}`, index]))

/** What a request holds, and how it is made of about so many characters. */
const inputs: readonly (readonly [string, (length: number) => Sent])[] = [
  ['a variable of an enum that repeats "Did you mean"', (n) => ask(report, { metric: fill(' Did you mean ', n) })],
  ['a variable of an enum that repeats questions', (n) => ask(report, { metric: fill(' Did you mean x?', n) })],
  ['a variable of an enum that is one long word', (n) => ask(report, { metric: fill('TOTAL', n) })],
  ['a variable of an enum that is all escapes', (n) => ask(report, { metric: fill('\u0001', n / 6) })],
  ['a string in the place of an enum', (n) => ask(`{ report(metric: "${fill(' Did you mean ', n)}") { total } }`)],
  ['an unknown enum value', (n) => ask(`{ report(metric: ${fill('TOTAL', n)}, scope: ${scope}) { total } }`)],
  ['an unknown field', (n) => ask(`{ ${fill('sources', n)} }`)],
  ['an unknown argument', (n) => ask(`{ source(${fill('id', n)}: 1) { id } }`)],
  ['an unknown directive', (n) => ask(`{ sources @${fill('skip', n)} { id } }`)],
  ['an unknown variable', (n) => ask(`{ source(id: $${fill('id', n)}) { id } }`)],
  ['an unknown type', (n) => ask(`query ($x: ${fill('Report', n)}) { __typename }`)],
  ['an unknown fragment', (n) => ask(`{ ...${fill('Fragment', n)} }`)],
  ['an unknown input field', (n) => ask(`{ queueStats(scope: { ${fill('range', n)}: 1 }) { granularity } }`)],
  ['an unknown member of a variable', (n) => ask(ranged('RangeInput!', '$x'), { x: { [fill('days', n)]: 1 } })],
  ['many unknown members of a variable', (n) => ask(ranged('RangeInput!', '$x'), { x: members(n) })],
  [
    'many errors below many lines',
    (n) => ask(`{ sources { ${fill('\n', n / 2)} ${list(200, (i) => `x${i}`).join(' ')} } }`),
  ],
  ['a syntax error below many lines', (n) => ask(`${fill('\n', n / 2)} }`)],
  ['a long comment', (n) => ask(`{ __typename } #${fill('a', n)}`)],
  ['a string that does not end', (n) => ask(`{ source(id: "${fill('a', n)}`)],
  ['a block string of empty lines', (n) => ask(`{ source(id: """${fill('\n', n / 2)}""") { id } }`)],
  ['a long number', (n) => ask(`{ source(id: ${fill('1', n)}) { id } }`)],
  ['a long id', (n) => ask(narrowed('ID', 'team'), { x: fill('a:', n) })],
  ['a long list of sources', (n) => ask(narrowed('[ID!]', 'sources'), { x: list(n / 8, () => 'sales') })],
  ['a long list of tags', (n) => ask(narrowed('[String!]', 'tags'), { x: list(n / 6, () => 'vip') })],
  ['a long tag', (n) => ask(narrowed('[String!]', 'tags'), { x: [fill(' ', n)] })],
  ['a long e-mail address', (n) => ask(narrowed('String', 'agentEmail'), { x: fill('a@', n) })],
  ['a long duration', (n) => ask(ranged('Duration', '{ last: $x }'), { x: `P${fill('1', n)}` })],
  ['a long day', (n) => ask(ranged('Date!', '{ days: { first: $x, last: $x } }'), { x: fill('2026-01-01', n) })],
  [
    'a long instant',
    (n) => ask(ranged('DateTime!', '{ between: { from: $x, to: $x } }'), { x: `2026-01-01T00:00:00.${fill('0', n)}` }),
  ],
  [
    'a long time zone',
    (n) =>
      ask(`query ($x: TimeZone) { queueStats(scope: { range: { preset: TODAY }, timeZone: $x }) { granularity } }`, {
        x: fill('Europe/Warsaw', n),
      }),
  ],
  ['a long operation name', (n) => ask('query A { __typename }', undefined, { operationName: fill('- ', n) })],
  [
    'a long hash',
    (n) => ({ body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: fill('a', n) } } }) }),
  ],
  ['lists within each other', nested('[', ']')],
  ['objects within each other', (n) => nested('{"a":', '}')(n / 3)],
  ['lists that do not end', (n) => ({ body: `{"query":"{ __typename }","variables":${'['.repeat(n)}` })],
  [
    'deep extensions',
    (n) => ({ body: `{"query":"{ __typename }","extensions":{"x":${'['.repeat(n / 2)}${']'.repeat(n / 2)}}}` }),
  ],
  ['many variables', (n) => ask('{ __typename }', members(n))],
  [
    'one variable many times',
    (n) => ({ body: `{"query":"{ __typename }","variables":{${list(n / 6, () => '"x":1').join()}}}` }),
  ],
  ['many extensions', (n) => ask('{ __typename }', undefined, { extensions: members(n) })],
  ['many unknown parameters', (n) => ask('{ __typename }', undefined, members(n))],
  ['a batch', (n) => ({ body: `[${list(n / 26, () => '{"query":"{__typename}"}').join()}]` })],
  ['a body that is not JSON', (n) => ({ body: fill('a', n) })],
  ['spaces before the JSON', (n) => ({ body: `${fill(' ', n)}{"query":"{ __typename }"}` })],
  ['entities of unknown types', (n) => ask(entities, { x: list(n / 30, (i) => ({ __typename: `Unknown${i}` })) })],
  [
    'entities of long addresses',
    (n) => ask(entities, { x: list(200, () => ({ __typename: 'Agent', email: fill('a@', n / 200) })) }),
  ],
]

/** At most 16 KB, so they are short and longer. */
const heads: readonly (readonly [string, (length: number) => Sent['headers']])[] = [
  ['an accept header', (n) => ({ accept: fill('application/json;q=0.1,', n) })],
  ['an authorization header', (n) => ({ authorization: `Bearer ${fill(' ', n)}x y` })],
  ['a content type', (n) => ({ 'content-type': `application/json${fill(' ', n)}x` })],
  ['a request id', (n) => ({ 'x-request-id': fill('a', n) })],
  ['a trace context', (n) => ({ traceparent: fill('00-', n) })],
  ['an origin', (n) => ({ origin: fill('http://a.', n) })],
  ['a client name', (n) => ({ 'apollographql-client-name': fill('a ', n) })],
]

const urls: readonly (readonly [string, (length: number) => Sent])[] = [
  ['nested variables in the URL', (n) => ({ path: `?query={__typename}&variables=${'['.repeat(n)}` })],
  ['parameters in the URL', (n) => ({ path: `?query={__typename}&${fill('a&', n)}` })],
]

const cases: readonly (readonly [string, number, (length: number) => Sent])[] = [
  // Ten times the first is within all limits, and ten times the second within that of the body alone.
  ...[9_000, 90_000].flatMap((length) => inputs.map(([name, make]) => [name, length, make] as const)),
  ...urls.map(([name, make]) => [name, 1_200, make] as const),
  ...heads.map(
    ([name, make]) => [name, 1_200, (n: number) => ({ ...ask('{ __typename }'), headers: make(n) ?? {} })] as const,
  ),
]

describe('A request that is ten times as long', () => {
  it.each(cases)(
    'takes no more than about ten times as long to answer: %s, from %d characters',
    async (_, length, make) => {
      const [short, long] = [make(length), make(10 * length)]
      await send(short)
      // What every request costs, so that the ratio of two short times is not that of their noise.
      const floor = await quickest(() => send(ask(`{ __typename } # ${'a'.repeat(90_000)}`)))
      const shortest = Math.max(floor, await quickest(() => send(short), 4))
      expect((await quickest(() => send(long), 3)) / shortest).toBeLessThan(30)
    },
  )

  it.each(cases)('gets a response that is not a server error: %s, from %d characters', async (_, length, make) => {
    for (const sent of [make(length), make(10 * length)]) {
      const { status, text } = await send(sent)
      expect(status).toBeLessThan(500)
      expect(text).not.toContain('INTERNAL_SERVER_ERROR')
    }
  })
})

describe('The JSON of a request', () => {
  const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
  const withVariables = (variables: string) => ({ body: `{"query":"{ __typename }","variables":${variables}}` })
  const read = async (sent: Sent) => {
    const { status, text } = await send({ ...sent, headers: { accept: 'application/json' } })
    const { message, extensions } = JSON.parse(text).errors?.[0] ?? {}
    return { status, message, code: extensions?.code }
  }

  it('may be nested 64 levels deep.', async () => {
    expect((await read(withVariables(`{"x":${deep(62)}}`))).status).toBe(200)
    expect((await read({ path: `?query={__typename}&variables={"x":${deep(63)}}` })).status).toBe(200)
  })

  it.each([
    ['in a body', withVariables(`{"x":${deep(63)}}`)],
    ['in the variables of a URL', { path: `?query={__typename}&variables={"x":${deep(64)}}` }],
    ['in the extensions of a URL', { path: `?query={__typename}&extensions={"x":${deep(64)}}` }],
  ])('is rejected with the limit when it is nested deeper %s.', async (_, sent) => {
    const message = 'The JSON of the request is nested 65 levels deep; the limit is 64.'
    expect(await read(sent)).toEqual({ status: 400, code: 'BAD_REQUEST', message })
  })

  it('is rejected with the limit when it has too many values.', async () => {
    const { status, code, message } = await read(withVariables(`{"x":[${list(20_000, () => 1).join()}]}`))
    expect([status, code]).toEqual([400, 'BAD_USER_INPUT'])
    expect(message).toMatch(/^The JSON of the request has about 200\d\d values; the limit is 10000\.$/)
  })

  it('is rejected with the limit when it has too long a string.', async () => {
    const message = 'The JSON of the request has a string of 100001 characters; the limit is 100000.'
    expect(await read(withVariables(`{"x":"${'a'.repeat(100_001)}"}`))).toEqual({
      status: 400,
      code: 'BAD_USER_INPUT',
      message,
    })
    expect((await read(withVariables(`{"x":"${'a'.repeat(100_000)}"}`))).status).toBe(200)
  })

  it.each([
    ['[]', { depth: 1, values: 1, longestString: 0 }],
    ['{"a":[1,{"b":null}],"long":"[[\\"[{,"}', { depth: 3, values: 5, longestString: 7 }],
    ['"\\\\",[', { depth: 1, values: 2, longestString: 2 }],
    ['"open\\', { depth: 0, values: 0, longestString: 6 }],
    ['', { depth: 0, values: 0, longestString: 0 }],
  ])('is measured without what its strings hold: %s', (text, size) => {
    expect(measureJson(text)).toEqual(size)
  })
})

it('An error never holds suggestions in production, nor more than 500 characters of a value.', async () => {
  const { text } = await send(ask(report, { metric: fill('Did you mean CONVERSATION', 90_000) }))
  expect(JSON.parse(text).errors[0].message.length).toBeLessThanOrEqual(501)
  const misspelt = await send(ask(report, { metric: 'CONVERSATION' }))
  expect(misspelt.text).toContain('does not exist in')
  expect(misspelt.text).not.toContain('Did you mean')
})

it('Errors of a long document have no locations, for each would be found by reading it again.', async () => {
  const locate = async (lines: number) =>
    JSON.parse((await send(ask(`${'\n'.repeat(lines)}{ nothing }`))).text).errors[0].locations
  expect(await locate(200)).toEqual([{ line: 201, column: 3 }])
  expect(await locate(300)).toBeUndefined()
})
