import { afterEach, describe, expect, it } from 'vitest'
import { registry } from '../../src/provider/registry.ts'
import type { ListName } from '../../src/report/port/directory.ts'
import type { GapCode } from '../../src/report/port/error.ts'
import { type GraphQLAnswer, startGateway } from '../support/gateway.ts'
import { json, type RawAnswer, type RawHandler, startRawUpstream } from '../support/raw-upstream.ts'
import { loadDirectoryFixtures } from './directory-fixtures.ts'
import { now } from './fixtures.ts'

const providers = await Promise.all(
  [...registry.keys()].map(async (name) => ({ name, fixtures: await loadDirectoryFixtures(name) })),
)

const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

const places = ['teams', 'inboxes', 'goals', 'greetings'] as const
const names: readonly ListName[] = ['agents', 'tags', ...places]

const document = `{ sources { id
  agents { key: email name sources { id } } tags
  ${places.map((list) => `${list} { key: id name }`).join(' ')}
  status { isReachable version lastError checkedAt }
} }`

const failures: readonly (readonly [string, RawAnswer, GapCode])[] = [
  ['answers 401', json({ error: 'Invalid Access Token' }, 401), 'UNAUTHENTICATED'],
  ['answers 403', json({ error: 'Forbidden' }, 403), 'FORBIDDEN'],
  ['answers 404', json({ error: 'Not Found' }, 404), 'NOT_FOUND'],
  ['answers 429', { status: 429, body: 'Retry later\n' }, 'RATE_LIMITED'],
  ['answers 500', json({ error: 'Internal Server Error' }, 500), 'UNAVAILABLE'],
  ['answers 504', { status: 504 }, 'TIMEOUT'],
  ['resets the connection', { ending: 'reset' }, 'UNAVAILABLE'],
  ['answers HTML', { body: '<!doctype html><title>Sign in</title>' }, 'BAD_RESPONSE'],
  ['answers nothing', { body: '' }, 'BAD_RESPONSE'],
  ['answers null', json('null'), 'BAD_RESPONSE'],
  ['answers a text', json('"agents"'), 'BAD_RESPONSE'],
  ['answers an error with 200', json({ error: 'Internal Server Error' }), 'BAD_RESPONSE'],
  ['answers nulls', json('[null]'), 'BAD_RESPONSE'],
  ['answers nulls in a payload', json('{"payload":[null]}'), 'BAD_RESPONSE'],
  ['answers members of another shape', json('[{"id":"x"}]'), 'BAD_RESPONSE'],
  ['never answers', { ending: 'hangBeforeHeaders' }, 'TIMEOUT'],
]

const shape = (name: ListName) => (name === 'agents' ? '{ email }' : name === 'tags' ? '' : '{ id }')

describe.each(providers)('the directory of $name', ({ fixtures }) => {
  const { members, version, secrets } = fixtures

  /** Source `sales` as the handler answers, and `standing`, which answers well. */
  async function open(handler: RawHandler, attemptTimeout = 2_000) {
    const [upstream, standing] = [await startRawUpstream(handler), await startRawUpstream(fixtures.answer)]
    const sources = [fixtures.source(upstream.url), { ...fixtures.source(standing.url), id: 'standing' }]
    const gateway = startGateway(sources, () => now, { attemptTimeout })
    opened.push(upstream, standing, gateway)
    return { gateway, upstream }
  }

  const status = { isReachable: true, version, lastError: null, checkedAt: '2026-04-10T12:00:00+00:00' }
  const kinds = { teams: 'team', inboxes: 'inbox', goals: 'goal', greetings: 'greeting' } as const
  const toKeys = (id: string, place: keyof typeof kinds) =>
    members[place].map(({ key, name }) => {
      const shown = `${id}:${kinds[place]}:${key}`
      return { key: shown, name: name || shown }
    })
  const toLists = (id: string, sources: readonly string[]) => ({
    id,
    agents: members.agents.map(({ key, name }) => ({
      key: key.toLowerCase(),
      name,
      sources: sources.map((one) => ({ id: one })),
    })),
    tags: members.tags.map(({ name }) => name),
    ...Object.fromEntries(places.map((list) => [list, toKeys(id, list)])),
    status,
  })

  const expectNoSecret = (answer: GraphQLAnswer) => {
    for (const secret of secrets) expect(JSON.stringify(answer)).not.toContain(secret)
  }

  it('returns members and their names, and nothing else from its lists', async () => {
    const { gateway } = await open(fixtures.answer)
    const answer = await gateway.query(document)
    const both = ['sales', 'standing']
    expect(answer).toEqual({ data: { sources: both.map((id) => toLists(id, both)) } })
    expectNoSecret(answer)
  })

  it.each(failures)('is null with a coded error, and the status says why, when it %s', async (_, failure, code) => {
    const { gateway, upstream } = await open(() => failure)
    const answer = await gateway.query(document)
    const [sales, standing] = answer.data.sources
    expect(standing).toEqual(toLists('standing', ['standing']))
    expect(sales.status).toMatchObject({ isReachable: false, version: null, lastError: code })
    const asked = new Set(upstream.requests.map(({ path }) => path)).size - (version === null ? 0 : 1)
    const failed = names.filter((name) => sales[name] === null)
    // After a 429 those that have not been asked yet are not.
    if (code === 'RATE_LIMITED') expect(failed.length).toBeGreaterThanOrEqual(asked)
    else expect(failed).toHaveLength(asked)
    expect(answer.errors).toHaveLength(failed.length)
    for (const { path, extensions } of answer.errors ?? [])
      expect([path?.slice(0, 2), extensions]).toEqual([['sources', 0], { code }])
    for (const name of names) if (!failed.includes(name)) expect(sales[name]).toEqual([])
  })

  it('is null when a list is longer than that of any account', async () => {
    const toMember = (id: number) => ({ id, email: `${id}@x`, login: `${id}@x`, name: `${id}`, title: `${id}` })
    const list = Array.from({ length: 10_001 }, (_, id) => toMember(id))
    const ask = async (length: number) => {
      const some = list.slice(0, length)
      const answer: RawHandler = (request) =>
        json(String(fixtures.answer(request).body).includes('"payload"') ? { payload: some } : some)
      const { gateway } = await open(answer, 60_000)
      const { errors } = await gateway.query(
        `{ sources { ${names.map((name) => `${name} ${shape(name)}`).join(' ')} } }`,
      )
      return errors?.filter(({ path }) => path?.[1] === 0).map(({ extensions }) => extensions?.code)
    }
    expect(await ask(10_000)).toBeUndefined()
    expect(new Set(await ask(10_001))).toEqual(new Set(['BAD_RESPONSE']))
  })

  it('reveals no secret when a response differs from the documentation', async () => {
    const { gateway } = await open((request) => {
      const { body = '' } = fixtures.answer(request)
      return json(`{"error":${body}}`)
    })
    const answer = await gateway.query(document)
    expect(answer.errors).not.toHaveLength(0)
    expectNoSecret(answer)
  })

  it('calls the source again after a failure', async () => {
    let isDown = true
    const { gateway } = await open((request) => (isDown ? json({}, 500) : fixtures.answer(request)))
    expect((await gateway.query(document)).errors).toBeDefined()
    isDown = false
    const { data, errors } = await gateway.query(document)
    expect(errors).toBeUndefined()
    expect(data.sources[0]).toEqual(toLists('sales', ['sales', 'standing']))
  })
})
