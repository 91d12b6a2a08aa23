import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type ChangingChats, startChangingChats } from '../support/changing-chats.ts'
import { askAs, createClient, toAccess } from '../support/clients.ts'
import { subscribe } from '../support/event-stream.ts'
import { askToLeave } from '../support/leaver.ts'
import { askForParts } from '../support/parts.ts'
import { json } from '../support/raw-upstream.ts'
import { audience, issuer, startTokenIssuer } from '../support/token-issuer.ts'
import { startWatchedGateway, type WatchOptions } from '../support/watched-gateway.ts'

let chats: ChangingChats

beforeEach(async () => {
  chats = await startChangingChats()
  onTestFinished(chats.upstream.close)
})

const wallboard = createClient('wallboard', ['sales'])
const start = (options: WatchOptions = {}) => startWatchedGateway([chats.source], options)
const report = (fields = 'total') => `report(metric: CONVERSATIONS, scope: { range: { last: "P7D" } }) { ${fields} }`
const send = (url: string, body: object, headers: Readonly<Record<string, string>> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

describe('the line of an operation', () => {
  it('The log line of an operation has its client, name, duration, calls and outcome, and no other field.', async () => {
    const gateway = await start(toAccess(wallboard))
    const query = `query Wallboard { ${report()} sources { agents { email } } }`
    await askAs(wallboard.key, gateway.url, query)
    expect(await gateway.told(1)).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        msg: 'operation',
        requestId: expect.stringMatching(/^[\w-]{36}$/),
        client: 'wallboard',
        operation: 'Wallboard',
        type: 'query',
        ms: expect.any(Number),
        calls: 2,
        outcome: 'ok',
        status: 200,
      },
    ])
  })

  it.each<[string, string, string, object]>([
    ['answered', `{ ${report()} }`, 'ok', { type: 'query', calls: 1, status: 200 }],
    [
      'answered with an error beside data',
      `{ ${report()} bad: report(metric: CONVERSATIONS, scope: { range: { last: "P0D" } }) { total } }`,
      'partial',
      { codes: ['BAD_USER_INPUT'], status: 200 },
    ],
    [
      'answered with nothing but errors',
      '{ report(metric: CONVERSATIONS, scope: { range: { last: "x" } }) { total } }',
      'error',
      { codes: ['BAD_USER_INPUT'], calls: 0, status: 200 },
    ],
    ['no document', '{ nothing }', 'refused', { type: 'unknown', codes: ['GRAPHQL_VALIDATION_FAILED'], calls: 0 }],
    ['no GraphQL', '{', 'refused', { type: 'unknown', codes: ['GRAPHQL_PARSE_FAILED'], calls: 0 }],
  ])('The log line has the outcome of an operation that is %s.', async (_, query, outcome, more) => {
    const gateway = await start()
    await send(gateway.url, { query })
    expect(await gateway.told(1)).toMatchObject([{ client: 'anonymous', outcome, ...more }])
  })

  it('An unauthenticated request has a log line without its credentials.', async () => {
    const gateway = await start(toAccess(wallboard))
    await askAs('a-wrong-key', gateway.url, `query Secret { ${report()} }`)
    const [line] = await gateway.told(1)
    expect(line).toMatchObject({ outcome: 'refused', type: 'unknown', status: 401, calls: 0 })
    expect(line).not.toHaveProperty('client')
    expect(gateway.text()).not.toMatch(/a-wrong-key|Secret/)
  })

  it('The log line of a token does not contain its name, which may be an e-mail address.', async () => {
    const login = await startTokenIssuer()
    onTestFinished(login.close)
    const jwt = {
      issuer,
      audience,
      jwksUrl: login.url,
      nameClaim: 'sub',
      sourcesClaim: 'sources',
      operationsPerMinute: 9,
    }
    const gateway = await start({ access: { ...toAccess(wallboard).access, jwt } })
    await askAs(await login.sign({ sub: 'ewa@test.example', sources: ['sales'] }), gateway.url, '{ sources { id } }')
    expect(await gateway.told(1)).toMatchObject([{ client: 'token', outcome: 'ok' }])
    expect(gateway.text()).not.toContain('ewa')
  })

  it('The log line says that the client disconnected before the response.', async () => {
    const gateway = await start()
    chats.answer = () => new Promise(() => {})
    const leaver = askToLeave(gateway.url, `{ ${report()} }`)
    await chats.upstream.received(1)
    leaver.leave()
    expect(await gateway.told(1)).toMatchObject([{ outcome: 'left', calls: 1 }])
  })

  it('The log line of an incremental response is written after its last part.', async () => {
    const gateway = await start()
    const late = 'bad: report(metric: CONVERSATIONS, scope: { range: { last: "x" } }) { total }'
    const query = `{ sources { id } ... @defer { ${late} } }`
    for await (const { hasNext } of askForParts(gateway.url, query)) expect(hasNext).toBeDefined()
    expect(await gateway.told(1)).toMatchObject([{ outcome: 'partial', codes: ['BAD_USER_INPUT'], type: 'query' }])
  })

  it('The log line of a subscription is written at its end, with the number of responses and calls.', async () => {
    const gateway = await start()
    const stream = await subscribe(gateway.url, `subscription Live { ${report()} }`)
    await stream.next()
    expect(gateway.text()).toBe('')
    stream.close()
    expect(await gateway.told(1)).toMatchObject([
      { type: 'subscription', operation: 'Live', outcome: 'ok', answers: 1, calls: 1, status: 200 },
    ])
  })

  it('The log line has up to 100 letters of the operation name.', async () => {
    const gateway = await start()
    await send(gateway.url, { query: `query ${'a'.repeat(500)} { metrics { metric } }` })
    await send(gateway.url, { query: '{ metrics { metric } }', operationName: `x"\n${'ä€b'.repeat(500)}` })
    const names = (await gateway.told(2)).map(({ operation }) => operation)
    expect(names).toEqual(['a'.repeat(100), `x${'b'.repeat(99)}`])
  })
})

describe('a request', () => {
  it.each([
    ['brings its id along', 'trace-7.a_B', 'trace-7.a_B'],
    ['gets an id', undefined, expect.stringMatching(/^[\da-f-]{36}$/)],
    ['gets another id for one that is too long', 'a'.repeat(65), expect.stringMatching(/^[\da-f-]{36}$/)],
    ['gets another id for one with other signs', 'a"b', expect.stringMatching(/^[\da-f-]{36}$/)],
  ])('%s, which the answer and the line name', async (_, sent, id) => {
    const gateway = await start()
    const response = await send(
      gateway.url,
      { query: '{ metrics { metric } }' },
      { ...(sent && { 'x-request-id': sent }) },
    )
    expect(response.headers.get('x-request-id')).toEqual(id)
    expect((await gateway.told(1))[0]?.requestId).toBe(response.headers.get('x-request-id'))
  })
})

describe('the log at debug level', () => {
  it('The debug log has a line for each upstream call, with its dataset and outcome.', async () => {
    const gateway = await start({ level: 'debug' })
    await send(gateway.url, { query: `{ ${report()} sources { agents { email } } }` }, { 'x-request-id': 'seven' })
    chats.answer = () => json({}, 403)
    await send(gateway.url, {
      query: '{ report(metric: QUEUED_VISITORS, scope: { range: { last: "P7D" } }) { total } }',
    })
    const line = { level: 'debug', requestId: 'seven', source: 'sales', ms: expect.any(Number) }
    const lines = await gateway.told(3, 'upstream call')
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ...line, reads: 'total_chats', outcome: 'ANSWERED', status: 200 }),
        expect.objectContaining({ ...line, reads: 'agents', outcome: 'ANSWERED', status: 200 }),
        expect.objectContaining({ reads: 'queued_visitors', outcome: 'FORBIDDEN', status: 403 }),
      ]),
    )
  })
})
