import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultServing } from '../../src/config/serving.ts'
import { type ListeningGateway, startListeningGateway } from '../support/listening-gateway.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const dashboard = 'https://dashboard.example.com'
const office = 'https://office.example.com'
const origins = [dashboard, office]

let production: ListeningGateway
let development: ListeningGateway
let told: ListeningGateway

beforeAll(async () => {
  const start = (isProduction: boolean, serving = {}) =>
    startListeningGateway([], () => now, { isProduction, serving: { ...defaultServing, ...serving } })
  production = await start(true, { corsOrigins: origins })
  development = await start(false)
  told = await start(true, { introspection: true })
})

afterAll(() => Promise.all([production, development, told].map((gateway) => gateway.close())))

const ask = async ({ url }: ListeningGateway, query: string, variables?: unknown, headers = {}) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  })
  return { headers: response.headers, answer: await response.json() }
}

const ofSchema: readonly string[] = [
  getIntrospectionQuery(),
  '{ __schema { types { name } } }',
  '{ __type(name: "Report") { name } }',
  '{ _service { sdl } }',
  '{ ...F } fragment F on Query { type: __type(name: "Report") { fields { name } } }',
]

describe('robustness, security: production', () => {
  it.each(ofSchema)('Production rejects introspection unless it is enabled: %s.', async (query) => {
    const { answer } = await ask(production, query)
    expect(answer.data).toBeUndefined()
    expect(answer.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
    expect((await ask(development, query)).answer.errors).toBeUndefined()
    expect((await ask(told, query)).answer.errors).toBeUndefined()
  })

  it('Production returns __typename, which clients select.', async () => {
    expect((await ask(production, '{ __typename }')).answer).toEqual({ data: { __typename: 'Query' } })
  })

  const rangeOf = 'query ($s: ReportScope!) { queueStats(scope: $s) { range { start } } }'
  const guesses: readonly (readonly [what: string, query: string, variables: unknown])[] = [
    ['a field', '{ source(id: "x") { nam } }', {}],
    ['an argument', '{ source(idd: "x") { id } }', {}],
    ['a type', 'query ($s: ReportScop!) { queueStats(scope: $s) { range { start } } }', {}],
    ['an enum value', '{ report(metric: CONVERSATION, scope: { range: { preset: TODAY } }) { total } }', {}],
    ['an input field', '{ queueStats(scope: { rang: { preset: TODAY } }) { range { start } } }', {}],
    ['an enum value in a variable', rangeOf, { s: { range: { preset: 'TODA' } } }],
    ['an input field in a variable', rangeOf, { s: { rang: { preset: 'TODAY' }, range: { preset: 'TODAY' } } }],
  ]

  it.each(guesses)('Production suggests no name for %s, as development does.', async (_, query, variables) => {
    const guess = /did you mean/i
    expect(JSON.stringify((await ask(development, query, variables)).answer)).toMatch(guess)
    const { answer } = await ask(production, query, variables)
    expect(answer.errors.length).toBeGreaterThan(0)
    expect(JSON.stringify(answer)).not.toMatch(guess)
  })

  it('Production has no GraphiQL.', async () => {
    const open = async ({ url }: ListeningGateway) => (await fetch(url, { headers: { accept: 'text/html' } })).text()
    expect(await open(development)).toContain('<!doctype html>')
    expect(await open(production)).not.toContain('<')
  })

  it.each(['x-graphql-yoga-csrf', 'apollo-require-preflight'])(
    'Production accepts a GET request only if it forces a CORS preflight: with the header %s.',
    async (name) => {
      const get = (url: string, headers = {}) =>
        fetch(`${url}?query={__typename}`, { headers: { accept: 'application/json', ...headers } })
      expect((await get(production.url)).status).toBe(403)
      expect((await get(production.url, { [name]: '1' })).status).toBe(200)
      expect((await get(development.url)).status).toBe(200)
    },
  )
})

describe('robustness, security: pages of other origins', () => {
  const preflight = (url: string, origin: string) =>
    fetch(url, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type, authorization, x-anything',
      },
    })
  const allowed = 'access-control-allow-origin'

  it.each(origins)('A page of a configured origin may send requests without cookies: %s.', async (origin) => {
    const { headers, status } = await preflight(production.url, origin)
    expect(status).toBe(204)
    expect(headers.get(allowed)).toBe(origin)
    expect(headers.get('access-control-allow-headers')).toContain('authorization')
    expect(headers.get('access-control-allow-headers')).not.toContain('x-anything')
    expect(headers.get('access-control-allow-credentials')).toBeNull()
    const { headers: ofAnswer } = await ask(production, '{ __typename }', undefined, { origin })
    expect(ofAnswer.get(allowed)).toBe(origin)
    expect(ofAnswer.get('vary')).toMatch(/origin/i)
  })

  it.each(['https://evil.example', 'null', `${dashboard}.evil.example`, 'http://dashboard.example.com'])(
    'A page of another origin may not send requests: %s.',
    async (origin) => {
      for (const { url } of [production, development])
        expect((await preflight(url, origin)).headers.get(allowed)).toBeNull()
      expect((await ask(production, '{ __typename }', undefined, { origin })).headers.get(allowed)).toBeNull()
    },
  )

  it('No response can be framed or interpreted as another media type.', async () => {
    const page = { headers: { accept: 'text/html' } }
    for (const [url, options] of [
      [development.url, page],
      [production.url, page],
      [`${production.url}/nowhere`, page],
      [production.url.replace('graphql', 'health/live'), {}],
    ] as const) {
      const { headers } = await fetch(url, options)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    }
  })
})
