import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { openTracing } from '../../src/telemetry/tracing.ts'
import { type ChangingChats, startChangingChats } from '../support/changing-chats.ts'
import { json } from '../support/raw-upstream.ts'
import { startServer, stopAll } from '../support/start-script.ts'
import { startTraceCollector, type TraceCollector } from '../support/trace-collector.ts'
import { startWatchedGateway } from '../support/watched-gateway.ts'

let chats: ChangingChats
let collector: TraceCollector

beforeEach(async () => {
  chats = await startChangingChats()
  collector = await startTraceCollector()
  onTestFinished(async () => {
    await Promise.all([chats.upstream.close(), collector.close()])
  })
})

afterEach(() => {
  vi.unstubAllEnvs()
  stopAll()
})

/** A gateway whose traces are set by these variables beside the collector's. */
async function start(variables: Readonly<Record<string, string>> = {}) {
  const set = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '10', ...variables }
  for (const [name, value] of Object.entries(set)) vi.stubEnv(name, value)
  return startWatchedGateway([chats.source], { tracing: await openTracing(process.env) })
}

const query = 'query Week { report(metric: CONVERSATIONS, scope: { range: { last: "P7D" } }) { total } }'
const ask = (url: string, text = query, headers: Readonly<Record<string, string>> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: text }),
  })

const trace = '0af7651916cd43dd8448eb211c80319c'
const callerSpan = 'b7ad6b7169203331'

describe('a trace', () => {
  it('A trace has a span of the operation with a child span for each upstream call.', async () => {
    const gateway = await start()
    await ask(gateway.url)
    const spans = await collector.received(2)
    const [operation, call] = ['query', 'upstream total_chats'].map((name) => spans.find((span) => span.name === name))
    const [line] = await gateway.told(1)
    expect(operation).toMatchObject({
      kind: 2,
      status: {},
      service: 'support-reporting-gateway',
      traceId: line?.traceId,
      attributes: {
        'gateway.client': 'anonymous',
        'gateway.request_id': line?.requestId,
        'gateway.outcome': 'ok',
        'gateway.upstream_calls': 1,
        'graphql.operation.name': 'Week',
        'graphql.operation.type': 'query',
        'http.response.status_code': 200,
      },
    })
    expect(operation?.parentSpanId).toBeUndefined()
    expect(call).toMatchObject({
      kind: 3,
      traceId: operation?.traceId,
      parentSpanId: operation?.spanId,
      attributes: {
        'gateway.source': 'sales',
        'gateway.dataset': 'total_chats',
        'gateway.outcome': 'ANSWERED',
        'http.request.method': 'GET',
        'http.response.status_code': 200,
      },
    })
    expect(Number(call?.endTimeUnixNano)).toBeLessThanOrEqual(Number(operation?.endTimeUnixNano))
  })

  it('A trace continues from the client to the source.', async () => {
    const gateway = await start()
    await ask(gateway.url, query, { traceparent: `00-${trace}-${callerSpan}-01`, tracestate: 'own=private' })
    const spans = await collector.received(2)
    expect(spans.map(({ traceId }) => traceId)).toEqual([trace, trace])
    expect(spans.find(({ name }) => name === 'query')?.parentSpanId).toBe(callerSpan)
    const sent = chats.upstream.requests[0]?.headers
    const call = spans.find(({ name }) => name === 'upstream total_chats')
    expect(sent?.traceparent).toBe(`00-${trace}-${call?.spanId}-01`)
    expect(sent).not.toHaveProperty('tracestate')
  })

  it('A trace shows failed calls.', async () => {
    chats.answer = () => json({}, 403)
    const gateway = await start()
    await ask(gateway.url)
    const spans = await collector.received(2)
    expect(spans.map(({ status }) => status.code)).toEqual([2, 2])
    expect(spans.map(({ attributes }) => attributes['gateway.outcome']).sort()).toEqual(['FORBIDDEN', 'error'])
  })

  it('A rejected request starts no trace.', async () => {
    const gateway = await start()
    await ask(gateway.url, '{ nothing }')
    await ask(gateway.url)
    expect((await collector.received(2)).map(({ name }) => name).sort()).toEqual(['query', 'upstream total_chats'])
  })

  it('The standard environment variables name and sample traces.', async () => {
    const gateway = await start({ OTEL_SERVICE_NAME: 'reports', OTEL_TRACES_SAMPLER: 'parentbased_always_off' })
    await ask(gateway.url)
    await ask(gateway.url, '{ sources { agents { email } } }', { traceparent: `00-${trace}-${callerSpan}-01` })
    const spans = await collector.received(2)
    expect(spans.map(({ service, traceId }) => [service, traceId])).toEqual([
      ['reports', trace],
      ['reports', trace],
    ])
    expect(chats.upstream.requests[0]?.headers.traceparent).toMatch(/-00$/)
  })

  it.each([
    ['no endpoint', {}],
    ['OTEL_SDK_DISABLED', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_SDK_DISABLED: 'true' }],
    ['OTEL_TRACES_EXPORTER none', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_TRACES_EXPORTER: 'none' }],
  ])('No trace is created with %s.', async (_, environment) => {
    expect(await openTracing(environment)).toBeUndefined()
  })
})

/** Says at the end of a process which packages of OpenTelemetry it has loaded. */
const confession = `--import=data:text/javascript,${encodeURIComponent(
  "import { createRequire } from 'node:module'; const { cache } = createRequire('/'); process.on('exit', () => console.log('loaded ' + Object.keys(cache).filter((path) => /@opentelemetry.(sdk|exporter|otlp)/.test(path)).length))",
)}`

describe('a process', () => {
  it('A process without an endpoint does not load the tracing packages.', async () => {
    const { child, output } = await startServer('../src/main.ts', { NODE_OPTIONS: confession })
    const closed = once(child, 'close')
    child.kill('SIGTERM')
    await closed
    expect(output.text).toContain('loaded 0\n')
  })

  it('A process exports the remaining spans when it stops, and does not wait for a collector that does not respond.', async () => {
    collector.isSilent = true
    const { child, output, url } = await startServer('../src/main.ts', {
      NODE_OPTIONS: confession,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/v1/traces`,
      OTEL_EXPORTER_OTLP_TIMEOUT: '300000',
      OTEL_BSP_EXPORT_TIMEOUT: '300000',
    })
    await ask(url, '{ metrics { metric } }')
    const closed = once(child, 'close')
    child.kill('SIGTERM')
    const stopped = performance.now()
    expect((await collector.received(1)).map(({ name }) => name)).toEqual(['query'])
    expect(await closed).toEqual([0, null])
    // It takes about half a second; after 14 seconds the process would end in any case.
    expect(performance.now() - stopped).toBeLessThan(10_000)
    expect(output.text).toMatch(/loaded [1-9]/)
  })
})
