import { once } from 'node:events'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'undici'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readExamples } from '../src/server/graphiql-examples.ts'
import { askAnything } from './support/ask-anything.ts'
import { startChangingChats } from './support/changing-chats.ts'
import { askAs, createClient } from './support/clients.ts'
import { subscribe } from './support/event-stream.ts'
import { startHeldUpstream } from './support/held-upstream.ts'
import { post } from './support/post.ts'
import { startRawUpstream } from './support/raw-upstream.ts'
import { keepSecret } from './support/secrets.ts'
import { type StartedServer, startScript, startServer, stopAll } from './support/start-script.ts'
import { writeConfig } from './support/write-config.ts'

const main = '../src/main.ts'

const readsFrom = (url: string) => ({
  LIVECHAT_URL: url,
  LIVECHAT_LOGIN: 'ops@test.example',
  LIVECHAT_API_KEY: 'l1vechat-key',
  LIVECHAT_TIME_ZONE: 'UTC',
})

const nowhere = 'http://127.0.0.1:9'

/** Milliseconds after which a process that was told to stop is ended with 0 in any case, less one second. */
const forced = 13_000

/** A subscription for which nothing is asked upstream. */
const unasked = 'subscription { queueStats(scope: { range: { preset: TODAY } }, every: "PT1H") { granularity } }'

describe('npm start without settings', () => {
  let demo: StartedServer

  beforeAll(async () => {
    demo = await startServer(main)
  })

  afterAll(stopAll)

  it('serves an invented year, and says so', async () => {
    expect(demo.output.text).toContain('all figures are invented')
    expect(demo.output.text).toContain('CHATWOOT_URL')
    const { body } = await post(demo.url, {
      query: '{ report(metric: CONVERSATIONS, scope: { range: { last: "P30D" } }) { total bySource { total } } }',
    })
    expect(body.data.report.total).toBeGreaterThan(1000)
    expect(body.data.report.bySource).toHaveLength(2)
  })

  it('opens GraphiQL with examples that all run, and asks no other host for it', async () => {
    const page = await (await fetch(demo.url, { headers: { accept: 'text/html' } })).text()
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//)
    for (const query of readExamples()) {
      expect(page).toContain(JSON.stringify({ query }))
      const answers = await askAnything(demo.url, query)
      expect({ query, errors: answers.flatMap(({ errors = [] }) => errors) }).toEqual({ query, errors: [] })
      expect(answers[0]?.data).toBeTruthy()
    }
  })

  it('ends every subscription on shutdown', async () => {
    const query = 'subscription { report(metric: CONVERSATIONS, scope: { range: { last: "P7D" } }) { total } }'
    const stream = await subscribe(demo.url, query)
    expect((await stream.next())?.data.report.total).toBeGreaterThan(0)
    const exited = once(demo.child, 'exit')
    demo.child.kill('SIGTERM')
    const stopped = performance.now()
    expect(await stream.next()).toBeUndefined()
    expect(await exited).toEqual([0, null])
    expect(performance.now() - stopped).toBeLessThan(forced)
  })
})

describe('npm start', () => {
  afterEach(stopAll)

  it('finishes in-flight requests on SIGTERM, but does not wait for upstream calls without a client', async () => {
    const upstream = await startRawUpstream(() => ({ ending: 'hangBeforeHeaders' }))
    const { child, url, output } = await startServer(main, {
      ...readsFrom(upstream.url),
      DEADLINE_MS: '1000',
      LOG_LEVEL: 'warn',
    })
    const query = 'subscription { report(metric: CONVERSATIONS, scope: { range: { last: "P7D" } }) { total } }'
    const stream = await subscribe(url, query)
    await upstream.received(1)
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    const stopped = performance.now()
    expect((await stream.next())?.errors?.[0]?.extensions?.code).toBe('TIMEOUT')
    expect(await stream.next()).toBeUndefined()
    expect(await exited).toEqual([0, null])
    expect(performance.now() - stopped).toBeLessThan(forced)
    expect(output.text).toMatch(/listens at \S+\n$/)
    await upstream.close()
  })

  it('finishes in-flight requests on SIGTERM, accepts no connection, and exits after the last response', async () => {
    const { upstream, open } = await startHeldUpstream()
    const { child, url } = await startServer(main, readsFrom(upstream.url))
    for (const unfinished of ['', 'POST /graphql HTT', 'GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\nGET /he']) {
      const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {})
      await once(socket, 'connect')
      socket.write(unfinished)
    }
    const asked = Array.from({ length: 5 }, () => post(url, { query: '{ sources { status { isReachable } } }' }))
    await upstream.received(5)
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await expect
      .poll(() =>
        fetch(new URL('/health/ready', url)).then(
          ({ status }) => status,
          () => 'refused',
        ),
      )
      .toBe('refused')
    open()
    const answers = await Promise.all(asked)
    const answered = performance.now()
    expect(answers.map(({ body }) => body.data.sources[0].status.isReachable)).toEqual([true, true, true, true, true])
    expect(await exited).toEqual([0, null])
    expect(performance.now() - answered).toBeLessThan(5_000)
    await upstream.close()
  })

  it('exits with 1 on a second signal while a request is in flight', async () => {
    const upstream = await startRawUpstream(() => ({ ending: 'hangBeforeHeaders' }))
    const { child, url } = await startServer(main, readsFrom(upstream.url))
    const asked = post(url, { query: '{ sources { status { isReachable } } }' }).catch(() => 'cut off')
    await upstream.received(1)
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await expect
      .poll(() =>
        fetch(url).then(
          () => 'open',
          () => 'refused',
        ),
      )
      .toBe('refused')
    child.kill('SIGINT')
    expect(await exited).toEqual([1, null])
    expect(await asked).toBe('cut off')
    await upstream.close()
  })

  it('serves requests for the configured delay while it is not ready, and exits with 1 on a second signal', async () => {
    const { child, url } = await startServer(main, { ...readsFrom(nowhere), STOP_DELAY_MS: '10000' })
    const stream = await subscribe(url, unasked)
    expect((await stream.next())?.data).toBeTruthy()
    const readiness = async () => (await fetch(new URL('/health/ready', url))).status
    expect(await readiness()).toBe(200)
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await expect.poll(readiness).toBe(503)
    // The subscription has its connection for itself, so that this is another.
    const { statusCode, headers, body } = await request(`${url}?query={__typename}`)
    expect([statusCode, headers.connection]).toEqual([200, 'close'])
    expect(await body.json()).toMatchObject({ data: { __typename: 'Query' } })
    const late = await subscribe(url, unasked)
    expect((await late.next())?.data).toBeTruthy()
    child.kill('SIGINT')
    expect(await exited).toEqual([1, null])
  })

  it('exits with 0 after the configured delay', async () => {
    const { child, url } = await startServer(main, { ...readsFrom(nowhere), STOP_DELAY_MS: '200' })
    const stream = await subscribe(url, unasked)
    expect((await stream.next())?.data).toBeTruthy()
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    const told = performance.now()
    expect(await stream.next()).toBeUndefined()
    expect(performance.now() - told).toBeGreaterThan(190)
    expect(await exited).toEqual([0, null])
    expect(performance.now() - told).toBeLessThan(forced)
  })

  it('waits up to 14 seconds for a client that does not read its response', async () => {
    const chats = await startChangingChats()
    const hurry =
      'const wait = setTimeout; globalThis.setTimeout = (run, time, ...rest) => wait(run, time / 20, ...rest)'
    const { child, url } = await startServer(main, {
      ...readsFrom(chats.upstream.url),
      DEADLINE_MS: '120000',
      ATTEMPT_TIMEOUT_MS: '120000',
      GATEWAY_CONFIG: writeConfig({ limits: { values: 1_000_000 } }),
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hurry)}`,
    })
    const often = Array.from({ length: 20 }, (_, index) => `b${index}: buckets { start end value }`).join(' ')
    const query = `subscription { report(metric: CONVERSATIONS, scope: { range: { days: { first: "2000-01-01", last: "2025-12-31" } } }) { ${often} } }`
    const { body } = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query }),
    })
    body.on('error', () => {})
    await once(body, 'readable')
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    const stopped = performance.now()
    expect(await exited).toEqual([0, null])
    expect(performance.now() - stopped).toBeGreaterThan(14_000 / 20 - 50)
    await chats.upstream.close()
  })

  it('in production writes nothing but lines of JSON, one of each operation', async () => {
    const { child, output, url } = await startServer(main, {
      ...readsFrom(nowhere),
      NODE_ENV: 'production',
      LOG_LEVEL: 'info',
    })
    await post(url, { query: 'query Metrics { metrics { metric } }' })
    const exited = once(child, 'close')
    child.kill('SIGTERM')
    await exited
    const lines = output.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.at(-2).msg).toBe(`The gateway listens at ${url}`)
    expect(lines.at(-1)).toMatchObject({ msg: 'operation', operation: 'Metrics', outcome: 'ok' })
  })

  it('reads real sources from the environment, secrets from files too', async () => {
    const secret = join(mkdtempSync(join(tmpdir(), 'gateway-')), 'key')
    writeFileSync(secret, ` ${keepSecret('s3cret-in-a-file')}\n`)
    const { output, url } = await startServer(main, {
      CHATWOOT_URL: 'http://127.0.0.1:9',
      CHATWOOT_ACCOUNT_ID: '1',
      CHATWOOT_API_TOKEN_FILE: secret,
      LIVECHAT_URL: 'http://127.0.0.1:9',
      LIVECHAT_LOGIN: 'ops@test.example',
      LIVECHAT_API_KEY: 'l1vechat-key',
      TIME_ZONE: 'Europe/Warsaw',
    })
    expect(output.text).not.toContain('invented')
    expect(output.text).toContain('livechat has no time zone')
    const { body } = await post(url, {
      query: '{ sources { id timeZone } report(metric: CONVERSATIONS, scope: { range: { preset: TODAY } }) { total } }',
    })
    expect(body.data).toEqual({
      sources: ['chatwoot', 'livechat'].map((id) => ({ id, timeZone: 'Europe/Warsaw' })),
      report: null,
    })
    expect(body.errors[0].extensions.code).toBe('UNAVAILABLE')
  })

  it('names every wrong setting at once, and no secret', async () => {
    const { child, output } = startScript(main, {
      PORT: 'many',
      TIME_ZONE: 'IST',
      HOST: '0.0.0.0',
      LOG_LEVEL: 'loud',
      CHATWOOT_URL: 'ftp://x',
      CHATWOOT_API_TOKEN: 's3cret',
    })
    expect((await once(child, 'exit'))[0]).toBe(1)
    for (const name of ['PORT', 'TIME_ZONE', 'HOST', 'LOG_LEVEL', 'CHATWOOT_URL', 'CHATWOOT_ACCOUNT_ID'])
      expect(output.text).toContain(name)
    expect(output.text).not.toContain('s3cret')
  })

  it('requires authentication when the file has clients, and then listens beyond loopback', async () => {
    const { key, settings } = createClient('wallboard', ['chatwoot'])
    const { output, url } = await startServer(main, {
      ...readsFrom(nowhere),
      CHATWOOT_URL: nowhere,
      CHATWOOT_ACCOUNT_ID: '1',
      CHATWOOT_API_TOKEN: 'ch4twoot-token',
      GATEWAY_CONFIG: writeConfig({ clients: [settings] }),
      HOST: '0.0.0.0',
    })
    expect((await post(url, { query: '{ sources { id } }' })).status).toBe(401)
    expect((await askAs(key, url, '{ sources { id } }')).body).toMatchObject({
      data: { sources: [{ id: 'chatwoot' }] },
    })
    expect(output.text).not.toContain(settings.keyHash)
  })

  it('--check-config shows what would run, without secrets, and starts nothing', async () => {
    const { settings } = createClient('wallboard', ['livechat'])
    const { child, output } = startScript(
      main,
      {
        ...readsFrom('http://chat.example.com'),
        LIVECHAT_API_KEY: 's3cret',
        DEADLINE_MS: '20000',
        GATEWAY_CONFIG: writeConfig({ clients: [settings] }),
      },
      ['--check-config'],
    )
    expect((await once(child, 'close'))[0]).toBe(0)
    expect(output.text).toContain('apiKey: "***"')
    expect(output.text).toContain('name: wallboard')
    expect(output.text).toContain('read over http')
    expect(output.text).toContain('DEADLINE_MS and STOP_DELAY_MS add up to 20000 ms')
    expect(output.text.includes('The time zone database')).toBe((process.versions.tz ?? '') < '2026c')
    for (const secret of ['s3cret', settings.keyHash, 'listens at']) expect(output.text).not.toContain(secret)
  })

  it('--check-config fails where it would not start', async () => {
    const { child, output } = startScript(main, { HOST: '0.0.0.0' }, ['--check-config'])
    expect((await once(child, 'close'))[0]).toBe(1)
    expect(output.text).toContain('HOST: must be a loopback address')
  })

  it('reports a directory named .env in one sentence, without a stack', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'gateway-'))
    mkdirSync(join(cwd, '.env'))
    const { child, output } = startScript(main, {}, ['--check-config'], { cwd })
    expect((await once(child, 'close'))[0]).toBe(1)
    expect(output.text).toBe('The environment cannot be loaded: the file .env is a directory\n')
  })

  it('reads variables from .env in its working directory, after those that are set', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'gateway-'))
    writeFileSync(join(cwd, '.env'), 'TIME_ZONE=Europe/Warsaw\nDEADLINE_MS="5000"\n')
    const { child, output } = startScript(main, { DEADLINE_MS: '7000' }, ['--check-config'], { cwd })
    expect((await once(child, 'close'))[0]).toBe(0)
    expect(output.text).toContain('timeZone: Europe/Warsaw')
    expect(output.text).toContain('deadline: 7000')
  })

  it('exits with an error soon when a setting is wrong', async () => {
    const start = performance.now()
    const { child } = startScript(main, { PORT: 'many' })
    expect((await once(child, 'exit'))[0]).toBe(1)
    // It takes less than a second where nothing else runs.
    expect(performance.now() - start).toBeLessThan(20_000)
  })

  it('has no demo in production', async () => {
    const { child, output } = startScript(main, { NODE_ENV: 'production' })
    expect((await once(child, 'exit'))[0]).toBe(1)
    expect(output.text).toContain('demo does not run in production')
  })
})
