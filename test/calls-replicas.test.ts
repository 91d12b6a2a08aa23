import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Demo } from '../src/demo/start.ts'
import { eventually } from './support/eventually.ts'
import { startInventedDemo } from './support/invented.ts'
import { post } from './support/post.ts'
import { json, startRawUpstream } from './support/raw-upstream.ts'
import { isRedisMissing, lookInto, type RedisServer, startRedis, withRedis } from './support/redis.ts'
import { type StartedServer, startServer, stop, stopAll } from './support/start-script.ts'

const day = 86_400_000
const toDate = (instant: number) => new Date(instant).toISOString().slice(0, 10)
const scope = { range: { days: { first: toDate(Date.now() - 20 * day), last: toDate(Date.now() - 4 * day) } } }

const query = `query ($scope: ReportScope!) {
  reports(metrics: [CONVERSATIONS, FIRST_RESPONSE_TIME, SATISFACTION], scope: $scope) {
    metric total sampleSize buckets { start value } gaps { code }
  }
  hours: report(metric: CONVERSATIONS, scope: { range: { last: "P2D" }, granularity: HOUR }) { gaps { code } }
}`

let demo: Demo

beforeAll(async () => {
  demo = await startInventedDemo()
})
afterAll(() => demo.close())
afterEach(stopAll)

/** A gateway in a process of its own, as it is installed. */
const startReplica = (redis: RedisServer, settings: Readonly<Record<string, string>>): Promise<StartedServer> =>
  startServer('../src/main.ts', { REDIS_URL: redis.url, REDIS_TIMEOUT_MS: '5000', LOG_LEVEL: 'warn', ...settings })

const toSettings = ({ chatwoot, livechat, sources }: Demo, token = sources[0]?.token) => ({
  CHATWOOT_URL: chatwoot.url,
  CHATWOOT_ACCOUNT_ID: '1',
  CHATWOOT_API_TOKEN: String(token),
  LIVECHAT_URL: livechat.url,
  LIVECHAT_LOGIN: String(sources[1]?.login),
  LIVECHAT_API_KEY: String(sources[1]?.apiKey),
})

/** What these were answered together, and the report calls that it took. */
async function ask(replicas: readonly StartedServer[]) {
  const before = [demo.chatwoot, demo.livechat].map(({ requests }) => requests.length)
  const answers = await Promise.all(replicas.map(({ url }) => post(url, { query, variables: { scope } })))
  const calls = [demo.chatwoot, demo.livechat].flatMap(({ requests }, index) =>
    requests.slice(before[index]).map(({ path }) => path),
  )
  return {
    answers: answers.map(({ body: { extensions, ...answer } }) => answer),
    calls: calls.filter((path) => path.includes('/report')).sort(),
  }
}

describe.skipIf(isRedisMissing)(withRedis('gateways in several processes'), () => {
  it('that are asked the same at the same time make no more calls than one, give what they read to one that starts later, and to none that reads another account', async () => {
    const [own, shared] = [await startRedis(), await startRedis()]
    const [single, ...replicas] = await Promise.all([
      startReplica(own, toSettings(demo)),
      startReplica(shared, toSettings(demo)),
      startReplica(shared, toSettings(demo)),
    ])
    const alone = await ask([single])
    const together = await ask(replicas)
    const again = await ask(replicas)
    const later = await ask([await startReplica(shared, toSettings(demo))])

    expect(alone.calls.length).toBeGreaterThan(5)
    expect(alone.answers[0]).not.toHaveProperty('errors')
    expect(together.calls).toEqual(alone.calls)
    expect([...again.calls, ...later.calls]).toEqual([])
    for (const answer of [...together.answers, ...again.answers, ...later.answers])
      expect(answer).toEqual(alone.answers[0])

    const upstream = await startRawUpstream(() => json({ error: 'Unauthorized' }, 401))
    const strangers = await Promise.all([
      startReplica(shared, { ...toSettings(demo), CHATWOOT_URL: upstream.url }),
      startReplica(shared, toSettings(demo, 'not-the-token')),
    ])
    const { answers } = await ask(strangers)
    await upstream.close()
    for (const { data } of answers) expect(data.reports[0].gaps).toEqual([{ code: 'UNAUTHENTICATED' }])
  })

  it('respond within the deadline after one was killed that another waits for', async () => {
    const redis = await startRedis()
    const inside = await lookInto(redis.url)
    const count = json({ [toDate(Date.now() - 4 * day)]: { chats: 7 } })
    const upstream = await startRawUpstream(() =>
      upstream.requests.length === 1 ? { ending: 'hangBeforeHeaders' } : count,
    )
    const settings = {
      LIVECHAT_URL: upstream.url,
      LIVECHAT_LOGIN: 'ops@test.example',
      LIVECHAT_API_KEY: 'l1vechat-key',
      // Locks of a process that died expire after 3 seconds; no lock is waited for longer than 30.
      DEADLINE_MS: '25000',
    }
    const replicas = await Promise.all([startReplica(redis, settings), startReplica(redis, settings)])
    const [doomed, other] = replicas
    const date = toDate(Date.now() - 4 * day)
    const total = `{ report(metric: CONVERSATIONS, scope: { range: { days: { first: "${date}", last: "${date}" } } }) { total } }`
    post(doomed.url, { query: total }).catch(() => {})
    await upstream.received(1)
    const answer = post(other.url, { query: total })
    await vi.waitUntil(async () => /cmdstat_exists/.test(await inside.info('commandstats')), eventually)
    await stop(doomed)

    expect((await answer).body.data).toEqual({ report: { total: 7 } })
    expect(upstream.requests).toHaveLength(2)
    await upstream.close()
  })

  it('use one budget: together no more calls a minute than one may make', async () => {
    const redis = await startRedis()
    const upstream = await startRawUpstream(() => json({ error: 'Forbidden' }, 403))
    const folder = await mkdtemp(join(tmpdir(), 'replicas-'))
    const path = join(folder, 'gateway.yaml')
    const source = {
      id: 'support',
      provider: 'livechat',
      url: upstream.url,
      login: 'ops@test.example',
      apiKey: 'l1vechat-key',
      callsPerMinute: 1,
      burst: 6,
    }
    await writeFile(path, JSON.stringify({ sources: [source] }))
    const settings = { GATEWAY_CONFIG: path, DEADLINE_MS: '5000' }
    const replicas = await Promise.all([startReplica(redis, settings), startReplica(redis, settings)])
    const ask = async ({ url }: StartedServer, daysAgo: number) => {
      const date = toDate(Date.now() - daysAgo * day)
      const query = `{ report(metric: CONVERSATIONS, scope: { range: { days: { first: "${date}", last: "${date}" } } }) { total } }`
      const { body } = await post(url, { query })
      return body.errors[0].extensions.code
    }
    const codes = await Promise.all(
      replicas.flatMap((one, at) => [5, 6, 7, 8, 9].map((ago) => ask(one, ago + at * 10))),
    )
    await upstream.close()
    await rm(folder, { recursive: true })

    expect(codes.sort()).toEqual([...Array(6).fill('FORBIDDEN'), ...Array(4).fill('RATE_LIMITED')])
    expect(upstream.requests).toHaveLength(6)
  })

  it('answer without Redis, say so, and end when they are told to', async () => {
    const redis = await startRedis()
    await redis.kill()
    const replica = await startReplica(redis, toSettings(demo))
    const { answers } = await ask([replica])

    expect(answers[0].data.reports[0].total).toBeGreaterThan(0)
    expect(replica.output.text.match(/Redis is unavailable/g)).toHaveLength(1)
    expect(replica.output.text).not.toContain(redis.url)
    replica.child.kill('SIGTERM')
    await vi.waitUntil(() => replica.child.exitCode === 0, eventually)
  })
})
