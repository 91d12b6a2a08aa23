import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { openTracing } from '../../src/telemetry/tracing.ts'
import { askAs, createClient, toAccess } from '../support/clients.ts'
import { subscribe } from '../support/event-stream.ts'
import { eventually } from '../support/eventually.ts'
import { chatwootSource, liveChatSource } from '../support/gateway.ts'
import { json, type RawAnswer, type RawRequest, startRawUpstream } from '../support/raw-upstream.ts'
import { isRedisMissing, startRedis, withRedis } from '../support/redis.ts'
import { startTraceCollector } from '../support/trace-collector.ts'
import { startWatchedGateway } from '../support/watched-gateway.ts'

afterEach(() => vi.unstubAllEnvs())

const key = 'a-livechat-key'
const secrets = {
  token: 'a-chatwoot-token',
  key,
  credentials: Buffer.from(`ops@test.example:${key}`).toString('base64'),
  redis: 'a-redis-password',
  collector: 'a-collector-key',
  wrong: 'a-wrong-key',
}
const people = ['ewa@test.example', 'ops@test.example', 'Ewa Nowak', 'tag-of-somebody']

/** Says back all that it was sent, in every way in which an answer can be wrong, after its list of people. */
function createIndiscreet() {
  let turn = 0
  return ({ path, query, headers }: RawRequest): RawAnswer => {
    const answered = JSON.stringify({ headers, query: [...query] })
    if (path.endsWith('/agents'))
      return json([{ id: 1, login: 'ewa@test.example', email: 'ewa@test.example', name: 'Ewa Nowak' }])
    turn += 1
    const wrongs: RawAnswer[] = [
      json(answered),
      json(answered, 500),
      json(answered, 422),
      { headers: { 'content-type': 'text/html' }, body: `<p>${answered}` },
      { status: 302, headers: { location: `http://127.0.0.1:9/${encodeURIComponent(answered)}` } },
      { body: answered.slice(0, 40), ending: 'cut' },
      { body: answered, ending: 'notHttp' },
      json(answered, 401),
    ]
    return wrongs[turn % wrongs.length] ?? json(answered)
  }
}

describe.skipIf(isRedisMissing)(withRedis('logs, metrics and traces at debug level'), () => {
  it('Logs, metrics and traces contain no secret and no address, whatever an upstream returns.', async () => {
    const redis = await startRedis(['--requirepass', secrets.redis])
    const upstream = await startRawUpstream(createIndiscreet())
    const collector = await startTraceCollector()
    onTestFinished(async () => {
      await Promise.all([upstream.close(), collector.close()])
    })
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.url)
    vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', `authorization=${secrets.collector}`)
    vi.stubEnv('OTEL_BSP_SCHEDULE_DELAY', '10')
    const client = createClient('wallboard', ['support', 'sales'])
    const sources = [
      { ...chatwootSource(upstream.url), token: secrets.token },
      { ...liveChatSource(upstream.url), apiKey: secrets.key },
    ]
    const gateway = await startWatchedGateway(sources, {
      ...toAccess(client),
      redis: { url: `redis://:${secrets.redis}@127.0.0.1:${redis.port}`, timeout: 2_000 },
      tracing: await openTracing(process.env),
      level: 'debug',
    })

    const asked =
      'query Filtered($filter: FilterInput) { report(metric: CONVERSATIONS, scope: { range: { last: "P7D" }, filter: $filter }) { total gaps { code message } } }'
    const filters = [{}, { agentEmail: 'ewa@test.example' }, { tags: ['tag-of-somebody'] }]
    for (let turn = 0; turn < 4; turn += 1)
      for (const filter of filters) await askAs(client.key, gateway.url, asked, { filter })
    await askAs(client.key, gateway.url, '{ sources { agents { email name } teams { name } } }')
    await askAs(
      client.key,
      gateway.url,
      '{ _entities(representations: [{ __typename: "Agent", email: "ewa@test.example" }]) { ... on Agent { name } } }',
    )
    await askAs(secrets.wrong, gateway.url, asked)
    const stream = await subscribe(
      gateway.url,
      asked.replace('query', 'subscription'),
      { filter: filters[1] },
      { authorization: `Bearer ${client.key}` },
    )
    await stream.next()
    stream.close()
    await redis.kill()
    await gateway.told(16)
    await vi.waitFor(() => expect(gateway.text()).toContain('Redis is unavailable'), eventually)
    const calls = await gateway.told(upstream.requests.length, 'upstream call')
    await collector.received(calls.length + 15)

    const told = [gateway.text(), await gateway.readMetrics(), collector.text()]
    const outcomes = new Set(calls.map(({ outcome }) => outcome))
    expect([...outcomes].sort()).toEqual(['ANSWERED', 'BAD_RESPONSE', 'UNAUTHENTICATED', 'UNAVAILABLE'])
    for (const text of told) {
      expect(text).toContain('support')
      for (const secret of [...Object.values(secrets), client.key, client.settings.keyHash, ...people])
        expect(text.includes(secret) ? secret : undefined).toBeUndefined()
    }
  })
})
